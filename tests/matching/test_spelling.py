"""One slip of the keyboard is forgiven where only one word can be meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching.text import analyse
from matching.thesaurus import default
from matching.thesaurus.spelling import SHORTEST, Spelling

WORDS = ["scrubber", "flocculant", "membrane", "thermal", "thermic", "sludge", "pump", "m3"]
SPELLING = Spelling(WORDS)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("scruber", "scrubber"),
        ("floccullant", "flocculant"),
        ("membrame", "membrane"),
        ("slugde", "sludge"),
        ("scrubber", None),
        ("pmup", None),  # too short: "pomp", "pulp"
        ("thermac", None),  # thermal or thermic
        ("xcrubber", None),  # the first letter is taken to be right
        ("scrabbre", None),
        ("", None),
    ],
)
def test_the_word_meant(written: str, meant: str | None) -> None:
    assert SPELLING.repair(written) == meant


@given(st.sampled_from([word for word in WORDS if len(word) > SHORTEST]), st.data())
def test_any_letter_left_out_after_the_first_is_found(word: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(word) - 1))
    written = word[:place] + word[place + 1 :]
    assert SPELLING.repair(written) in {word, None}
    if word not in {"thermal", "thermic"}:
        assert SPELLING.repair(written) == word


def test_a_slip_is_found_in_a_text_and_is_not_exact() -> None:
    (mention,) = default().find(analyse("wet scruber"))
    assert (mention.concept, mention.exact) == ("wet-scrubber", False)
    assert default().find(analyse("wet scrubber"))[0].exact


def test_a_word_by_itself_in_a_longer_text_is_taken_as_written() -> None:
    assert default().find(analyse("we bought one wet scruber for this boiler"))
    assert not default().find(analyse("these are in this letter for particular people"))
