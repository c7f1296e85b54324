"""Offerings and needs' items as the matcher reads them: documents and queries."""

from collections.abc import Iterable, Iterator

from matching import units
from matching.constraints import GENERIC
from matching.documents import Document, Field, Measure, Passage, StandardMark
from matching.text import Language
from registry.domain.fact import Measured, Stream
from registry.domain.need import Requirement
from registry.storage.need import ItemRecord, NeedRecord
from registry.storage.offering import OfferingRecord

_RATES = frozenset({"volume_flow", "gas_flow", "mass_flow", "dry_mass_flow"})


def document_of_offering(record: OfferingRecord) -> Document:
    """What an offering's revision says, under the offering's public id."""
    revision = record.revision
    texts: list[tuple[Field, str | None, str | None]] = [
        ("title", revision.title_vi, revision.title_en),
        ("body", revision.summary_vi, revision.summary_en),
        *(("body", fact.conditions_vi, fact.conditions_en) for fact in record.facts),
    ]
    in_dong = revision.currency == "VND"
    return Document(
        id=record.offering.public_id,
        passages=tuple(_passages(texts)),
        category=revision.category.value,
        kind=revision.kind.value,
        country=revision.country_of_manufacture,
        measures=tuple(_measures((fact, True, "") for fact in record.facts)),
        standards=tuple(StandardMark(s.standard_code, s.column) for s in record.standards),
        price=(revision.price_min, revision.price_max) if in_dong else (None, None),
    )


def query_of_item(record: NeedRecord, item: ItemRecord) -> Document:
    """What one item of a need asks for, with what the need says of all its items.

    A need's title speaks for its only item; of several items each has its own. A withheld budget
    is left out, so that no score gives it away.
    """
    told, revision = item.revision, record.revision
    requirements = (*item.requirements, *record.requirements)
    of_need: Field = (
        "body" if len(record.items) > 1 and (told.title_vi or told.title_en) else "title"
    )
    texts: list[tuple[Field, str | None, str | None]] = [
        ("title", told.title_vi, told.title_en),
        (of_need, revision.title_vi, revision.title_en),
        ("body", revision.problem_vi, revision.problem_en),
        *(("body", asked.text_vi, asked.text_en) for asked in requirements),
    ]
    return Document(
        id=query_id(record, item),
        passages=tuple(_passages(texts)),
        category=told.category.value,
        kind=told.kind.value,
        measures=(*_measures(_asked(requirements)), *_size(item)),
        standards=tuple(
            StandardMark(asked.standard_code, asked.column, asked.essential, str(asked.key))
            for asked in requirements
            if asked.standard_code
        ),
        price=(None, _to_spend(record, item)),
    )


def query_id(record: NeedRecord, item: ItemRecord) -> str:
    """ "nhu-cau#2": the need's public id and the item's number."""
    return f"{record.need.public_id}#{item.item.number}"


def _passages(texts: Iterable[tuple[Field, str | None, str | None]]) -> Iterator[Passage]:
    languages: tuple[Language, Language] = ("vi", "en")
    for field, *both in texts:
        for language, text in zip(languages, both, strict=True):
            if text and text.strip():
                yield Passage(field, language, text)


def _asked(requirements: Iterable[Requirement]) -> Iterator[tuple[Measured, bool, str]]:
    for asked in requirements:
        yield asked, asked.essential, str(asked.key)


def _measures(rows: Iterable[tuple[Measured, bool, str]]) -> Iterator[Measure]:
    known = frozenset(units.codes())
    for row, essential, key in rows:
        if row.parameter and row.unit in known and (row.low is not None or row.high is not None):
            stream = row.stream or Stream.RATING
            yield Measure(row.parameter, stream.value, row.low, row.high, row.unit, essential, key)


def _size(item: ItemRecord) -> Iterator[Measure]:
    """A quantity in a rate, such as 500 m3/day, is the size of what is asked for."""
    quantity, unit = item.revision.quantity, item.revision.unit
    if quantity is not None and unit in units.codes() and units.dimension(unit) in _RATES:
        yield Measure(GENERIC, "rating", quantity, quantity, unit, essential=False)


def _to_spend(record: NeedRecord, item: ItemRecord) -> int | None:
    if not record.revision.budget_public:
        return None
    alone = record.revision.budget_max if len(record.items) == 1 else None
    return item.revision.value or alone
