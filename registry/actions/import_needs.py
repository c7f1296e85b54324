"""Needs from a spreadsheet: one agency's list becomes drafts, and what can't be taken comes back.

A title is enough for a draft. A row that was taken once is not taken again (``Need.import_key``);
a row that stands twice in one file is refused the second time, so that a person says which it is.
A refused row is written, with row, column and reason, to a file that can be mended and imported
as it is.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from sqlmodel import Session
from stdnum.vn import mst

from matching.text import analyse, fold
from matching.thesaurus import default
from registry.actions import need as actions
from registry.actions.errors import ActionError
from registry.actions.need_content import problems
from registry.domain.category import Category
from registry.domain.need import ItemKind
from registry.domain.need_content import NeedContent
from registry.domain.organisation import Capability, Organisation, Scheme
from registry.domain.permission import Actor, Permission, check
from registry.exchange import needs as files
from registry.exchange import spreadsheet
from registry.exchange.need_headings import Column, Headings
from registry.exchange.needs import Fault, Read
from registry.exchange.place_names import PlaceNames
from registry.i18n import N_, Language
from registry.storage import audit, need_import
from registry.storage import organisation as organisations

WORKBOOKS = frozenset({".xlsx", ".xls", ".ods", ".xlsm", ".xlsb"})
REFUSAL_HEADINGS = (N_("Refused: row"), N_("Refused: column"), N_("Refused: reason"))
_MOST_LINES = 20
_CODES = (Scheme.AGENCY, Scheme.PLACE, Scheme.MST)
_COLUMNS = {
    "title_vi": (Column.TITLE_VI, Column.TITLE),
    "title_en": (Column.TITLE_EN, Column.TITLE),
    "problem_vi": (Column.PROBLEM,),
    "problem_en": (Column.PROBLEM_EN, Column.PROBLEM),
    "vneps_number": (Column.VNEPS, Column.CODE),
    "budget_max": (Column.BUDGET,),
}
_PACKAGE = re.compile(r"^(?:e-)?goi(?: thau)?(?: so)? ?[\w./-]* ?[:.] ?")
# By how a title begins; the first that fits says what is bought.
_KINDS = (
    (ItemKind.MATERIAL, r"(?:(?:mua(?: sam)?|cung cap) )?(?:hoa chat|che pham|vat tu|vat lieu)"),
    (ItemKind.EQUIPMENT, r"mua|cung cap|trang bi|supply|purchase|procurement"),
    (ItemKind.SERVICE, r"tu van|dich vu|thue|thu gom|van chuyen|quan trac|kiem dinh|hieu chuan"
     r"|van hanh|bao duong|bao tri|lap|khao sat|danh gia|in |to chuc|consult|service|operation"),
    (ItemKind.WORKS, r"xay|thi cong|cai tao|nang cap|sua chua|lap dat|dau tu|nao vet|mo rong"
     r"|he thong|tram|nha may|construct|build|upgrad"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Taken:
    """A row that became a draft; ``need`` is its public id, None on a dry run."""

    row: int
    need: str | None
    guessed_category: bool


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that was not taken, and all that is wrong with it."""

    read: Read
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a file. ``known``: rows that an earlier import took; ``notes``: questions on
    rows taken; ``passed_over``: rows of totals and the like; ``unread``: columns without meaning.
    """

    agency: Organisation
    headings: Headings
    taken: tuple[Taken, ...]
    known: tuple[int, ...]
    refused: tuple[Refused, ...]
    notes: tuple[tuple[int, Fault], ...]
    passed_over: tuple[int, ...]


def import_needs(
    session: Session, actor: Actor, agency_code: str, path: Path, *, dry_run: bool = False
) -> Imported:
    """Make drafts of an agency's needs from a file.

    Raises Forbidden, OSError, and ActionError where the agency or the heading is not found. With
    ``dry_run`` nothing is written, so that a read-only session will do.
    """
    check(actor, Permission.IMPORT_NEEDS)
    agency = find_agency(session, agency_code)
    try:
        table = files.read(spreadsheet.read(path), PlaceNames(session))
    except spreadsheet.SpreadsheetError as error:
        message = N_("%(file)s: %(why)s")
        raise ActionError("unreadable", message, file=path.name, why=str(error)) from None
    keys = {read.row.number: _key(agency, read) for read in table.rows}
    known_keys = need_import.known(session, set(keys.values()))
    taken: list[Taken] = []
    known: list[int] = []
    refused: list[Refused] = []
    notes: list[tuple[int, Fault]] = []
    first: dict[str, int] = {}
    for read in table.rows:
        number, key = read.row.number, keys[read.row.number]
        content, more = _completed(read, table.headings)
        faults = (*read.faults, *_faults(content, table.headings))
        if not faults and key in first:
            faults = (_double(table.headings, first[key]),)
        if faults:
            refused.append(Refused(read, faults))
            continue
        first[key] = number
        if key in known_keys:
            known.append(number)
            continue
        notes += [(number, note) for note in (*read.notes, *more)]
        public_id = None if dry_run else _draft(session, actor, agency, content, key)
        guessed = content.category is not None and read.content.category is None
        taken.append(Taken(number, public_id, guessed))
    if taken and not dry_run:
        counts = {"taken": len(taken), "known": len(known), "refused": len(refused)}
        after = {"file": path.name, **counts}
        audit.record(
            session, actor, "need.import", "organisation", agency.public_id, after=after
        )  # fmt: skip
    return Imported(
        agency, table.headings, tuple(taken), tuple(known), tuple(refused), tuple(notes),
        table.passed_over,
    )  # fmt: skip


def find_agency(session: Session, code: str) -> Organisation:
    """The buyer with a public id, agency code, place code or tax code; else ActionError."""
    written = code.strip()
    found = organisations.by_public_id(session, written)
    for scheme in _CODES:
        value = mst.compact(written) if scheme is Scheme.MST else written
        found = found or organisations.by_identifier(session, scheme, value)
    if found is None or found.withdrawn_at is not None:
        message = N_(
            "No organisation has the code %(written)s: give its public id, agency code, code of the"
            " commune or ward, or tax code."
        )
        raise ActionError("no_agency", message, field="agency", written=written)
    if Capability.BUYS not in organisations.capabilities(session, {found.key}).get(found.key, ()):
        message = N_("This organisation is not registered as a buyer, so it can't publish needs.")
        raise ActionError("not_a_buyer", message, field="agency")
    return found


def refused_file(path: Path) -> Path:
    """Where a file's refused rows go unless told otherwise: beside it, as CSV or XLSX."""
    suffix = ".xlsx" if path.suffix.lower() in WORKBOOKS else ".csv"
    return path.with_name(f"{path.stem}.refused{suffix}")


