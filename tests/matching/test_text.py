"""The analyser: folding, tokens kept whole, offsets into the text as written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import analyse, fold, grams, guess_language, normalise, stem

VIETNAMESE = st.text("aàảãáạăâđeêiìoôơuưyỳbcghklmnpqrstvx 0123456789.,;()/m3", max_size=60)


def folded(text: str) -> list[str]:
    return [token.folded for token in analyse(text)]


def test_accents_and_case_fold_away() -> None:
    assert fold("Xử Lý NƯỚC THẢI Đô Thị") == "xu ly nuoc thai do thi"


def test_both_tone_placements_are_one_word() -> None:
    assert normalise("Hoà Lạc") == normalise("Hòa Lạc")
    assert normalise("thuỷ") == normalise("thủy")
    assert normalise("quý") == "quý"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("500 m³/ngày đêm", "m3/ngaydem"),
        ("500 m3/ngđ", "m3/ngd"),
        ("theo QCVN 40:2025/BTNMT cột A", "qcvn40:2025/btnmt"),
        ("bụi PM2.5", "pm2.5"),
        ("200 Nm3/h", "nm3/h"),
        ("ISO 14001", "iso14001"),
    ],
)
def test_units_and_codes_stay_whole(text: str, expected: str) -> None:
    assert expected in folded(text)


def test_plurals_and_forms_meet() -> None:
    assert stem("filters") == stem("filter")
    assert stem("batteries") == stem("battery")
    assert folded("Pumps") == folded("pump")


def test_the_accented_form_stands_beside_the_folded_one() -> None:
    token = analyse("BÙN")[0]
    assert (token.folded, token.accented) == ("bun", "bùn")
    assert analyse("bun")[0].accented is None


def test_phrases_do_not_cross_a_sentence() -> None:
    assert "thai may" not in list(grams(analyse("nước thải. Máy ép")))
    assert "nuoc thai" in list(grams(analyse("nước thải. Máy ép")))


@given(VIETNAMESE)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(VIETNAMESE)
def test_decomposed_text_gives_the_same_tokens(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(VIETNAMESE)
def test_offsets_point_at_the_word_as_written(text: str) -> None:
    for form in ("NFC", "NFD"):
        written = unicodedata.normalize(form, text)
        for token in analyse(written):
            if token.kind == "word":
                assert stem(fold(written[token.start : token.end])) == stem(token.folded)


def test_language_is_guessed_without_accents_too() -> None:
    assert guess_language("he thong xu ly nuoc thai") == "vi"
    assert guess_language("wastewater treatment plant") == "en"
    assert guess_language("nước thải") == "vi"
