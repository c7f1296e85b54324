"""Ranking: across languages, additive, deterministic, the same after changes as afresh."""

import random
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import rank
from matching.documents import Document, Measure, Passage
from matching.lexicon import Lexicon
from matching.matcher import POSSIBLE, STRONG, Matcher
from matching.reading import read
from matching.text import Language
from matching.thesaurus import Concept, Thesaurus, default
from matching.vectors import (
    OTHER_TRADES,
    PLACES,
    SHARED,
    UNSEEN,
    Weights,
    concept_weights,
    word_weights,
)


def concept(id: str, vi: str, en: str, broader: str | None = None, category: str = "") -> Concept:
    return Concept(
        id,
        {"vi": vi, "en": en},
        {},
        broader=(broader,) if broader else (),
        category=category or None,
    )


THESAURUS = Thesaurus(
    [
        concept("wastewater", "nước thải", "wastewater", category="wastewater"),
        concept("textile", "nước thải dệt nhuộm", "textile effluent", "wastewater", "wastewater"),
        concept("leachate", "nước rỉ rác", "leachate", "wastewater", "wastewater"),
        concept("plant", "trạm xử lý", "treatment plant"),
        concept("bin", "thùng rác", "waste bin", category="solid_waste_collection"),
        concept("truck", "xe ép rác", "compactor truck", category="solid_waste_collection"),
        concept("sensor", "cảm biến bụi", "dust sensor", category="monitoring"),
    ],
    "test",
)


LEXICON = Lexicon([(("nắp", "vung"), ("lid", "cover")), (("bánh xe",), ("wheel",))], "test")


def text(id: str, title: str, body: str = "", language: Language = "vi", **facts) -> Document:
    passages = [Passage("title", language, title)]
    passages += [Passage("body", language, body)] if body else []
    return Document(id, tuple(passages), **facts)


CATALOGUE = [
    text("dye-vi", "Trạm xử lý nước thải dệt nhuộm", "Keo tụ, khử màu cho làng nghề"),
    text("dye-en", "Textile effluent treatment plant", "Colour removal by ozone", "en"),
    text("leachate-en", "Containerised leachate treatment plant", "Membranes", "en"),
    text("sewage-vi", "Trạm xử lý nước thải sinh hoạt", "Khu dân cư, bể hợp khối"),
    text("bin-vi", "Thùng rác nhựa 240 lít", "Có bánh xe"),
    text("truck-en", "Compactor truck with hydraulic lift", "", "en"),
    text("sensor-vi", "Bộ cảm biến bụi PM2.5", "Cho trường học"),
]
NEED = text("need", "Xây dựng trạm xử lý nước thải dệt nhuộm", "Nước đỏ, nước xanh chảy ra mương")


@pytest.fixture
def matcher() -> Matcher:
    return Matcher.fit(CATALOGUE, THESAURUS, LEXICON)


def ids(candidates: list[rank.Candidate]) -> list[str]:
    return [candidate.id for candidate in candidates]


def test_what_is_asked_comes_first_in_either_language(matcher: Matcher) -> None:
    assert set(ids(matcher.rank(NEED))[:2]) == {"dye-vi", "dye-en"}
    asked = text("q", "Textile effluent treatment", language="en")
    assert set(ids(matcher.rank(asked))[:2]) == {"dye-vi", "dye-en"}


def test_a_need_that_nothing_fits_has_no_possible_candidate(matcher: Matcher) -> None:
    for title in ("In tờ gấp tuyên truyền", "Cung cấp trang phục cho công an xã", "Sửa mặt đường"):
        assert all(found.score < POSSIBLE for found in matcher.rank(text("q", title)))


