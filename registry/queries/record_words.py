"""Dated records in words: the names of their fields, and what a field says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from registry import codelists
from registry.domain.agency import Agency, AgencyTask
from registry.domain.certificate import CertificateKind
from registry.domain.dated import Dated
from registry.domain.document import Document
from registry.domain.record import SAYS, RecordKind
from registry.domain.target import Target
from registry.exchange.reference import read
from registry.i18n import N_, Language

NAMES = {
    "low": N_("Lowest share, in per cent"),
    "high": N_("Highest share, in per cent"),
    "measure": N_("Share of"),
    "name_vi": N_("Name in Vietnamese"),
    "name_en": N_("Name in English"),
    "lead": N_("Leads the programme"),
    "agency": N_("Agency"),
    "group": N_("Group of tasks"),
    "text_vi": N_("Task in Vietnamese"),
    "text_en": N_("Task in English"),
    "issuer_vi": N_("Issued by, in Vietnamese"),
    "issuer_en": N_("Issued by, in English"),
    "standard": N_("Standard or law"),
    "number": N_("Number"),
    "title_vi": N_("Title in Vietnamese"),
    "title_en": N_("Title in English"),
    "issued_on": N_("Issued on"),
    "link": N_("Link"),
    "valid_from": N_("Valid from"),
    "valid_to": N_("Valid until"),
}
MEASURE_NAMES = {
    "value": N_("the value of what is bought"),
    "t/day": N_("the capacity of plants, in tonnes a day"),
}


def groups(lang: Language, programme: str) -> list[tuple[int, str]]:
    """A programme's groups of tasks, in order."""
    rows = [row for row in read("tasks")["group"] if row["programme"] == programme]
    return [(row["number"], row[f"name_{lang.code}"]) for row in rows]


def title(row: Dated, lang: Language) -> tuple[str, str]:
    """What a record is called, and the language of that."""
    if isinstance(row, AgencyTask):
        return lang.pick(row.text_vi, row.text_en), lang.code
    if isinstance(row, Document):
        named = lang.pick(row.title_vi, row.title_en)
        return f"{row.number} – {named}", lang.code
    if isinstance(row, Target | Agency | CertificateKind):
        return lang.pick(row.name_vi, row.name_en), lang.code
    raise TypeError(f"no title for {type(row).__name__}")


def share(row: Target, lang: Language) -> str:
    """``70–80%``"""
    return lang.quantity_range(row.low, row.high, "%")


def said(
    kind: RecordKind, values: Mapping[str, Any], agencies: Mapping[str, str], lang: Language
) -> dict[str, str]:
    """What a record's fields say, by their names; empty ones are left out.

    ``values``: of a row, of a form or of the audit trail, where days and numbers are text.
    """
    told = {}
    for name in SAYS[kind]:
        text = _said(name, values.get(name), agencies, lang)
        if text:
            told[lang.gettext(NAMES[name])] = text
    return told


def _said(name: str, value: Any, agencies: Mapping[str, str], lang: Language) -> str:
    if value is None or value == "":
        return ""
    if name in ("low", "high"):
        return lang.quantity(Decimal(str(value)), "%")
    if name == "measure":
        return lang.gettext(MEASURE_NAMES.get(value, value))
    if name == "lead":
        return lang.gettext(N_("yes") if value else N_("no"))
    if name == "agency":
        return agencies.get(value, value)
    if name == "issued_on":
        return day(value, lang)
    if name == "group":
        return dict(groups(lang, "hanoi-50")).get(int(value), str(value))
    return str(value)


def day(value: date | str, lang: Language) -> str:
    """A day, also one from the audit trail."""
    return lang.date(date.fromisoformat(value) if isinstance(value, str) else value)


def role(code: str | None, lang: Language) -> str:
    """By whom a change was made, in terms of the role."""
    if not code or code == "system":
        return lang.gettext(N_("The system"))
    return codelists.label("role", code, lang.code)
