"""The thesaurus: its files, its content, and finding concepts in a text."""

import csv
import tomllib
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import matching.thesaurus as thesaurus_package
from bench.thesaurus_report import counts
from matching.text import Language, analyse, fold
from matching.thesaurus import Concept, Mention, Thesaurus, ThesaurusError, default, problems
from matching.thesaurus.concept import read_concepts
from matching.thesaurus.source import cited, sources

DATA = Path(__file__).parents[2] / "registry" / "data"
CONCEPTS = list(default())
FILES = sorted(Path(thesaurus_package.__file__).parent.glob("concepts/*.toml"))


def found(text: str, *, overlapping: bool = False) -> list[tuple[str, str]]:
    """The concepts found and the words for each."""
    mentions = default().find(analyse(text), overlapping=overlapping)
    return [(mention.concept, text[mention.start : mention.end]) for mention in mentions]


def concepts(text: str, *, overlapping: bool = False) -> list[str]:
    return [concept for concept, _ in found(text, overlapping=overlapping)]


def concept(id: str, vi: str, en: str, **more: str | tuple[str, ...] | bool | None) -> Concept:
    return Concept(id=id, labels={"vi": vi, "en": en}, forms={}, **more)  # type: ignore[arg-type]


def in_small(text: str, *known: Concept) -> list[Mention]:
    return Thesaurus(known).find(analyse(text))


# Content


def test_nothing_in_the_content_needs_mending() -> None:
    assert problems(CONCEPTS) == []


def test_each_concept_has_three_forms_in_each_language() -> None:
    def count(concept: Concept, language: str) -> int:
        return sum(of in (language, None) for of, _ in concept.written())

    thin = [c.id for c in CONCEPTS if min(count(c, "vi"), count(c, "en")) < 3]
    assert thin == []


def test_each_concept_rests_on_a_known_work_or_an_open_text() -> None:
    assert [c.id for c in CONCEPTS if not list(cited(c))] == []
    keys = [source.key for source in sources()]
    assert len(keys) == len(set(keys))


def test_enough_concepts_count() -> None:
    assert sum(map(counts, CONCEPTS)) >= 1200


def test_categories_are_those_of_the_registry() -> None:
    rows = tomllib.loads((DATA / "reference" / "categories.toml").read_text("utf-8"))["category"]
    used = {concept.category for concept in CONCEPTS} - {None}
    assert used == {row["code"] for row in rows}


def misread(concept: Concept) -> list[str]:
    """Texts of one form each, with its accents, in capitals, without, not read as the concept."""
    texts = [text for _, f in concept.written() for text in (f, f.upper(), fold(f))]
    return [text for text in texts if not _is_all(text, default().find(analyse(text)), concept.id)]


def _is_all(text: str, mentions: list[Mention], concept: str) -> bool:
    """Whether nothing but the one concept is found, and no letter is left."""
    if [mention.concept for mention in mentions] != [concept]:
        return False
    rest = text[: mentions[0].start] + text[mentions[0].end :]
    return not any(map(str.isalnum, rest))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_each_form_is_found_in_a_text_of_its_own(file: Path) -> None:
    found = {concept.id: misread(concept) for concept in read_concepts(file)}
    assert {id: texts for id, texts in found.items() if texts} == {}


def test_most_sample_needs_name_a_concept() -> None:
    """Some tell a problem in words of their own, or need what no concept of the field says."""
    files = sorted((DATA / "sample" / "needs").glob("*.toml"))
    needs = [need for file in files for need in tomllib.loads(file.read_text("utf-8"))["need"]]
    fields = ("title_vi", "title_en", "problem_vi", "problem_en")
    silent = [
        need["key"]
        for need in needs
        if not concepts("\n".join(need[field] for field in fields if field in need))
    ]
    assert len(silent) < len(needs) / 10, silent