def test_what_a_title_names_weighs_more_than_what_it_is_for(matcher: Matcher) -> None:
    named = text("q", "Textile effluent treatment plant", language="en")
    aside = text("q", "Catering for a textile effluent treatment plant", language="en")
    best, other = matcher.rank(named)[0], matcher.rank(aside)[0]
    assert other.score < 0.95 * best.score


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("In tờ gấp về rác thải nhựa", "In tờ gấp"),
        ("Nước uống phục vụ lớp tập huấn", "Nước uống"),
        ("Thiết bị phục vụ quan trắc", "Thiết bị phục vụ quan trắc"),
        ("Dây chuyền tái chế nhựa", "Dây chuyền tái chế nhựa"),
        ("Xe vệ sinh đường phố", "Xe vệ sinh đường phố"),
        ("Day chuyen tai che nhua", "Day chuyen tai che nhua"),
        ("Filter press for sludge", "Filter press"),
        ("Equipment for sludge", "Equipment for sludge"),
    ],
)
def test_the_head_of_a_title(title: str, expected: str) -> None:
    language: Language = "en" if title.endswith("sludge") else "vi"
    (reading,) = read(text("q", title, language=language), THESAURUS, LEXICON)
    assert reading.phrase(0, reading.head) == expected


def test_a_text_without_a_title_scores_as_its_words_do(matcher: Matcher) -> None:
    told = Document("q", (Passage("body", "vi", "Cần trạm xử lý nước thải dệt nhuộm"),))
    assert matcher.rank(told)[0].score >= POSSIBLE


def test_places_and_other_trades_are_in_the_thesaurus() -> None:
    assert default().concept(PLACES)
    assert default().concept(OTHER_TRADES)


def test_what_other_trades_sell_joins_nothing_and_lengthens() -> None:
    thesaurus = Thesaurus(
        [
            *THESAURUS,
            concept(OTHER_TRADES, "nghề khác", "other trades"),
            concept("print", "in tờ gấp", "leaflet printing", OTHER_TRADES),
        ]
    )
    weights = concept_weights(read(text("q", "In tờ gấp thùng rác"), thesaurus, LEXICON), thesaurus)
    assert set(weights.terms) == {"bin"}
    assert weights.rest > 0


def test_without_accents_the_order_stays(matcher: Matcher) -> None:
    bare = text("q", "xay dung tram xu ly nuoc thai det nhuom", "nuoc do, nuoc xanh chay ra muong")
    assert ids(matcher.rank(bare))[:2] == ids(matcher.rank(NEED))[:2]


def test_levels_begin_at_the_constants_of_the_release() -> None:
    assert 0 < POSSIBLE < STRONG < 1
    assert rank.level(STRONG) == "strong"
    assert rank.level(POSSIBLE) == "possible"
    assert rank.level(POSSIBLE - 1e-9) == "weak"


def test_the_map_rises_and_stays_below_one() -> None:
    totals = np.linspace(-0.5, 2, 50)
    scores = rank.to_score(totals)
    assert scores[0] == 0
    assert scores.max() < 1
    positive = totals > 0
    assert (np.diff(scores[positive]) > 0).all()


def test_scores_are_positive_sorted_and_ties_go_by_id() -> None:
    twins = [text(id, "Thùng rác nhựa") for id in ("c", "a", "b")]
    found = Matcher.fit([*twins, *CATALOGUE], THESAURUS).rank(text("q", "Thùng rác nhựa"))
    assert ids(found)[:3] == ["a", "b", "c"]
    assert all(candidate.score > 0 for candidate in found)
    assert [c.score for c in found] == sorted((c.score for c in found), reverse=True)


def test_a_limit_gives_the_head_of_the_whole_ranking(matcher: Matcher) -> None:
    whole = matcher.rank(NEED)
    for limit in range(len(whole) + 2):
        assert matcher.rank(NEED, limit) == whole[:limit]


def test_many_queries_rank_as_one_by_one(matcher: Matcher) -> None:
    queries = [NEED, *CATALOGUE] * 6
    assert matcher.rank_all(queries) == [matcher.rank(query) for query in queries]