def write_refused(imported: Imported, path: Path, language: Language) -> None:
    """The refused rows under the file's own headings, with row, column and reason at the end."""
    headings = imported.headings
    rows = [[*headings.own(headings.row), *map(language.gettext, REFUSAL_HEADINGS)]]
    for refused in imported.refused:
        columns = "; ".join(dict.fromkeys(fault.column for fault in refused.faults))
        reasons = "; ".join(language.gettext(f.message, **f.values) for f in refused.faults)
        number = str(refused.read.row.number)
        rows.append([*headings.own(refused.read.row), number, columns, reasons])
    spreadsheet.write(path, rows)


def summary(imported: Imported, language: Language) -> Iterator[str]:
    """What came of the file, a line each: counts first, then rows with their reasons."""
    say = language.gettext
    guessed = sum(taken.guessed_category for taken in imported.taken)
    yield say(N_("taken as drafts: %(count)s"), count=len(imported.taken))
    if guessed:
        message = N_("  category read from the title, to be checked: %(count)s")
        yield say(message, count=guessed)
    yield say(N_("already there: %(count)s"), count=len(imported.known))
    yield say(N_("refused: %(count)s"), count=len(imported.refused))
    refused = [(one.read.row.number, fault) for one in imported.refused for fault in one.faults]
    yield from _told(refused, language)
    if imported.notes:
        yield say(N_("questions on rows taken: %(count)s"), count=len(imported.notes))
        yield from _told(imported.notes, language)
    if imported.passed_over:
        rows = ", ".join(map(str, imported.passed_over))
        yield say(N_("rows of totals or numbering, passed over: %(rows)s"), rows=rows)
    if imported.headings.unread:
        columns = ", ".join(imported.headings.unread)
        yield say(N_("columns not read: %(columns)s"), columns=columns)


