"""The match dossier: a public need and its candidates with reasons, frozen at a moment."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from matching.rank import POSSIBLE, STRONG
from registry.domain.base import utcnow
from registry.domain.permission import Actor, Permission, check
from registry.i18n import Language
from registry.queries.matching import MatchCard, cards_of_need
from registry.queries.need import NeedDetail, detail
from registry.reports import dossier as report
from registry.reports.pdf import PdfUnavailable
from registry.storage import need as needs

__all__ = ["Candidate", "Column", "Dossier", "PdfUnavailable", "as_pdf", "dossier"]

# In each column: how many are listed, and how many of them are told in full.
LISTED, TOLD = 20, 10
LONGEST_SHORT_TITLE = 72


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate with its number in the column; counts of requirements by what is known."""

    number: int
    card: MatchCard
    met: int
    missed: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Column:
    """Domestic suppliers or foreign partners: all that are listed, and those told in full."""

    candidates: tuple[Candidate, ...]

    @property
    def told(self) -> tuple[Candidate, ...]:
        """The strong and possible ones, up to :data:`TOLD`."""
        return tuple(c for c in self.candidates if c.card.level != "weak")[:TOLD]

    def count(self, level: str) -> int:
        """How many are listed at a level."""
        return sum(c.card.level == level for c in self.candidates)


@dataclass(frozen=True, slots=True)
class Dossier:
    """What templates/reports/dossier.html shows, in one language.

    ``matched_at`` and the versions are None where no match was made. ``strong_from`` and
    ``possible_from``: the scores from which a match has that word. ``listed``: the most that a
    column can hold.
    """

    language: str
    made_at: datetime
    need: NeedDetail
    revision: int
    short_title: str
    domestic: Column
    foreign: Column
    matched_at: datetime | None
    matcher_version: str | None
    idf_version: str | None
    strong_from: float = STRONG
    possible_from: float = POSSIBLE
    listed: int = LISTED

    @property
    def sample(self) -> bool:
        """Whether the need, or any candidate, is part of the sample catalogue."""
        candidates = (*self.domestic.candidates, *self.foreign.candidates)
        return self.need.sample or any("sample" in one.card.marks for one in candidates)


def dossier(
    session: Session, actor: Actor, public_id: str, lang: Language, now: datetime | None = None
) -> Dossier | None:
    """The dossier of a public need; None where there is none. Raises Forbidden."""
    need = needs.by_public_id(session, public_id)
    record = needs.public_record(session, need.key) if need is not None else None
    if record is None:
        return None
    check(actor, Permission.READ_DOSSIER, record.need.organisation_id)
    moment = now or utcnow()
    shown = detail(session, actor, public_id, lang, now=moment)
    if shown is None:
        return None
    found = cards_of_need(session, public_id, lang, limit=LISTED)
    return Dossier(
        language=lang.code,
        made_at=moment,
        need=shown,
        revision=record.revision.number,
        short_title=_short(shown.title),
        domestic=_column(found.domestic),
        foreign=_column(found.foreign),
        matched_at=found.made_at,
        matcher_version=found.matcher_version,
        idf_version=found.idf_version,
    )


def as_pdf(made: Dossier) -> bytes:
    """The dossier as PDF/UA-1. Raises PdfUnavailable."""
    return report.to_pdf(made)


def _column(cards: tuple[MatchCard, ...]) -> Column:
    return Column(tuple(_candidate(number, card) for number, card in enumerate(cards, start=1)))


def _candidate(number: int, card: MatchCard) -> Candidate:
    states = Counter(row.state for row in card.constraints)
    return Candidate(number, card, states["met"], states["missed"], states["unknown"])


def _short(title: str) -> str:
    """The title cut at a word, for the head of each page."""
    if len(title) <= LONGEST_SHORT_TITLE:
        return title
    return title[: LONGEST_SHORT_TITLE - 1].rpartition(" ")[0].rstrip(" ,;:.–-") + "…"