def test_score_is_the_one_of_the_ranking(matcher: Matcher) -> None:
    for candidate in matcher.rank(NEED):
        assert matcher.score(NEED, candidate.id) == candidate
    assert matcher.score(NEED, "unknown") is None


def test_documents_come_change_and_go_at_once(matcher: Matcher) -> None:
    matcher.put(text("new", "Trạm xử lý nước thải dệt nhuộm", "Trọn gói"))
    assert "new" in matcher and len(matcher) == len(CATALOGUE) + 1
    assert "new" in ids(matcher.rank(NEED))
    matcher.put(text("new", "Gỗ lim"))
    assert "new" not in ids(matcher.rank(NEED))
    matcher.remove("new")
    assert "new" not in matcher.ids
    with pytest.raises(KeyError):
        matcher.remove("new")


def test_putting_leaves_other_scores_until_a_refresh(matcher: Matcher) -> None:
    before, version = matcher.rank(NEED), matcher.idf_version
    matcher.put(text("other", "Gỗ lim"))
    assert matcher.rank(NEED) == before
    assert matcher.idf_version == version
    matcher.refresh()
    assert matcher.idf_version != version


def test_after_many_changes_and_a_refresh_all_is_as_afresh() -> None:
    chance = random.Random(7)
    words = ["trạm", "bể", "bơm", "lọc", "thùng", "nước", "thải", "rác", "bụi", "khí", "van"]
    matcher = Matcher.fit(CATALOGUE, THESAURUS, LEXICON)
    for _ in range(1000):
        id = f"d{chance.randrange(40)}"
        if id in matcher and chance.random() < 0.4:
            matcher.remove(id)
        else:
            matcher.put(text(id, " ".join(chance.choices(words, k=6))))
    matcher.refresh()
    afresh = Matcher.fit([matcher.document(id) for id in matcher.ids], THESAURUS, LEXICON)
    assert matcher.idf_version == afresh.idf_version
    for query in (NEED, text("q", "bơm nước thải"), text("q", "lọc bụi khí thải")):
        changed = {found.id: found.score for found in matcher.rank(query)}
        expected = {found.id: found.score for found in afresh.rank(query)}
        assert changed == pytest.approx(expected, abs=1e-6)


def test_a_saved_table_ranks_the_same(matcher: Matcher, tmp_path: Path) -> None:
    matcher.save(tmp_path / "idf.json")
    loaded = Matcher.load(tmp_path / "idf.json", THESAURUS, LEXICON)
    for document in CATALOGUE:
        loaded.put(document)
    assert loaded.idf_version == matcher.idf_version
    assert loaded.rank(NEED) == matcher.rank(NEED)


def test_a_table_of_another_thesaurus_is_refused(matcher: Matcher, tmp_path: Path) -> None:
    matcher.save(tmp_path / "idf.json")
    with pytest.raises(ValueError, match="version"):
        Matcher.load(tmp_path / "idf.json", Thesaurus(list(THESAURUS), "other"))


def test_versions_name_rules_and_thesaurus(matcher: Matcher) -> None:
    assert matcher.version.endswith("test")
    assert len(matcher.idf_version) == 12


def test_an_empty_matcher_and_an_empty_query_are_silent(matcher: Matcher) -> None:
    assert Matcher.fit([], THESAURUS).rank(NEED) == []
    assert matcher.rank(text("q", "")) == []
    assert matcher.rank(Document("q", ())) == []


def test_a_like_category_ranks_above_an_unlike_one() -> None:
    same = [
        text("like", "Máy ép", category="wastewater"),
        text("unlike", "Máy ép", category="solid_waste_collection"),
    ]
    found = Matcher.fit(same, THESAURUS).rank(text("q", "Máy ép", category="wastewater"))
    assert ids(found) == ["like", "unlike"]


