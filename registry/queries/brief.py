"""The portal's own brief of a need, for readers of a language that its author did not write.

Not a translation: it is made from the need's structure and from the concepts of the thesaurus
found in its titles, and is marked as made by the portal wherever it stands.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from matching.text import analyse
from matching.thesaurus import default
from registry import codelists
from registry.domain.fact import Stream
from registry.domain.need import Requirement
from registry.i18n import N_, Language
from registry.i18n import language as language_of
from registry.queries import need_text
from registry.storage.need import NeedRecord

MOST_CONCEPTS = 4
MOST_FACTS = 2
# Parameters that size a plant or vehicle: their figures speak without the parameter's name.
_SIZES = ("flow", "air_flow", "throughput", "power", "batch_mass", "payload", "container_volume")


@dataclass(frozen=True, slots=True)
class Brief:
    """``text`` in ``language``; ``concepts`` are the ids of the concepts that it names."""

    text: str
    language: str
    concepts: tuple[str, ...]


def brief(record: NeedRecord, language: str) -> Brief | None:
    """The brief in ``language``; None where the author wrote the need in it."""
    revision = record.revision
    if revision.title_vi if language == "vi" else revision.title_en:
        return None
    lang = language_of(language)
    concepts = tuple(_concepts(record))
    parts = [*_subject(record, concepts, lang), *_sizes(record, lang), *_standards(record, lang)]
    if record.place is not None:
        parts.append(codelists.label("place", record.place.code, lang.code))
    if years := need_text.years(part.revision.year for part in record.items):
        parts.append(lang.gettext(N_("in %(years)s"), years=years))
    if revision.budget_public:
        parts.append(lang.money_range(revision.budget_min, revision.budget_max))
    text = lang.gettext(N_("Wanted: %(what)s."), what=", ".join(filter(None, parts)))
    return Brief(text, language, concepts)


def gloss(title: str, language: Language) -> str:
    """What the thesaurus knows of a title, in the reader's language; '' for nothing."""
    found = list(dict.fromkeys(_found_in(title)))
    wider = {ancestor for concept in found for ancestor in default().broader(concept)}
    told = [concept for concept in found if concept not in wider][:MOST_CONCEPTS]
    return ", ".join(default().concept(concept).label(language.code) for concept in told)


def _concepts(record: NeedRecord) -> list[str]:
    """Concepts of the need's titles, then of its items', without those that a narrower one says.

    What is of the need's own categories comes before its surroundings, such as a school.
    """
    found: list[str] = []
    titles = [(record.revision.title_vi, record.revision.title_en)]
    titles += [(part.revision.title_vi, part.revision.title_en) for part in record.items]
    for vi, en in titles:
        for concept in _found_in(vi or en or ""):
            if concept not in found:
                found.append(concept)
    wider = {ancestor for concept in found for ancestor in default().broader(concept)}
    told = [concept for concept in found if concept not in wider]
    own = {record.revision.category, *(part.revision.category for part in record.items)}
    return sorted(told, key=lambda id: default().concept(id).category not in own)[:MOST_CONCEPTS]


def _found_in(title: str) -> Iterator[str]:
    for mention in default().find(analyse(title), overlapping=True):
        yield mention.concept


def _subject(record: NeedRecord, concepts: Iterable[str], lang: Language) -> Iterator[str]:
    labels = [default().concept(concept).label(lang.code) for concept in concepts]  # type: ignore[arg-type]
    if labels:
        yield from labels
    elif record.revision.category is not None:
        yield codelists.label("category", record.revision.category, lang.code).lower()


def _requirements(record: NeedRecord) -> Iterator[Requirement]:
    yield from record.requirements
    for part in record.items:
        yield from part.requirements


def _sizes(record: NeedRecord, lang: Language) -> list[str]:
    """The figures that size the thing: ``500 m³/day``."""
    sizes = [
        asked
        for asked in _requirements(record)
        if asked.essential and asked.parameter in _SIZES and asked.stream is Stream.RATING
    ]
    return [_size(asked, lang) for asked in sizes[:MOST_FACTS]]


def _size(asked: Requirement, lang: Language) -> str:
    one = asked.low if asked.high is None else asked.high if asked.low is None else None
    return need_text.extent(asked, lang) if one is None else lang.quantity(one, asked.unit)


def _standards(record: NeedRecord, lang: Language) -> list[str]:
    named = [need_text.standard(asked, lang) for asked in _requirements(record) if asked.essential]
    return [text.replace(",", "") for text in dict.fromkeys(filter(None, named))][:MOST_FACTS]