@pytest.mark.parametrize(
    "text",
    [
        "Mua sắm máy tính, máy in phục vụ công tác chuyên môn",
        "Cải tạo trụ sở",
        "Cai tao cau qua suoi",
        "Nâng cao chất lượng giảng dạy môn toán",
        "Tổ chức thi văn nghệ, bắn pháo hoa",
        "Purchase of laptops and printers",
        "Audit of annual financial statements",
        "School meal catering services",
        "Tư vấn giám sát thi công đường liên xã",
        "Lắp đặt camera an ninh khu phố",
    ],
)
def test_what_has_nothing_to_do_with_the_field_tells_no_category(text: str) -> None:
    for id in concepts(text, overlapping=True):
        line = (id, *default().broader(id))
        assert all(default().concept(wider).category is None for wider in line), line


@pytest.mark.parametrize(
    ("title", "bought"),
    [
        ("Thuế bảo vệ môi trường đối với xăng dầu", "taxes-levies"),
        ("Mua sắm ô tô cho Quỹ Bảo vệ môi trường tỉnh", "cars-purchase"),
        ("Kiểm toán báo cáo tài chính Quỹ Bảo vệ môi trường", "audit-valuation"),
        ("Bảo trì thang máy, điều hòa, PCCC tòa nhà", "fire-fighting"),
        ("Cung cấp khí oxy y tế lỏng", "medicines-vaccines"),
        ("Nền, mặt đường, cống thoát nước đường GTNT", "road-works"),
        ("Xây dựng tường rào, nhà vệ sinh, bể nước trường THCS", "building-works"),
        ("In túi vải làm quà tặng", "gifts-awards"),
        ("Washing machine and control method thereof", "household-electricals"),
        ("Semiconductor memory device and method of operating the same", "semiconductor-devices"),
    ],
)
def test_titles_of_other_trades_name_what_is_bought(title: str, bought: str) -> None:
    named = concepts(title, overlapping=True)
    assert bought in named
    for id in named:
        line = (id, *default().broader(id))
        assert all(default().concept(wider).category is None for wider in line), line


@pytest.mark.parametrize(
    "text",
    [
        "The coupling of the stack is bolted to a steel plate with a sharp tip",
        "The machine is wheeled out on a stable base and logs data while the pigs are asleep",
        "Sand is poured into a chute and the slurry is stabilised under a nitrogen atmosphere",
        "Thời gian thực hiện hợp đồng tại nhà máy THCS",
    ],
)
def test_everyday_words_are_not_taken_for_concepts_of_the_field(text: str) -> None:
    for id in concepts(text, overlapping=True):
        line = (id, *default().broader(id))
        assert all(default().concept(wider).category is None for wider in line), line


def test_place_names_are_not_taken_for_concepts() -> None:
    with (DATA / "reference" / "places.csv").open(encoding="utf-8", newline="") as file:
        names = [row["name_vi"] for row in csv.DictReader(file)]
    assert len(names) > 100
    assert [name for name in names if concepts(name)] == []


# Finding


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mua 02 xe ép rác", ["compactor-truck"]),
        ("mua 02 xe ep rac", ["compactor-truck"]),
        ("NMXLNT Yên Sở", ["wastewater-treatment-plant"]),
        ("Lập báo cáo ĐTM", ["environmental-impact-assessment"]),
        ("lap bao cao DTM", ["environmental-impact-assessment"]),
        ("Thùng rác 3 ngăn", ["three-compartment-bin"]),
        ("thu gom và vận chuyển rác thải", ["waste-collection"]),
        ("Thu gom, vận chuyển rác thải", ["waste-collection"]),
        ("regenerative thermal oxidizers", ["rto"]),
        ("odor control", ["odour-treatment"]),
        ("Máy ép bùn khung bản", ["filter-press"]),
        ("Máy ép bùn ly tâm", ["decanter-centrifuge"]),
        ("ao làng bị tù đọng, cá chết", ["lake-restoration", "lake-restoration", "fish-kill"]),
        ("In tờ gấp", ["printing-leaflets"]),
        ("Cung cấp nước khoáng đóng bình", ["bottled-water"]),
        ("nước thải làm bún", ["noodle-wastewater"]),
        ("bánh mì", ["bakery"]),
        ("", []),
    ],
)
def test_concepts_are_found_as_people_write_them(text: str, expected: list[str]) -> None:
    assert concepts(text) == expected