def test_a_document_in_two_languages_scores_no_less_than_in_one() -> None:
    both = Document("both", CATALOGUE[0].passages + CATALOGUE[1].passages)
    found = {c.id: c.score for c in Matcher.fit([*CATALOGUE, both], THESAURUS).rank(NEED)}
    assert found["both"] == pytest.approx(found["dye-vi"], abs=0.05)


def naive_scores(documents: list[Document], query: Document) -> dict[str, float]:
    """The sum of the three cosines term by term, without matrices or constraints."""
    matcher = Matcher.fit(documents, THESAURUS, LEXICON)
    concepts, words = matcher._concepts.table, matcher._words.table
    unseen = np.log1p(len(documents)) + 1.0
    asked = read(query, THESAURUS, LEXICON)
    scores = {}
    for document in documents:
        told = read(document, THESAURUS, LEXICON)
        total = rank.CONCEPTS * _cosine(
            concept_weights(asked, THESAURUS), concept_weights(told, THESAURUS), concepts, unseen
        )
        for tongue, weight in (("vi", rank.WORDS), (SHARED, rank.PLAIN)):
            total += weight * _cosine(
                word_weights(asked, tongue), word_weights(told, tongue), words, unseen
            )
        scores[document.id] = total
    return scores


def _cosine(asked: Weights, told: Weights, idf: dict[str, float], unseen: float) -> float:
    def square(weights: Weights, factor: float) -> float:
        known = sum((w * idf[t]) ** 2 for t, w in weights.terms.items() if t in idf)
        lost = sum((w * unseen * factor) ** 2 for t, w in weights.terms.items() if t not in idf)
        return known + lost + (weights.rest * unseen) ** 2

    product = sum(w * told.terms.get(t, 0.0) * idf.get(t, 0.0) ** 2 for t, w in asked.terms.items())
    return product / np.sqrt(square(asked, UNSEEN) * square(told, 1.0)) if product else 0.0


WORDS = st.lists(
    st.sampled_from(["nước", "thải", "dệt", "nhuộm", "trạm", "xử", "lý", "thùng", "rác", "bơm"]),
    min_size=1,
    max_size=8,
).map(" ".join)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=1, max_size=8), WORDS)
def test_results_equal_a_naive_reference(titles: list[str], asked: str) -> None:
    documents = [text(f"d{n}", title) for n, title in enumerate(titles)]
    query = text("q", asked)
    matcher = Matcher.fit(documents, THESAURUS, LEXICON)
    expected = naive_scores(documents, query)
    for document in documents:
        explanation = matcher.explain(query, document.id)
        terms = explanation.total - sum(part.value for part in explanation.parts)
        assert terms == pytest.approx(expected[document.id], abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.lists(WORDS, min_size=2, max_size=8), WORDS)
def test_an_unrelated_document_changes_no_order(titles: list[str], asked: str) -> None:
    matcher = Matcher.fit(
        [text(f"d{n}", title) for n, title in enumerate(titles)], THESAURUS, LEXICON
    )
    before = ids(matcher.rank(text("q", asked)))
    matcher.put(text("zz", "grout injection", language="en"))
    assert ids(matcher.rank(text("q", asked))) == before


def test_after_a_refresh_a_newcomer_moves_others_through_idf_alone(
    matcher: Matcher, tmp_path: Path
) -> None:
    before = {found.id: found.score for found in matcher.rank(NEED)}
    matcher.save(tmp_path / "idf.json")
    matcher.put(text("zz", "Trạm xử lý nước thải dệt nhuộm", "Và thùng rác"))
    matcher.refresh()
    assert {f.id: f.score for f in matcher.rank(NEED) if f.id != "zz"} != before
    under_old_idf = Matcher.load(tmp_path / "idf.json", THESAURUS, LEXICON)
    for id in matcher.ids:
        under_old_idf.put(matcher.document(id))
    again = {found.id: found.score for found in under_old_idf.rank(NEED) if found.id != "zz"}
    assert again == pytest.approx(before, abs=1e-9)


