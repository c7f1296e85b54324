"""What a cited standard is worth, in words: in force, a question about the plant, or a fault."""

from dataclasses import dataclass

from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.standard import Replacement, Replacements, Standing
from registry.i18n import N_, Language
from registry.storage import standard as standards


@dataclass(frozen=True, slots=True)
class StandingNote:
    """What to say beside a replaced standard. ``standing`` is "ask", "existing" or "fault", or
    "in_force" for one whose replacement lies ahead."""

    standing: str
    text: str


def today(session: Session) -> Replacements:
    """All replacements as they stand today in Hanoi."""
    return standards.replacements(session, hanoi_day(utcnow()))


def note(
    replacements: Replacements, code: str | None, new_plant: bool | None, lang: Language
) -> StandingNote | None:
    """What to say of a standard that a plant's need or an offering cites; None of one in force."""
    found = replacements.of(code) if code else None
    if code is None or found is None:
        return None
    old, replacement = found
    standing = replacements.standing(code, new_plant)
    text = _TEXTS[standing](old, replacement, new_plant, lang)
    return StandingNote(standing.value, text)


def _replaced(old: str, replacement: Replacement, lang: Language) -> str:
    values = {"old": old, "new": replacement.code}
    if replacement.since is None:
        return lang.gettext(N_("%(old)s was replaced by %(new)s"), **values)
    day = lang.date(replacement.since)
    return lang.gettext(N_("%(old)s was replaced by %(new)s on %(day)s"), **values, day=day)


def _coming(old: str, replacement: Replacement, _plant: bool | None, lang: Language) -> str:
    day = lang.date(replacement.since) if replacement.since else ""
    message = N_("%(old)s will be replaced by %(new)s on %(day)s.")
    return lang.gettext(message, old=old, new=replacement.code, day=day)


def _ask(old: str, replacement: Replacement, _plant: bool | None, lang: Language) -> str:
    replaced = _replaced(old, replacement, lang)
    if replacement.until is None:
        message = N_("%(replaced)s: does the plant already run?")
        return lang.gettext(message, replaced=replaced)
    message = N_(
        "%(replaced)s: does the plant already run? Such plants may use it until %(until)s."
    )
    return lang.gettext(message, replaced=replaced, until=lang.date(replacement.until))


def _existing(old: str, replacement: Replacement, _plant: bool | None, lang: Language) -> str:
    replaced = _replaced(old, replacement, lang)
    if replacement.until is None:
        message = N_("%(replaced)s; for plants that already run no last day is recorded.")
        return lang.gettext(message, replaced=replaced)
    message = N_("%(replaced)s; plants that already run may use it until %(until)s.")
    return lang.gettext(message, replaced=replaced, until=lang.date(replacement.until))


def _fault(old: str, replacement: Replacement, new_plant: bool | None, lang: Language) -> str:
    replaced = _replaced(old, replacement, lang)
    if new_plant:
        return lang.gettext(N_("%(replaced)s: not applicable to a new plant."), replaced=replaced)
    until = lang.date(replacement.until) if replacement.until else ""
    message = N_("%(replaced)s; plants that already run could use it until %(until)s.")
    return lang.gettext(message, replaced=replaced, until=until)


_TEXTS = {
    Standing.IN_FORCE: _coming,
    Standing.ASK: _ask,
    Standing.EXISTING: _existing,
    Standing.FAULT: _fault,
}
