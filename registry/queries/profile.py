"""An organisation's profile as a document: what its page tells everybody, to print and hand on."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain.permission import VISITOR
from registry.i18n import Language
from registry.queries import organisation
from registry.queries.organisation import OrganisationDetail
from registry.reports import profile as report

LISTED = 100
"""So many offerings and needs stand in a profile; a longer one would be a catalogue."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The organisation as any visitor sees it, at one moment: no contacts, nothing withheld."""

    shown: OrganisationDetail
    language: str
    made_at: datetime
    listed: int = LISTED


def profile(session: Session, public_id: str, language: Language, now: datetime) -> Profile | None:
    """The profile of a public organisation; None where there is none."""
    shown = organisation.detail(session, VISITOR, public_id, language, now)
    return None if shown is None else Profile(shown, language.code, now)


def as_pdf(made: Profile) -> bytes:
    """The profile as PDF/UA-1. Raises PdfUnavailable (registry/reports/pdf.py)."""
    return report.to_pdf(made)