def test_what_a_figure_alone_excludes_stands_beside_the_ranking() -> None:
    told = {"high": Measure("cod", "outlet", None, 150, "mg/L")}
    told["low"] = Measure("cod", "outlet", None, 50, "mg/L")
    title = "Trạm xử lý nước thải dệt nhuộm"
    documents = [text(id, title, measures=(measure,)) for id, measure in told.items()]
    documents.append(text("far", "Xe ép rác", measures=(told["high"],)))
    matcher = Matcher.fit(documents, THESAURUS, LEXICON)
    limit = Measure("cod", "outlet", None, 75, "mg/L", essential=True)
    (ranking,) = matcher.rankings([text("q", title, measures=(limit,))])
    assert ids(ranking.fitting) == ["low"]
    assert ids(ranking.excluded) == ["high"], "what is of something else is no candidate at all"
    assert POSSIBLE <= ranking.excluded[0].score < ranking.fitting[0].score


def test_plain_words_meet_across_languages() -> None:
    documents = [text("lid", "Stainless lid", language="en"), text("rim", "Rim", language="en")]
    matcher = Matcher.fit(documents, THESAURUS, LEXICON)
    asked = text("q", "Nắp bồn")
    assert ids(matcher.rank(asked)) == ["lid"]
    (join,) = matcher.explain(asked, "lid").joins
    assert (join.query_phrase, join.document_phrase, join.concept) == ("Nắp", "lid", None)


def test_a_fact_counts_in_proportion_to_what_is_spoken_of() -> None:
    measure = Measure("flow", "rating", 400, 600, "m3/day")
    documents = [
        text("near", "Trạm xử lý nước thải dệt nhuộm", measures=(measure,)),
        text("far", "Máy sấy nhanh cho xưởng mộc và trạm dừng", measures=(measure,)),
    ]
    matcher = Matcher.fit(documents, THESAURUS, LEXICON)
    asked = text("q", "Trạm xử lý nước thải dệt nhuộm 500 m3/ngày")

    def capacity(id: str) -> float:
        return {part.name: part.value for part in matcher.explain(asked, id).parts}["capacity"]

    assert 0 < capacity("far") < capacity("near")


def test_the_capacity_asked_for_decides_between_equals() -> None:
    def sized(id: str, low: int, high: int) -> Document:
        measure = Measure("flow", "rating", low, high, "m3/day")
        return text(id, "Trạm xử lý nước thải", measures=(measure,))

    documents = [sized("small", 1, 20), sized("fit", 200, 900), sized("huge", 20000, 90000)]
    found = Matcher.fit(documents, THESAURUS, LEXICON).rank(
        text("q", "Trạm xử lý nước thải 500 m3/ngày")
    )
    assert found[0].id == "fit"
    assert len(found) == 3, "a size never excludes"


def test_what_two_concepts_amount_to_is_found_where_nobody_names_it() -> None:
    thesaurus = Thesaurus(
        [
            concept("wastewater", "nước thải", "wastewater"),
            concept("dyeing", "xưởng nhuộm", "dyehouse"),
            Concept(
                "dyers",
                {"vi": "nước thải dệt nhuộm", "en": "textile effluent"},
                {},
                broader=("wastewater", "dyeing"),
            ),
        ]
    )
    documents = [
        text("plant", "Textile effluent", language="en"),
        text("pump", "Pump", language="en"),
    ]
    matcher = Matcher.fit(documents, thesaurus, LEXICON)
    asked = text("q", "Nước thải của mấy xưởng nhuộm")
    (join, *_) = matcher.explain(asked, "plant").joins
    assert (join.query_phrase, join.concept) == ("Nước thải của mấy xưởng nhuộm", "dyers")
    apart = text("q", "Nước thải. Xưởng nhuộm")
    assert all(join.concept != "dyers" for join in matcher.explain(apart, "plant").joins)
