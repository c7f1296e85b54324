"""A concept, and reading concepts from their files."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from matching.text import Language

_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_TEXTS = {"id", "vi", "en", "category", "source"}
_LISTS = {"forms_vi", "forms_en", "abbr", "problems_vi", "problems_en", "related", "excluded_by"}
_EITHER = {"broader"}
_FLAGS = {"exclusive"}


class ThesaurusError(ValueError):
    """A concept file that can't be read; the message names file, concept and fault."""


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing of the field and the words for it.

    labels: the preferred one by language, "vi" and "en"
    forms: synonyms by language
    abbreviations: of either language, written alike in both
    problems: by language, the words of someone who has the trouble and not the name of its cure
    broader: ids of the next wider concepts, of which this is a kind or a part
    related: ids of concepts joined by use: what a thing treats, measures or works for
    exclusive: its narrower concepts are kinds of which a thing is made for one or some
    category: code of the registry's category where the concept tells it
    excluded_by: words in whose sentence the forms mean something else
    source: the standard, heading, handbook or open text that uses the term
    """

    id: str
    labels: Mapping[str, str]
    forms: Mapping[str, tuple[str, ...]]
    abbreviations: tuple[str, ...] = ()
    problems: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    exclusive: bool = False
    category: str | None = None
    excluded_by: tuple[str, ...] = ()
    source: str | None = None

    def label(self, language: Language) -> str:
        return self.labels[language]

    def written(self) -> Iterator[tuple[Language | None, str]]:
        """Every form by which a text names the concept, with its language; None for both."""
        languages: tuple[Language, ...] = ("vi", "en")
        for language in languages:
            yield language, self.labels[language]
            for form in (*self.forms.get(language, ()), *self.problems.get(language, ())):
                yield language, form
        for form in self.abbreviations:
            yield None, form


def read_concepts(file: Path) -> list[Concept]:
    """The concepts of one file; raises ThesaurusError."""
    try:
        rows = tomllib.loads(file.read_text("utf-8")).get("concept", [])
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ThesaurusError(f"{file.name}: {error}") from error
    return [_concept(row, file.name) for row in rows]


def _concept(row: dict[str, Any], file: str) -> Concept:
    place = f"{file}: concept {row.get('id', '?')}"
    for name, value in row.items():
        if name not in _TEXTS | _LISTS | _EITHER | _FLAGS:
            raise ThesaurusError(f"{place}: unknown field {name}")
        _check_value(name, value, place)
    for name in ("id", "vi", "en"):
        if name not in row:
            raise ThesaurusError(f"{place}: {name} is missing")
    if not _ID.fullmatch(row["id"]):
        raise ThesaurusError(f"{place}: the id must be lower-case words joined by hyphens")
    return Concept(
        id=row["id"],
        labels=MappingProxyType({"vi": row["vi"], "en": row["en"]}),
        forms=_by_language(row, "forms"),
        abbreviations=tuple(row.get("abbr", ())),
        problems=_by_language(row, "problems"),
        broader=_one_or_more(row.get("broader", ())),
        related=tuple(row.get("related", ())),
        exclusive=row.get("exclusive", False),
        category=row.get("category"),
        excluded_by=tuple(row.get("excluded_by", ())),
        source=row.get("source"),
    )


def _check_value(name: str, value: object, place: str) -> None:
    if name in _FLAGS:
        if not isinstance(value, bool):
            raise ThesaurusError(f"{place}: {name} must be true or false")
        return
    texts = [value] if name in _TEXTS or (name in _EITHER and isinstance(value, str)) else value
    if not isinstance(texts, list):
        raise ThesaurusError(f"{place}: {name} must be a list")
    if not all(isinstance(text, str) and text.strip() for text in texts):
        raise ThesaurusError(f"{place}: {name} must be text that is not empty")


def _by_language(row: dict[str, Any], name: str) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType(
        {language: tuple(row.get(f"{name}_{language}", ())) for language in ("vi", "en")}
    )


def _one_or_more(value: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
