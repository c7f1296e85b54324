"""The open box: a need told in a paragraph, what the portal understood of it, and who could help.

Nothing of it is stored.
"""

from collections import Counter
from dataclasses import dataclass

from sqlmodel import Session

from matching import thesaurus, units
from matching.documents import Document, Passage
from matching.text import analyse, guess_language
from registry import codelists
from registry.i18n import Language
from registry.queries import explanation, matching, standing
from registry.queries.live_matcher import LiveMatcher
from registry.queries.matching import MatchCard
from registry.storage import offering

# So many offerings are compared in full; each column shows its best.
_CANDIDATES = 40
_COLUMN = 10
_CONCEPTS = 8


@dataclass(frozen=True, slots=True)
class Understood:
    """What the portal read in the words, in the reader's language; all may be empty.

    concepts: names of the thesaurus; quantities: figures with their unit; category: of the
    environmental industry, where the concepts tell one; language: of what was typed
    """

    concepts: tuple[str, ...]
    quantities: tuple[str, ...]
    category: str | None
    language: str


@dataclass(frozen=True, slots=True)
class Described:
    """What was understood, and the suppliers at home and abroad that may well fit.

    ready: False while the matcher is being made
    """

    understood: Understood
    domestic: tuple[MatchCard, ...] = ()
    foreign: tuple[MatchCard, ...] = ()
    ready: bool = True


def describe(session: Session, live: LiveMatcher, text: str, language: Language) -> Described:
    """Read ``text`` and find who may well meet it; nobody where all matches are weak."""
    spoken = guess_language(text)
    understood = understand(text, language)
    live.refresh(session)
    if not live.ready:
        return Described(understood, ready=False)
    query = Document("described", (Passage("title", spoken, text),))
    found = [c for c in live.rank(query, _CANDIDATES) if c.level != "weak"]
    records = {r.offering.public_id: r for r in offering.public(session, [c.id for c in found])}
    places, replacements = matching.places_of(session, records.values()), standing.today(session)
    cards: dict[bool, list[MatchCard]] = {True: [], False: []}
    for candidate in found:
        record = records.get(candidate.id)
        column = cards[record.domestic] if record else []
        if record is None or len(column) >= _COLUMN:
            continue
        told = live.explain(query, candidate.id)
        column.append(
            matching.card(
                record,
                candidate.level,
                candidate.score,
                explanation.reasons_of(told),
                explanation.checks_of(told),
                language,
                places,
                replacements=replacements,
            )
        )
    return Described(understood, tuple(cards[True]), tuple(cards[False]))


def understand(text: str, language: Language) -> Understood:
    """The concepts, quantities and category that ``text`` names."""
    known = thesaurus.default()
    spoken = guess_language(text)
    named = [mention.concept for mention in known.find(analyse(text), overlapping=True)]
    wider = {wide for concept in named for wide in known.broader(concept)}
    telling = [concept for concept in dict.fromkeys(named) if concept not in wider]
    categories = Counter(known.concept(c).category for c in named if known.concept(c).category)
    category = next((code for code, _ in categories.most_common(1)), None)
    return Understood(
        concepts=explanation.concept_labels(telling[:_CONCEPTS], language),
        quantities=tuple(
            dict.fromkeys(
                language.quantity_range(found.low, found.high, found.unit)
                for found in units.find_quantities(text, spoken)
            )
        ),
        category=codelists.label("category", category, language.code) if category else None,
        language=spoken,
    )
