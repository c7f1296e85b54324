"""What a match card tells of the stored reasons: what says something, once, and no more."""

from typing import Any

import pytest

from registry.i18n import language
from registry.queries.explanation import apart, joins, missing

EN, VI = language("en"), language("vi")


def join(need: str, offering: str, concept: str | None = None, **over: Any) -> dict[str, Any]:
    """A stored join, both phrases Vietnamese unless said otherwise."""
    spoken = {"need_lang": "vi", "offering_lang": "vi", "value": 1.0}
    return {"need": need, "offering": offering, "concept": concept, **spoken, **over}


@pytest.mark.parametrize(
    ("phrase", "spoken", "told"),
    [
        ("xử lý", "vi", False),
        ("trạm xử lý", "vi", False),
        ("công nghệ khử", "vi", False),
        ("tụ, sinh học, khử màu", "vi", False),
        ("m3/ngày đêm", "vi", False),
        ("treatment plant", "en", False),
        ("xe nâng thùng", "vi", True),
        ("plating rinse water", "en", True),
    ],
)
def test_words_without_a_concept_are_told_only_as_a_phrase(
    phrase: str, spoken: str, told: bool
) -> None:
    row = join(phrase, phrase, need_lang=spoken, offering_lang=spoken)
    assert bool(joins({"joins": [row]}, EN)) is told


def test_what_the_offering_says_is_told_once() -> None:
    rows = [
        join("khử màu", "Chất khử màu", "colour-removal", value=2.0),
        join("Trạm xử lý nước thải", "chất khử màu", "wastewater-treatment-plant"),
    ]
    assert [told.need for told in joins({"joins": rows}, VI)] == ["khử màu"]


def test_a_join_by_a_wider_concept_names_it() -> None:
    named = join("keo tụ", "Coagulation", "coagulation-flocculation", offering_lang="en")
    wider = join("nước thải dệt nhuộm", "nước thải xi mạ", "industrial-wastewater")
    first, second = joins({"joins": [named, wider]}, VI)
    assert (first.gloss, second.gloss) == (None, "nước thải công nghiệp")


def test_missing_leaves_out_surroundings_and_what_was_checked() -> None:
    phrases = {"làng nghề": "craft-village", "COD": "parameter-cod-bod", "bốc mùi": "odour"}
    reasons = {
        "missing": [
            {"phrase": phrase, "lang": "vi", "concept": concept}
            for phrase, concept in phrases.items()
        ]
    }
    assert missing(reasons, [], VI) == ("COD", "bốc mùi")
    assert missing(reasons, [{"asked": {"parameter": "cod"}}], VI) == ("bốc mùi",)
    assert missing(reasons, [{"asked": {"standard": "QCVN 40:2025"}}], EN)[-1] == "odour"


PLATING = {
    "asked": "nước thải dệt nhuộm",
    "asked_lang": "vi",
    "made_for": "nước thải xi mạ",
    "made_for_lang": "vi",
}


def test_what_it_is_made_for_instead_is_told_with_its_meaning() -> None:
    told = apart({"apart": [PLATING]}, VI)[0]
    assert (told.made_for, told.asked) == ("nước thải xi mạ", "nước thải dệt nhuộm")
    assert told.gloss is None, "whoever reads Vietnamese needs no gloss of it"
    read_abroad = apart({"apart": [PLATING]}, EN)[0].gloss
    assert read_abroad and read_abroad.isascii() and "textile" in read_abroad
    assert apart({"apart": [{**PLATING, "made_for": "xi mạ"}, PLATING]}, VI) == (told,)
    assert apart({"joins": []}, VI) == (), "rows stored before have none"
