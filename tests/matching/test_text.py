"""The analyser: folding, tokens kept whole, offsets into the text as written."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import (
    BOILERPLATE,
    STOP_WORDS,
    analyse,
    code_family,
    fold,
    grams,
    guess_language,
    has_accents,
    normalise,
    stem,
)

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
            (again,) = analyse(written[token.start : token.end])
            assert (again.folded, again.kind) == (token.folded, token.kind)


def test_language_is_guessed_without_accents_too() -> None:
    assert guess_language("he thong xu ly nuoc thai") == "vi"
    assert guess_language("wastewater treatment plant") == "en"
    assert guess_language("nước thải") == "vi"


@given(st.text(max_size=80))
def test_any_text_can_be_analysed(text: str) -> None:
    end = 0
    for token in analyse(text):
        assert end <= token.start < token.end <= len(text)
        assert token.folded
        end = token.end


@given(st.text(max_size=80))
def test_any_text_folds_once_and_for_all(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_signs_of_every_keyboard_are_tolerated() -> None:
    plain = folded("Máy ép bùn 500 m3/ngày, PM2.5 - CO2")
    assert folded("“MÁY\u00a0ÉP BÙN” ５００ m³/ngày, PM2,5 – CO₂\u200b") == plain


def test_offsets_in_decomposed_text_mark_the_word_as_typed() -> None:
    text = unicodedata.normalize("NFD", "Xử lý nước thải 50 m³/ngày đêm")
    spans = [text[token.start : token.end] for token in analyse(text)]
    assert unicodedata.normalize("NFC", " ".join(spans)) == "Xử lý nước thải 50 m³/ngày đêm"


@pytest.mark.parametrize(
    ("one", "other"),
    [("hoà", "hòa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("tòan", "toàn"), ("lí", "lý")],
)
def test_spellings_of_one_syllable_are_one_accented_form(one: str, other: str) -> None:
    assert analyse(one)[0].accented == analyse(other)[0].accented


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("odours", "odor"),
        ("fibres", "fiber"),
        ("analysers", "analyzer"),
        ("sterilised", "sterilized"),
        ("desulphurisation", "desulfurization"),
        ("dredging", "dredge"),
        ("recycled", "recycling"),
        ("gases", "gas"),
        ("dyeing", "dye"),
    ],
)
def test_english_forms_meet(british: str, american: str) -> None:
    assert stem(british) == stem(american)


@pytest.mark.parametrize("syllable", ["thue", "nghe", "khoe", "xe", "men", "song", "nghieng"])
def test_stemming_leaves_vietnamese_syllables_alone(syllable: str) -> None:
    assert stem(syllable) == syllable


def test_a_bare_word_tells_its_accents_only_where_the_text_is_typed_with_them() -> None:
    assert analyse("chi phí vận hành")[0].accented == "chi"
    assert analyse("chi phi van hanh")[0].accented is None
    assert [t.accented for t in analyse("tram xu ly nuoc thai Hà Nội")][5:] == ["hà", "nội"]
    assert analyse("tram xu ly nuoc thai Hà Nội")[0].accented is None


def test_a_sentence_typed_without_accents_stands_for_itself() -> None:
    tokens = analyse("Hệ thống lọc bụi túi vải. may ep bun khung ban")
    assert [token.accented for token in tokens[-2:]] == [None, None]
    assert tokens[0].accented == "hệ"


def test_editions_of_a_standard_meet() -> None:
    assert code_family("qcvn40:2025/btnmt") == ("qcvn40:2025", "qcvn40")
    old, new = (set(grams(analyse(f"QCVN 40:{year}/BTNMT"))) for year in (2011, 2025))
    assert old & new == {"qcvn40"}
    assert folded("qcvn 40 : 2025/BTNMT") == folded("QCVN 40:2025/BTNMT")


def test_words_that_say_nothing_are_listed_folded() -> None:
    assert {"va", "cua", "the", "of"} <= STOP_WORDS
    title = set(grams(analyse("Gói thầu số 03: Mua sắm, lắp đặt phục vụ năm 2023")))
    assert {"goi thau", "thau so", "mua sam", "lap dat", "phuc vu", "nam 2023"} <= (
        title & BOILERPLATE
    )
    assert all(fold(phrase) == phrase for phrase in STOP_WORDS | BOILERPLATE)


def test_accents_are_seen_composed_or_not() -> None:
    assert has_accents("đồng") and has_accents(unicodedata.normalize("NFD", "xử"))
    assert not has_accents("nuoc thai")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("thung rac 240 lit", "vi"),
        ("may ep bun khung ban", "vi"),
        ("Sludge filter press for Hà Nội", "en"),
        ("supply of bins", "en"),
        ("Cung cấp hệ thống MBR cho khu công nghiệp", "vi"),
        ("", "vi"),
    ],
)
def test_language_of_short_texts(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_a_stop_word_is_one_by_its_accents() -> None:
    assert "khi thai" in list(grams(analyse("xử lý khí thải")))
    assert "khi" in list(grams(analyse("xử lý khí thải")))
    assert "khi" not in list(grams(analyse("khi thải ra")))
    # Typed without accents it may be either: alone it says nothing, beside a word it may.
    unaccented = list(grams(analyse("xu ly khi thai")))
    assert "khi thai" in unaccented and "khi" not in unaccented
