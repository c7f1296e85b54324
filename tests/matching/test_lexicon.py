"""Plain words of both languages: the file, and finding them in a text."""

from pathlib import Path

import pytest

from matching.lexicon import Lexicon, LexiconError, default
from matching.text import analyse

SMALL = Lexicon(
    [
        (("ống khói", "ống thải khói"), ("chimney", "stack")),
        (("xếp chồng",), ("pile up", "stack up")),
        (("sấy",), ("dry",)),
        (("cái chồng", "chồng"), ("heap", "stack")),
    ]
)


def found(text: str, language: str, lexicon: Lexicon = SMALL) -> list[tuple[str, ...]]:
    return [entries for entries, _, _ in lexicon.find(analyse(text), language)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("ống khói cao", "vi", [("chimney",)]),
        ("ong khoi cao", "vi", [("chimney",)]),
        ("máy sấy gỗ", "vi", [("dry",)]),
        ("may say go", "vi", []),  # one syllable without its accents may be say, sậy, sẩy
        ("say", "vi", []),
        ("stacks", "en", [("chimney", "heap")]),
        ("stack up", "en", [("pile up",)]),
        ("ống khói", "en", []),
        ("drying", "en", [("dry",)]),
        ("", "vi", []),
    ],
)
def test_words_by_language_and_accent(text: str, language: str, expected: list[object]) -> None:
    assert found(text, language) == expected


def test_places_are_those_of_the_tokens() -> None:
    (hit,) = SMALL.find(analyse("cao hơn ống khói"), "vi")
    assert (hit.first, hit.last) == (2, 4)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("nắp lid\n", "line 1"),
        ("# a comment\n\nnắp\t\n", "line 3"),
        ("nắp|\tlid\n", "line 1"),
        ("nắp\tlid\nvung\tlid\n", "'lid' begins two entries"),
        ("...\tlid\n", "'...' is no phrase"),
    ],
)
def test_a_fault_in_the_file_is_named(tmp_path: Path, content: str, fault: str) -> None:
    file = tmp_path / "words.tsv"
    file.write_text(content, "utf-8")
    with pytest.raises(LexiconError, match=fault.replace(".", r"\.")):
        Lexicon.load(file)


def test_the_lexicon_is_large_and_bridges() -> None:
    lexicon = default()
    assert len(lexicon) > 1000
    assert set(found("ống khói", "vi", lexicon)) & set(found("chimney", "en", lexicon))
