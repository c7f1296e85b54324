"""Everything the portal can say is said in Vietnamese too, and nothing is translated in vain."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from registry.i18n import FOLDER, catalogue
from registry.render import TEMPLATES
from scripts.messages import problems

# Reviewed: the same word in both languages.
SAME = {"E-mail", "PDF", "VNEPS", "TRL", "Logo"}
# What a template may hold as itself.
BARE = {"English", "html", "asking"}  # the last is a class of pages that ask a question
_PLACE = re.compile(r"%\((\w+)\)s")
_SPOKEN = ("aria-label", "placeholder", "alt", "title", "data-label")


def messages() -> Iterator[tuple[str, str]]:
    """Each message with each of its translations."""
    for message in catalogue(sorted((FOLDER / "vi").glob("*.po"))):
        if message.id:
            ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
            strings = message.string
            for string in strings if isinstance(strings, tuple | list) else (strings,):
                yield ids[-1], string


def test_every_message_is_translated_and_used() -> None:
    assert problems() == []


def test_no_translation_repeats_its_message() -> None:
    assert {id for id, string in messages() if id == string and _words(id)} - SAME == set()


def test_a_translation_keeps_what_is_filled_in() -> None:
    for id, string in messages():
        # A language without plurals may leave the number out of "one thing".
        assert set(_PLACE.findall(string)) == set(_PLACE.findall(id)), id


def _words(text: str) -> list[str]:
    """What is said in letters; codes of capitals and figures are no language."""
    return [w for w in re.findall(r"[^\W\d_]{2,}", _PLACE.sub(" ", text)) if not w.isupper()]


@pytest.mark.parametrize(
    "file", sorted(TEMPLATES.rglob("*.html")), ids=lambda file: str(file.relative_to(TEMPLATES))
)
def test_no_template_says_a_word_past_the_catalogues(file: Path) -> None:
    source = file.read_text("utf-8")
    plain = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", " ", source, flags=re.DOTALL)
    # Attributes stand outside tags too, where a macro puts them together.
    bare = re.sub(r"""<[^>]*>|[\w-]+=("[^"]*"|'[^']*')|\brequired\b""", " ", plain)
    for name in _SPOKEN:
        bare += " ".join(re.findall(rf'\s{name}="([^"]*)"', plain))
    assert set(_words(bare)) - BARE == set()
