"""Queries as terms: what is read, what is mended, and what is marked in a text."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import analyse
from registry.search.query import pieces, read_query
from registry.search.spelling import Known
from registry.search.words import code_parts

TEXTS = (
    "Trạm xử lý nước thải dệt nhuộm",
    "Bùn thải nạo vét kênh mương",
    "Solvent vapour separator for printing",
    "Tháp rửa khí, scrubber",
)


class Library:
    """The words of a few texts, read anew at each question."""

    def texts_with(self, term: str) -> int:
        joined = [" ".join(token.folded for token in analyse(text)) for text in TEXTS]
        return sum(f" {term} " in f" {text} " for text in joined)

    def is_written(self, folded: str, accented: str) -> bool:
        return any(accented in text.lower() for text in TEXTS)

    def words(self, letter: str) -> Sequence[Known]:
        return [
            Known(token.folded, text[token.start : token.end].lower(), 1)
            for text in TEXTS
            for token in analyse(text)
            if token.folded.startswith(letter)
        ]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bnu thai", "bun thai"),  # its neighbour tells that "bnu" is bùn
        ("bnu dung", "bnu dung"),  # nothing does
        ("sovent vapuor", "solvent vapour"),  # two beside one another
        ("pritning", "printing"),  # long enough to stand by itself
        ("scruber", "scrubber"),
        ("separator", "separator"),
        ('"bnu thai"', '"bnu thai"'),  # quoted, so as it stands
        ("Trạm xử lý nước thải dệt nhuộn", "Trạm xử lý nước thải dệt nhuộm"),
    ],
)
def test_a_word_is_mended_where_it_is_clear_what_it_must_be(typed: str, read: str) -> None:
    assert read_query(typed, Library()).text == read
    assert read_query(typed, Library(), as_typed=True).text == typed


def test_accents_that_nobody_writes_say_nothing() -> None:
    """So that thesaurus and index are asked for the word without accents."""
    words = read_query("nươc thải", Library()).words
    assert [(word.folded, word.accented) for word in words] == [("nuoc", None), ("thai", "thải")]


def test_a_concept_counts_as_a_whole_with_its_kin() -> None:
    query = read_query("xử lý nước thải", Library())
    concept = next(phrase for phrase in query.phrases if phrase[0].field == "concept")
    factors = {(reading.field, reading.term): reading.factor for reading in concept}
    exact = factors.pop(("concept", concept[0].term))
    assert exact == 1.0 and factors and max(factors.values()) < exact
    assert all(concept[0] in word.readings for word in query.words), "each word is said by it"


def test_a_standards_number_is_not_its_subject() -> None:
    (word,) = read_query("QCVN 40:2025", Library()).words
    assert {reading.field for reading in word.readings} == {"text"}


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("qcvn40:2025/btnmt", {"40:2025", "40", "qcvn", "qcvn 40"}),
        ("iso10121-1:2018", {"10121-1:2018", "10121-1", "iso10121", "10121", "iso",
                             "iso 10121-1", "iso 10121"}),
        ("hb8240", {"hb", "8240", "hb 8240"}),
        ("co2", set()),
        ("bod5", set()),
    ],
)  # fmt: skip
def test_a_code_is_known_by_its_parts(code: str, parts: set[str]) -> None:
    assert set(code_parts(code)) == parts


def test_the_words_asked_for_are_marked_and_neighbours_are_marked_together() -> None:
    words = {"nuoc": "nước", "thai": None, "qcvn40": None}
    assert pieces("Xử lý nước thải, đạt QCVN 40:2025.", words) == [
        ("Xử lý ", False), ("nước thải", True), (", đạt ", False), ("QCVN 40:2025", True),
        (".", False),
    ]  # fmt: skip
    assert pieces("nuốc", {"nuoc": "nước"}) == [("nuốc", False)], "another word"


@given(st.text(max_size=60), st.sets(st.sampled_from(["nuoc", "thai", "a", "1"])))
def test_the_pieces_are_the_text(text: str, words: set[str]) -> None:
    assert "".join(piece for piece, _ in pieces(text, dict.fromkeys(words))) == text


@given(st.text(alphabet="nướcthảirỉ \"'-:12QCVN\n“”đ", max_size=60))
def test_any_text_can_be_asked_for(text: str) -> None:
    query = read_query(text, Library())
    assert all(word.readings and 0 < word.weight <= 1 for word in query.words)
    assert all(0 < reading.factor <= 1 for phrase in query.phrases for reading in phrase)
    assert read_query(text, Library(), as_typed=True).text == text
