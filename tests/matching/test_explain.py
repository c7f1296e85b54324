"""Explanations: they add up, speak in the words of both texts, and say what is missing."""

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matching import explain
from matching.documents import Document, Measure, StandardMark
from matching.matcher import Matcher
from matching.rank import to_score
from matching.thesaurus import default
from tests.matching.test_matcher import CATALOGUE, NEED, THESAURUS, text

FLOW = Measure("flow", "rating", Decimal(500), None, "m3/day", key="flow")
ASKED = Document(
    "q",
    NEED.passages,
    category="wastewater",
    kind="works",
    measures=(FLOW,),
    standards=(StandardMark("QCVN 40:2025/BTNMT", "A", key="standard"),),
)


@pytest.fixture
def matcher() -> Matcher:
    return Matcher.fit(CATALOGUE, THESAURUS)


def total(found: explain.Explanation) -> float:
    joins = sum(join.value for join in found.joins)
    return joins + found.other + sum(part.value for part in found.parts)


def test_joins_other_and_parts_add_up_to_the_score(matcher: Matcher) -> None:
    for candidate in matcher.rank(ASKED):
        found = matcher.explain(ASKED, candidate.id)
        assert total(found) == pytest.approx(found.total, abs=1e-9)
        assert float(to_score(total(found))) == pytest.approx(candidate.score, abs=1e-9)
        assert (found.score, found.level) == (candidate.score, candidate.level)


WORDS = ["nước", "thải", "trạm", "lọc", "bụi", "plant", "effluent", "treatment", "pump", "MBR"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=30).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(TEXTS, TEXTS, st.sampled_from(["vi", "en"])), min_size=1, max_size=6),
    TEXTS,
    TEXTS,
    st.sampled_from(["vi", "en"]),
)
def test_any_texts_add_up(catalogue, title: str, body: str, language) -> None:
    documents = [text(f"d{n}", t, b, lang) for n, (t, b, lang) in enumerate(catalogue)]
    matcher = Matcher.fit(documents, default())
    query = text("q", title, body, language)
    scores = {candidate.id: candidate.score for candidate in matcher.rank(query)}
    for document in documents:
        found = matcher.explain(query, document.id)
        assert total(found) == pytest.approx(found.total, abs=1e-9)
        assert found.score == pytest.approx(scores.get(document.id, 0.0), abs=1e-9)


def test_the_concept_joins_the_phrases_of_two_languages(matcher: Matcher) -> None:
    join = matcher.explain(NEED, "dye-en").joins[0]
    assert join.concept == "textile"
    assert (join.query_phrase, join.query_language) == ("nước thải dệt nhuộm", "vi")
    assert (join.document_phrase, join.document_language) == ("Textile effluent", "en")


def test_a_broader_concept_joins_siblings(matcher: Matcher) -> None:
    joins = {join.query_phrase: join for join in matcher.explain(NEED, "leachate-en").joins}
    join = joins["nước thải dệt nhuộm"]
    assert join.concept == "wastewater"
    assert join.document_phrase == "leachate"


def test_words_without_a_concept_are_told_as_they_stand(matcher: Matcher) -> None:
    asked = text("q", "Khử màu bằng KEO TỤ cho làng nghề")
    joins = matcher.explain(asked, "dye-vi").joins
    assert ("KEO TỤ", "Keo tụ") in [(j.query_phrase, j.document_phrase) for j in joins]
    assert all(join.concept is None for join in joins)


def test_joins_come_by_value_and_the_rest_is_other(monkeypatch, matcher: Matcher) -> None:
    whole = matcher.explain(NEED, "dye-vi")
    values = [join.value for join in whole.joins]
    assert values == sorted(values, reverse=True) and len(values) > 1
    monkeypatch.setattr(explain, "SHOWN", 1)
    short = matcher.explain(NEED, "dye-vi")
    assert short.joins == whole.joins[:1]
    assert short.other == pytest.approx(whole.other + sum(values[1:]))
    assert short.total == pytest.approx(whole.total)


def test_taking_a_term_out_at_fixed_lengths_lowers_the_total_by_its_value(
    matcher: Matcher,
) -> None:
    vectors = matcher._vectors(NEED, matcher._read(NEED))
    index = matcher.index()
    row = index.rows["dye-en"]
    column = matcher._concepts._columns["textile"]
    value = vectors.concepts[column] * index.concepts[row, column]
    before = index.terms([vectors])[0, row]
    vectors.concepts[column] = 0.0
    after = index.terms([vectors])[0, row]
    weight = index.meeting(vectors, row).concepts
    assert before - after == pytest.approx(weight * value, abs=1e-12)
    assert value > 0


def test_what_the_document_does_not_speak_of_is_missing(matcher: Matcher) -> None:
    missing = matcher.explain(NEED, "bin-vi").missing
    assert [(gap.phrase, gap.concept) for gap in missing] == [
        ("trạm xử lý", "plant"),
        ("nước thải dệt nhuộm", "textile"),
    ]
    assert matcher.explain(NEED, "dye-en").missing == ()


def test_parts_and_checks_stand_beside_the_words() -> None:
    offering = text(
        "fit",
        "Trạm xử lý nước thải dệt nhuộm",
        category="wastewater",
        kind="equipment",
        measures=(Measure("flow", "rating", Decimal(100), Decimal(2000), "m3/day"),),
        standards=(StandardMark("QCVN 40:2025/BTNMT", "B"),),
    )
    found = Matcher.fit([offering, *CATALOGUE], THESAURUS).explain(ASKED, "fit")
    values = {part.name: np.sign(part.value) for part in found.parts}
    assert values == {"category": 1, "capacity": 1, "standards": -1}
    assert {check.key: check.state for check in found.checks} == {
        "flow": "met",
        "standard": "missed",
    }


def test_an_unknown_document_is_no_explanation(matcher: Matcher) -> None:
    with pytest.raises(KeyError):
        matcher.explain(NEED, "unknown")