def _told(faults: Sequence[tuple[int, Fault]], language: Language) -> Iterator[str]:
    for row, fault in faults[:_MOST_LINES]:
        reason = language.gettext(fault.message, **fault.values)
        where = {"row": row, "column": fault.column, "reason": reason}
        yield language.gettext(N_("  row %(row)s, %(column)s: %(reason)s"), **where)
    if len(faults) > _MOST_LINES:
        yield language.gettext(N_("  and %(count)s more"), count=len(faults) - _MOST_LINES)


def _key(agency: Organisation, read: Read) -> str:
    return f"import:{sha256(f'{agency.public_id} {read.key}'.encode()).hexdigest()[:48]}"


def _draft(
    session: Session, actor: Actor, agency: Organisation, content: NeedContent, key: str
) -> str:
    need = actions.draft(session, actor, agency.public_id, content)
    need.import_key = key
    return need.public_id


def _completed(read: Read, headings: Headings) -> tuple[NeedContent, tuple[Fault, ...]]:
    """The content with the category and kind that the title tells, where the row does not.

    An item needs both; without a category it can't be kept, which is a note.
    """
    content, item = read.content, read.item
    title = content.title_vi or content.title_en or ""
    category = content.category or category_of(title)
    content = replace(content, category=category)
    if item is None:
        return content, ()
    if category is None:
        message = N_(
            "Quantity, year and kind were not kept, because the category is not known: add the item"
            " to the draft."
        )
        return content, (Fault(headings.name(Column.CATEGORY), message),)
    item = replace(item, category=category, kind=item.kind or kind_of(title))
    return replace(content, items=(item,)), ()


def category_of(title: str) -> Category | None:
    """The category of the concepts that a title names; None for none, or a tie."""
    known = default()
    named = [mention.concept for mention in known.find(analyse(title), overlapping=True)]
    told = Counter(code for code in (known.concept(one).category for one in named) if code)
    best = told.most_common(2)
    if not best or (len(best) == 2 and best[0][1] == best[1][1]):
        return None
    return Category(best[0][0])


def kind_of(title: str) -> ItemKind:
    """What a title asks for by how it begins; equipment where that does not tell."""
    start = _PACKAGE.sub("", fold(title).strip())
    return next((k for k, words in _KINDS if re.match(words, start)), ItemKind.EQUIPMENT)


def _faults(content: NeedContent, headings: Headings) -> Iterator[Fault]:
    for problem in problems(content):
        if problem.code == "no_title":
            continue  # the reader has said so already
        columns = _COLUMNS.get(problem.field or "", (Column.TITLE,))
        column = next((c for c in columns if c in headings.columns), columns[0])
        yield Fault(headings.name(column), problem.message, problem.values)


def _double(headings: Headings, first: int) -> Fault:
    message = N_("Says the same as row %(row)s: take one of them out, or say how they differ.")
    column = next(
        c for c in (Column.TITLE, Column.TITLE_VI, Column.TITLE_EN) if c in headings.columns
    )
    return Fault(headings.name(column), message, {"row": first})
