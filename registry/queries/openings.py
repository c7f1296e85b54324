"""What would open more needs to an offering: each figure and standard that open needs ask for and
it misses or does not state, with how many needs that would settle."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any, NamedTuple

from sqlmodel import Session

from matching import units
from matching.constraints import GENERIC
from matching.facts import SIZES
from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.match import SET_ASIDE
from registry.i18n import N_, Language
from registry.queries import explanation
from registry.storage import match, offering
from registry.storage.match import Checked

SHOWN = 8


class Kind(IntEnum):
    """What there is to do: raise or lower a figure, reach down to it, meet a standard, state."""

    MORE = 0
    AT_MOST = 1
    FROM = 2
    MEET = 3
    STATE = 4


class Subject(NamedTuple):
    """A standard with its column, or a parameter with its stream and, for a figure, its unit."""

    is_standard: bool
    code: str
    detail: str
    unit: str = ""


class Wish(NamedTuple):
    """One check that is open: what to do about what, and how far in the unit asked for."""

    kind: Kind
    about: Subject
    amount: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Opening:
    """One line: ``needs`` would be met or settled, from ``aside`` of which the offering is set
    aside today. ``offering_id`` is the offering's row number."""

    offering_id: int
    text: str
    needs: int
    aside: int


def of_offering(
    session: Session, public_id: str, language: Language, now: datetime | None = None
) -> tuple[Opening, ...]:
    """The lines of one offering, for those who may see its drafts."""
    found = offering.by_public_id(session, public_id)
    if found is None:
        return ()
    day = last_open_day(now or utcnow())
    return openings(match.checks_of_offerings(session, [found.key], day), language)


def openings(
    rows: Iterable[Checked], language: Language, limit: int = SHOWN
) -> tuple[Opening, ...]:
    """The lines of some offerings, those that open the most needs first; of these, the figures,
    then in the order of ``rows``."""
    wanted: dict[tuple[int, Kind, Subject], dict[int, Decimal]] = defaultdict(dict)
    aside: set[tuple[int, int]] = set()
    for row in rows:
        if row.level == SET_ASIDE:
            aside.add((row.offering_id, row.need_id))
        for check in row.checks:
            wish = wish_of(check)
            if wish:
                needs = wanted[row.offering_id, wish.kind, wish.about]
                needs[row.need_id] = _harder(wish, needs.get(row.need_id))
    lines = []
    for (offering_id, kind, about), needs in wanted.items():
        amount, opened = _step(kind, needs)
        text = _text(kind, about, amount, len(opened), language)
        shut = sum((offering_id, need_id) in aside for need_id in opened)
        lines.append((kind, Opening(offering_id, text, len(opened), shut)))
    lines.sort(key=lambda line: (-line[1].needs, line[0]))
    return tuple(line for _, line in lines[:limit])


def wish_of(check: Mapping[str, Any]) -> Wish | None:
    """What would settle a stored check; None for one that is met, or that nothing simple mends."""
    asked, claimed, state = check["asked"], check["claimed"], check["state"]
    if state == "met":
        return None
    if "standard" in asked:
        kind = Kind.MEET if state == "missed" else Kind.STATE
        code = explanation.written_code(asked["standard"]).partition("/")[0]
        return Wish(kind, Subject(True, code, asked["column"] or ""))
    if claimed is not None:
        wish = _gap(asked, claimed)
        if wish or state == "missed":
            return wish
    return Wish(Kind.STATE, Subject(False, asked["parameter"], asked["stream"]))


def _gap(asked: Mapping[str, Any], claimed: Mapping[str, Any]) -> Wish | None:
    """How far a stated figure is from the one asked for."""
    unit, stream = asked["unit"], asked["stream"]
    about = Subject(False, asked["parameter"], stream, unit)
    low, high = _number(asked["low"]), _number(asked["high"])
    if not units.comparable(unit, claimed["unit"]):
        return None
    least = _number(claimed["low"], claimed["unit"], unit)
    most = _number(claimed["high"], claimed["unit"], unit)
    limit = stream == "outlet" or (stream == "rating" and units.dimension(unit) not in SIZES)
    if limit and high is not None:
        over = most is not None and most > high
        return Wish(Kind.AT_MOST, about, high) if over else None
    worst = (high if high is not None else low) if stream == "inlet" else _first(low, high)
    if worst is not None and most is not None and most < worst:
        return Wish(Kind.MORE, about, worst - most)
    best = low if stream == "inlet" else _first(high, low)
    if best is not None and least is not None and least > best:
        return Wish(Kind.FROM, about, best)
    return None


def _first(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return other if one is None else one


def _number(text: str | None, source: str = "", target: str = "") -> Decimal | None:
    if text is None:
        return None
    return units.convert(Decimal(text), source, target)


def _harder(wish: Wish, known: Decimal | None) -> Decimal:
    """What also settles the other items of the same need."""
    if known is None:
        return wish.amount
    return max(known, wish.amount) if wish.kind is Kind.MORE else min(known, wish.amount)


def _step(kind: Kind, needs: Mapping[int, Decimal]) -> tuple[Decimal, list[int]]:
    """The amount that opens the most needs for what it takes, and these needs."""
    if kind in (Kind.MEET, Kind.STATE):
        return Decimal(0), list(needs)
    more = kind is Kind.MORE
    steps = [
        (
            amount,
            [n for n, wants in needs.items() if (wants <= amount if more else wants >= amount)],
        )
        for amount in set(needs.values())
    ]
    return max(steps, key=lambda step: len(step[1]) / step[0] if more else len(step[1]) * step[0])


def _text(kind: Kind, about: Subject, amount: Decimal, needs: int, language: Language) -> str:
    values = {"name": _name(about, language), "num": language.number(needs)}
    if kind is Kind.STATE:
        return language.ngettext(
            "%(name)s: stating it would settle an open question of %(num)s need",
            "%(name)s: stating it would settle an open question of %(num)s needs",
            needs, **values,
        )  # fmt: skip
    if kind is Kind.MEET:
        return language.ngettext(
            "%(name)s: to meet it would satisfy %(num)s need",
            "%(name)s: to meet it would satisfy %(num)s needs",
            needs, **values,
        )  # fmt: skip
    values["amount"] = language.quantity(amount, about.unit)
    if kind is Kind.MORE:
        return language.ngettext(
            "%(name)s: %(amount)s more would satisfy %(num)s need",
            "%(name)s: %(amount)s more would satisfy %(num)s needs",
            needs, **values,
        )  # fmt: skip
    if kind is Kind.AT_MOST:
        return language.ngettext(
            "%(name)s: at most %(amount)s would satisfy %(num)s need",
            "%(name)s: at most %(amount)s would satisfy %(num)s needs",
            needs, **values,
        )  # fmt: skip
    return language.ngettext(
        "%(name)s: to begin at %(amount)s would satisfy %(num)s need",
        "%(name)s: to begin at %(amount)s would satisfy %(num)s needs",
        needs, **values,
    )  # fmt: skip


def _name(about: Subject, language: Language) -> str:
    if about.is_standard:
        return explanation.standard_name(about.code, about.detail, language)
    if about.code == GENERIC:
        return language.gettext(N_("Capacity"))
    return explanation.parameter_name(about.code, about.detail, language)
