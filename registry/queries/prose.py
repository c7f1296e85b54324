"""Texts of several paragraphs: help, terms, accessibility, privacy. Reviewed files, one a language.

They are Markdown under registry/data/prose/, the title first. HTML in them is not let through.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from registry.i18n import Language

FOLDER = Path(__file__).resolve().parents[1] / "data" / "prose"


@dataclass(frozen=True, slots=True)
class Prose:
    """A text: its title, and the rest as HTML whose headings begin at the second level."""

    title: str
    html: str


def prose(name: str, language: Language) -> Prose:
    """The text of that name in a language; FileNotFoundError where there is none."""
    return _read(FOLDER / f"{name}.{language.code}.md")


@cache
def _read(file: Path) -> Prose:
    title, _, body = file.read_text("utf-8").partition("\n")
    return Prose(title.removeprefix("# "), MarkdownIt("commonmark", {"html": False}).render(body))