@pytest.mark.parametrize(
    ("vi", "en"),
    [
        ("nước thải dệt nhuộm", "textile dyeing effluent"),
        ("lọc bụi túi vải", "baghouse"),
        ("nước rỉ rác", "landfill leachate"),
        ("hút hầm cầu", "septic tank emptying"),
        ("máy thổi khí", "air blowers"),
        ("đốt rác phát điện", "energy-from-waste plant"),
        ("quan trắc khí thải tự động", "CEMS"),
        ("đất nhiễm dioxin", "dioxin-contaminated soils"),
        ("khử sắt", "iron removal"),
        ("xà bần", "construction and demolition waste"),
        ("hấp ướt rác y tế", "medical waste autoclave"),
        ("giấy phép môi trường", "environmental licence"),
    ],
)
def test_the_languages_meet(vi: str, en: str) -> None:
    assert concepts(vi) == concepts(en) != []


def test_the_longest_form_wins() -> None:
    assert found("xe chở rác y tế") == [("medical-waste-vehicle", "xe chở rác y tế")]


def test_overlapping_mentions_are_kept_on_request_only() -> None:
    text = "plastic waste incinerator"
    assert found(text) == [("plastic-waste", "plastic waste"), ("incinerator", "incinerator")]
    assert found(text, overlapping=True) == [
        ("plastic-waste", "plastic waste"),
        ("incinerator", "waste incinerator"),
    ]


def test_accents_must_agree_where_both_are_told() -> None:
    sludge = concept("sludge", "bùn", "sludge")
    assert [m.exact for m in in_small("bể chứa bùn thải", sludge)] == [True]
    assert [m.exact for m in in_small("be chua bun thai", sludge)] == [False]
    assert in_small("làng nghề bún ở Phú Đô", sludge) == []


def test_the_usual_slip_of_tones_is_forgiven_in_a_long_form_only() -> None:
    treatment = concept("treatment", "xử lý nước thải", "wastewater treatment")
    assert [m.exact for m in in_small("Xữ lý nước thải cho làng nghề", treatment)] == [False]
    assert in_small("Xữ lý nuớc thải cho làng nghề", treatment) == []
    assert in_small("nước thãi", concept("wastewater", "nước thải", "wastewater")) == []
    assert in_small("nước thải đầu ra", concept("tofu", "nước thải đậu", "tofu wastewater")) == []


def test_a_form_without_accents_does_not_match_words_that_bear_them() -> None:
    collection = concept("collection", "thu gom", "collection")
    assert len(in_small("tổ thu gom của phường", collection)) == 1
    assert in_small("mùa thu gốm sứ bán chạy", collection) == []


def test_english_words_do_not_match_vietnamese_syllables() -> None:
    dam = concept("dam", "đập", "dam")
    assert in_small("đầm sen của làng", dam) == []
    assert len(in_small("a dam on the river", dam)) == 1


def test_a_form_does_not_run_across_sentences() -> None:
    plant = concept("plant", "trạm xử lý", "treatment plant")
    assert in_small("đã có trạm. Xử lý sau", plant) == []


def test_other_words_in_the_sentence_exclude_a_concept() -> None:
    assert concepts("Dây chuyền phân loại rác") == ["sorting-line"]
    assert "sorting-line" not in concepts("Dây chuyền phân loại bưu kiện, hệ thống phân loại")
    assert "sorting-line" in concepts("Phân loại bưu kiện. Hệ thống phân loại rác")
    assert "wet-scrubber" not in concepts("Scrubber for ships, marine type")


def test_offsets_are_those_of_the_text_as_written() -> None:
    text = "Trạm  xử lý\u00a0nước thải (NMXLNT)"
    assert [words for _, words in found(text)] == ["Trạm  xử lý\u00a0nước thải", "NMXLNT"]


WORDS = ["trạm", "xử", "lý", "nước", "thải", "dệt", "nhuộm", "và", "rác", ".", "waste", "water"]


