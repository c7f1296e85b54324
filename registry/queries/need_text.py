"""A need in words: requirements, quantities, years, closing, and what it still lacks."""

from collections.abc import Iterable
from datetime import date, datetime

from registry import codelists
from registry.domain.calendar import closing_moment, hanoi_day, last_open_day
from registry.domain.fact import Stream
from registry.domain.need import NeedRevision, Requirement
from registry.domain.need_content import Missing, RequirementContent
from registry.i18n import N_, Language

MISSING = {
    Missing.TITLE: N_("a title"),
    Missing.PROBLEM: N_("the problem, in a sentence or two"),
    Missing.CATEGORY: N_("the category"),
    Missing.ITEM: N_("at least one item, with its kind, category and title"),
    Missing.ITEM_TITLE: N_("a title for each item"),
    Missing.CLOSING_DAY: N_("the closing day"),
    Missing.CLOSING_DAY_AHEAD: N_("a closing day that lies ahead"),
}


# A requirement, stored or just written.
Asked = Requirement | RequirementContent


def extent(asked: Asked, lang: Language) -> str:
    """The range without its parameter: ``at least 500 m³/day``, ``600–1,400 mg/L``; '' for none."""
    return lang.quantity_range(asked.low, asked.high, asked.unit, asked=True)


def parameter(asked: Asked, lang: Language) -> str:
    """The parameter's name, with where it is measured: ``COD, inlet``."""
    if asked.parameter is None:
        return ""
    name = codelists.label("parameter", asked.parameter, lang.code)
    if asked.stream in (None, Stream.RATING):
        return name
    return f"{name}, {codelists.label('stream', str(asked.stream), lang.code).lower()}"


def standard(asked: Asked, lang: Language) -> str:
    """``QCVN 40:2025/BTNMT, column A``; '' for none."""
    if not asked.standard_code:
        return ""
    if not asked.column:
        return asked.standard_code
    column = lang.gettext(N_("column %(column)s"), column=asked.column)
    return f"{asked.standard_code}, {column}"


def facts_of(asked: Asked, lang: Language) -> str:
    """What the portal says of a requirement in the reader's language, the author's words apart."""
    measured = f"{parameter(asked, lang)}: {extent(asked, lang)}" if asked.parameter else ""
    return "; ".join(filter(None, (measured, standard(asked, lang))))


def in_words(asked: Asked, lang: Language) -> str:
    """The whole requirement in one line."""
    words = lang.pick(asked.text_vi, asked.text_en)
    return ". ".join(filter(None, (facts_of(asked, lang), words)))


def years(given: Iterable[int | None]) -> str:
    """``2027`` or ``2026–2028``; '' where no year is given."""
    known = sorted({year for year in given if year is not None})
    if not known:
        return ""
    return str(known[0]) if len(known) == 1 else f"{known[0]}–{known[-1]}"


def closing(revision: NeedRevision, now: datetime, lang: Language) -> str:
    """``closes in 12 days``, ``closes today at 17:00``, ``closed``; '' without a closing day."""
    return time_left(revision.closes_on, now, lang)


def time_left(closes_on: date | None, now: datetime, lang: Language) -> str:
    """The same of any last day on which something is open until 17:00."""
    if closes_on is None:
        return ""
    if closes_on < last_open_day(now):
        return lang.gettext(N_("closed"))
    days = (closes_on - hanoi_day(now)).days
    if days == 0:
        return lang.gettext(N_("closes today at 17:00"))
    return lang.ngettext("closes in %(num)s day", "closes in %(num)s days", days, days=days)


def closing_time(revision: NeedRevision, lang: Language) -> str:
    """The closing day with its hour, for English readers with the zone."""
    return lang.datetime(closing_moment(revision.closes_on)) if revision.closes_on else ""


def lacking(lacks: Iterable[Missing], lang: Language) -> tuple[str, ...]:
    """What is missing, in words."""
    return tuple(lang.gettext(MISSING[what]) for what in lacks)
