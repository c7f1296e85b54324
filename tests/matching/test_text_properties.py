"""Whatever is typed or pasted: the same words give the same tokens, and nothing breaks."""

import unicodedata
from itertools import zip_longest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import Token, analyse, fold
from matching.thesaurus import default

THESAURUS = default()
WORDS = [
    *("nước", "thải", "dệt", "nhuộm", "xử", "lý", "khí", "lò", "hơi", "máy", "ép", "bùn"),
    *("quan", "trắc", "tự", "động", "đường", "ống", "wastewater", "treatment", "baghouse"),
    *("filters", "odour", "control", "membrane", "bioreactor"),
]
TEXTS = st.lists(
    st.sampled_from([*WORDS, "500 m3/ngày", "QCVN 40:2025/BTNMT", "PM2.5", "1.500,5", ".", "(A)"]),
    max_size=12,
).map(" ".join)
UNSEEN = ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\ufe0f"]
SCRIPTS = st.text(
    st.sampled_from("aăâđêôơưbcxyz АБвγΩ漢字カナ한글अआ۱۲٣🙂\u0301\u0323\u200d\x00\n\t0123,./-"),
    max_size=80,
)


def told(tokens: list[Token]) -> list[tuple[str, str | None, str]]:
    return [(token.folded, token.accented, token.kind) for token in tokens]


@given(TEXTS)
def test_composed_decomposed_and_capital_text_is_one(text: str) -> None:
    plain = told(analyse(text))
    for form in ("NFC", "NFD"):
        assert told(analyse(unicodedata.normalize(form, text))) == plain
    assert told(analyse(text.upper())) == plain


@given(TEXTS)
def test_text_typed_without_accents_has_the_same_folded_tokens(text: str) -> None:
    bare = [token.folded for token in analyse(fold(text))]
    assert bare == [token.folded for token in analyse(text)]


@given(TEXTS, st.lists(st.sampled_from(UNSEEN), min_size=1, max_size=4), st.randoms())
def test_what_nobody_sees_changes_nothing(text: str, unseen: list[str], chance) -> None:  # type: ignore[no-untyped-def]
    pasted = text
    for character in unseen:
        place = chance.randint(0, len(pasted))
        pasted = pasted[:place] + character + pasted[place:]
    assert told(analyse(pasted)) == told(analyse(text))


@given(SCRIPTS)
def test_every_script_is_read_without_losing_place(text: str) -> None:
    tokens = analyse(text)
    for token, after in zip_longest(tokens, tokens[1:]):
        assert 0 <= token.start < token.end <= len(text)
        assert after is None or token.end <= after.start
    THESAURUS.find(tokens, overlapping=True)


@pytest.mark.parametrize("text", ["", " ", "\n\n", "...", "\u200b", "—", "\x00"])
def test_nothing_gives_nothing(text: str) -> None:
    assert analyse(text) == []


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_megabyte_is_read_to_its_end(form: str) -> None:
    sentence = unicodedata.normalize(form, "Trạm xử lý nước thải dệt nhuộm 500 m³/ngày, bùn ướt. ")
    times = 1_000_000 // len(sentence) + 1
    tokens = analyse(sentence * times)
    assert len(tokens) == times * len(analyse(sentence))
    assert tokens[-1].folded == "uot"


def test_a_megabyte_without_a_space_is_one_word() -> None:
    (token,) = analyse("ư" * 1_000_000)
    assert (token.start, token.end) == (0, 1_000_000)