@given(st.lists(st.sampled_from(WORDS)))
def test_mentions_stand_in_order_and_do_not_overlap(words: list[str]) -> None:
    text = " ".join(words)
    tokens = analyse(text)
    last = 0
    for mention in default().find(tokens):
        assert last <= mention.first < mention.last <= len(tokens)
        assert mention.start == tokens[mention.first].start
        assert mention.end == tokens[mention.last - 1].end
        last = mention.last


# Structure


def test_broader_concepts_stand_nearest_first() -> None:
    assert default().broader("filter-press")[0] == "sludge-press"
    steps = default().steps("filter-press")
    assert steps["sludge-press"] < steps["sludge-dewatering"] < steps["sludge"]
    assert default().broader("noise") == ()
    with pytest.raises(KeyError):
        default().broader("no-such-thing")


def test_a_concept_is_had_by_its_id() -> None:
    assert default().concept("mbbr").label("vi") == "bể MBBR"
    assert default().concept("mbbr").label("en") == "moving bed biofilm reactor"
    assert len(default()) == len(CONCEPTS)
    with pytest.raises(KeyError):
        default().concept("no-such-thing")


def write(folder: Path, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return folder


GOOD = '[[concept]]\nid = "sludge"\nvi = "bùn"\nen = "sludge"\n'


def test_the_version_follows_the_content(tmp_path: Path) -> None:
    before = Thesaurus.load(write(tmp_path, a=GOOD)).version
    assert Thesaurus.load(tmp_path).version == before
    assert Thesaurus.load(write(tmp_path, a=GOOD + "# changed\n")).version != before


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[[concept]\n", "b.toml: "),
        ('[[concept]]\nid = "x"\nvi = "bùn"\n', "b.toml: concept x: en is missing"),
        ('[[concept]]\nvi = "a"\nen = "b"\n', "b.toml: concept ?: id is missing"),
        ('[[concept]]\nid = "X y"\nvi = "a"\nen = "b"\n', "b.toml: concept X y: the id"),
        ('[[concept]]\nid = "x"\nvi = "a"\nen = "b"\nform = 1\n', "unknown field form"),
        ('[[concept]]\nid = "x"\nvi = "a"\nen = "b"\nforms_vi = "c"\n', "forms_vi must be a list"),
        ('[[concept]]\nid = "x"\nvi = ""\nen = "b"\n', "vi must be text that is not empty"),
        ('[[concept]]\nid = "x"\nvi = "..."\nen = "b"\n', "concept x: '...' is no phrase"),
        (GOOD, "b.toml: concept sludge: the id also stands in a.toml"),
        (
            '[[concept]]\nid = "x"\nvi = "a"\nen = "b"\nbroader = "y"\n',
            "b.toml: concept x: y is unknown",
        ),
    ],
)
def test_a_fault_in_a_file_is_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ThesaurusError) as error:
        Thesaurus.load(write(tmp_path, a=GOOD, b=content))
    assert message in str(error.value)


def test_a_circle_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ThesaurusError, match="no concepts"):
        Thesaurus.load(tmp_path)
    with pytest.raises(ThesaurusError, match="circle"):
        Thesaurus([concept("a", "x", "y", broader=("b",)), concept("b", "z", "w", broader=("a",))])


