"""Texts of several paragraphs: help, terms, accessibility, privacy. Reviewed files, one a language.

They are Markdown under registry/data/prose/, the title first. HTML in them is not let through.
"""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from markdown_it import MarkdownIt

from registry.i18n import Language

FOLDER = Path(__file__).resolve().parents[1] / "data" / "prose"
# The pages about the portal, as search finds them.
PAGES = ("help", "privacy", "terms", "accessibility")


@dataclass(frozen=True, slots=True)
class Prose:
    """A text: its title, its headings of the second level, and all but the title as HTML."""

    title: str
    headings: tuple[str, ...]
    html: str


def prose(name: str, language: Language) -> Prose:
    """The text of that name in a language; FileNotFoundError where there is none."""
    return _read(FOLDER / f"{name}.{language.code}.md")


@cache
def _read(file: Path) -> Prose:
    title, _, body = file.read_text("utf-8").partition("\n")
    return Prose(
        title=title.removeprefix("# "),
        headings=tuple(re.findall(r"^## (.+)$", body, re.MULTILINE)),
        html=MarkdownIt("commonmark", {"html": False}).render(body),
    )
