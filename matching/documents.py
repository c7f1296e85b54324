"""What is matched: an offering, or a need's item as query, told without the registry's tables."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from matching.text import Language

Field = Literal["title", "body"]
Stream = Literal["rating", "inlet", "outlet"]


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text in one language; a title weighs more than a body."""

    field: Field
    language: Language
    text: str


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure asked for or claimed: a parameter's range in a unit of ``matching.units``.

    stream: the thing itself ("rating"), what goes in ("inlet") or what comes out ("outlet")
    low, high: None leaves that side open
    essential: of a query's: a claim that misses it excludes, unless it is a capacity
    key: the caller's own, handed back in the check
    """

    parameter: str
    stream: Stream
    low: Decimal | None
    high: Decimal | None
    unit: str
    essential: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class StandardMark:
    """A standard asked for or claimed, "QCVN 40:2025/BTNMT", with its column where it has one."""

    code: str
    column: str | None = None
    essential: bool = True
    key: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """An offering or, as query, a need's item.

    kind: "technology", "equipment", "material", "service", of a need's item also "works"
    country: ISO 3166 alpha-2, where the thing is made
    price: lowest and highest in VND; of a query what there is to spend
    """

    id: str
    passages: tuple[Passage, ...]
    category: str | None = None
    kind: str | None = None
    country: str | None = None
    measures: tuple[Measure, ...] = ()
    standards: tuple[StandardMark, ...] = ()
    price: tuple[int | None, int | None] = (None, None)

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages of the passages, each once, in order of appearance."""
        return tuple(dict.fromkeys(passage.language for passage in self.passages))