@pytest.mark.parametrize(
    ("faulty", "message"),
    [
        (
            [concept("a", "bùn", "mud"), concept("b", "bùn", "silt")],
            "alike: 'bùn' of a, 'bùn' of b",
        ),
        (
            [concept("a", "lò đốt", "x"), concept("b", "lô đất", "y"), concept("c", "lỗ dột", "z")],
            "alike: 'lò đốt' of a, 'lỗ dột' of c",
        ),
        ([concept("a", "nước", "water")], "a: neither broader nor narrower concept nor category"),
        ([concept("a", "nước", "water", broader=("b",))], "a: unknown concept b"),
        ([concept("a", "nước", "water", broader=("a",))], "a: it stands beside itself"),
        (
            [concept("a", "x", "y", broader=("b",)), concept("b", "z", "w", broader=("a",))],
            "b: its broader concepts turn in a circle",
        ),
        ([concept("a", "nước", "water", abbreviations=("NX", "NX"))], "a: 'NX' stands twice"),
        ([concept("a", "đầm sen", "dam")], "a: 'dam' alone is also đầm"),
        ([concept("a", "chợ", "market")], "a: 'chợ' alone is also cho"),
        (
            [concept("a", "nhãn dán", "sticker")],
            "a: 'nhãn dán' is also a word of every tender: nhan dan",
        ),
    ],
)  # fmt: skip
def test_the_check_names_each_fault(faulty: Iterable[Concept], message: str) -> None:
    assert message in problems(faulty)


def test_a_form_with_a_linking_word_does_not_hide_one_without() -> None:
    known = (
        concept("gather", "thu gom và xử lý", "gather and treat"),
        concept("haul", "thu gom vận chuyển", "gather haul"),
    )
    assert [m.concept for m in in_small("thu gom và vận chuyển", *known)] == ["haul"]
    assert [m.concept for m in in_small("thu gom và xử lý", *known)] == ["gather"]


def test_an_excluded_concept_leaves_its_words_to_others() -> None:
    known = (
        concept("scrubber", "tháp rửa khí", "gas scrubber", excluded_by=("tàu",)),
        concept("tower", "tháp rửa", "tower"),
    )
    assert [m.concept for m in in_small("tháp rửa khí lò hơi", *known)] == ["scrubber"]
    assert [m.concept for m in in_small("tháp rửa khí cho tàu", *known)] == ["tower"]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("It on the wall", "en", []),
        ("it on", None, ["quiet"]),
        ("máy ít ồn", "en", ["quiet"]),
        ("Feed pump", "en", []),
        ("FEED study", "en", ["design"]),
        ("feed study", "en", ["design"]),  # nothing is in capitals: typed in small letters
    ],
)
def test_abbreviations_and_the_other_language_s_forms(
    text: str, language: Language | None, expected: list[str]
) -> None:
    known = Thesaurus(
        [
            concept("quiet", "ít ồn", "low noise"),
            concept("design", "thiết kế cơ sở", "basic design", abbreviations=("FEED",)),
        ]
    )
    assert [m.concept for m in known.find(analyse(text), language=language)] == expected


def test_two_concepts_named_together_amount_to_a_third() -> None:
    known = Thesaurus(
        [
            concept("wastewater", "nước thải", "wastewater"),
            concept("industrial", "nước thải công nghiệp", "effluent", broader=("wastewater",)),
            concept("dyeing", "xưởng nhuộm", "dyehouse"),
            concept("silk", "nhuộm lụa", "silk dyeing", broader=("dyeing",)),
            concept("dyers", "nước nhuộm", "dye water", broader=("industrial", "dyeing")),
            concept("bin", "thùng rác", "bin"),
        ]
    )
    assert known.composed("wastewater", "dyeing") == "dyers"
    assert known.composed("industrial", "silk") == "dyers"
    assert known.composed("dyers", "dyeing") is None
    assert known.composed("wastewater", "bin") is None
    assert known.composed("dyeing", "wastewater") is None


def test_overlapping_kinds_do_not_exclude_each_other() -> None:
    known = Thesaurus(
        [
            concept("waste", "rác", "waste", exclusive=True),
            concept("farm", "rác nông trại", "farm waste", broader=("waste",)),
            concept("plastic", "rác nhựa", "plastic waste", broader=("waste",)),
            concept("film", "bạt nông trại", "farm film", broader=("farm", "plastic")),
            concept("glass", "rác thủy tinh", "glass waste", broader=("waste",)),
        ]
    )
    assert known.kinds("film") == (("waste", "farm"), ("waste", "plastic"))
    assert known.overlapping(("waste", "farm")) == {("waste", "farm"), ("waste", "plastic")}
    assert known.overlapping(("waste", "glass")) == {("waste", "glass")}
