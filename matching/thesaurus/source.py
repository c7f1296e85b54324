"""The works that concepts cite: standards, classifications, handbooks; open pages by address."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from matching.thesaurus.concept import Concept

_FILE = Path(__file__).parent / "sources.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """A work that uses the terms of concepts, cited by its key: "HS" in "HS 8421.39".

    year: that of the edition, None where it is not known
    """

    key: str
    title: str
    publisher: str
    year: int | None = None


@cache
def sources(file: Path = _FILE) -> tuple[Source, ...]:
    """The works of the file, in its order."""
    rows = tomllib.loads(file.read_text("utf-8"))["source"]
    return tuple(Source(**row) for row in rows)


def cited(concept: Concept) -> Iterator[tuple[str, Source | None]]:
    """Each citation of a concept, and the work it names; None for an open page.

    Raises KeyError for a citation that is neither a key of the works nor an address.
    """
    for citation in (concept.source or "").split(";"):
        citation = citation.strip()
        if citation.startswith("https://"):
            yield citation, None
        elif citation:
            yield citation, _work(citation)


def _work(citation: str) -> Source:
    """The work with the longest key at the start of a citation."""
    fitting = [
        source
        for source in sources()
        if citation == source.key or citation.startswith((f"{source.key} ", f"{source.key},"))
    ]
    if not fitting:
        raise KeyError(citation)
    return max(fitting, key=lambda source: len(source.key))
