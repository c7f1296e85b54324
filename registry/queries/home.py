"""The home page: targets, the newest needs and how much stands in the registry."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.i18n import Language
from registry.queries import need as needs
from registry.queries import programme
from registry.storage import need, offering, organisation

NEWEST = 6


@dataclass(frozen=True, slots=True)
class Home:
    """What the home page shows; counts are of what is public now."""

    targets: tuple[programme.TargetRow, ...]
    needs: tuple[needs.NeedRow, ...]
    need_count: int
    offering_count: int
    organisation_count: int


def home(session: Session, language: Language, now: datetime) -> Home:
    """The home page at ``now``."""
    newest, need_count = need.newest(session, page=1, per_page=NEWEST)
    return Home(
        targets=programme.targets(session, language),
        needs=tuple(needs.rows(newest, language, now)),
        need_count=need_count,
        offering_count=offering.newest(session, page=1, per_page=1)[1],
        organisation_count=organisation.page(session, page=1, per_page=1)[1],
    )
