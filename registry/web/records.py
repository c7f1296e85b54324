"""The desk of a kind of dated record: its list, one record, changing, adding and ending one.

The five kinds are edited alike, so each section of pages mounts the same views with its own form
and words. A change goes from the form to a page that says what it touches, and from there, when it
is confirmed, into the database.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions import record as actions
from registry.domain.permission import Permission, check
from registry.domain.record import RecordKind
from registry.i18n import N_
from registry.queries import record as query
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read, url
from registry.web.forms.reference import EndForm, RecordForm
from registry.web.respond import done, page


@dataclass(frozen=True, slots=True)
class Desk:
    """What tells one kind's pages from another's; texts are written as ``N_("…")``.

    ``add``: the text of the button that begins a record; None where the plan itself does that.
    """

    section: str
    form: type[RecordForm]
    title: str
    lede: str
    add: str | None = None
    kind: RecordKind = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", self.form.kind)

    def address(self, endpoint: str, **values: Any) -> str:
        """The address of one of the desk's pages."""
        return url(f"{self.section}.{endpoint}", **values)


def mount(blueprint: Blueprint, desk: Desk) -> None:
    """Give the section its views."""
    base = f"/registrar/reference/{desk.section}/"

    @blueprint.get(base)
    @signed_in
    def index() -> ResponseReturnValue:
        """All records of the kind."""
        with read() as session:
            lines = query.listed(session, actor(), desk.kind, lang())
        return page("records/index.html", desk=desk, lines=lines)

    @blueprint.get(f"{base}<public_id>")
    @signed_in
    def show(public_id: str) -> ResponseReturnValue:
        """One record with its history."""
        return page("records/show.html", desk=desk, record=_record(desk, public_id))

    @blueprint.get(f"{base}<public_id>/edit")
    @signed_in
    def edit(public_id: str) -> ResponseReturnValue:
        """Ask what the record is to say, since when, and where that is written."""
        record = _record(desk, public_id)
        form = desk.form(data=dict(record.values))
        return _asked(desk, form, record, record.version)

    @blueprint.post(f"{base}<public_id>/edit")
    @signed_in
    def edit_post(public_id: str) -> ResponseReturnValue:
        """Say what the change touches, or make it when that is confirmed."""
        record, form = _record(desk, public_id), desk.form()
        based_on = request.form.get("based_on", "")

        def act(session: Session) -> object:
            return actions.change(
                session, actor(), desk.kind, public_id, form.said(), form.since.data,
                form.source.data or "", based_on,
            )  # fmt: skip

        if _confirmed():
            if form.carry_out(act):
                message = lang().gettext(N_("The change is recorded."))
                return done(message, f"{desk.section}.show", public_id=public_id)
            if form.refusal and form.refusal.code == "changed_meanwhile":
                based_on = form.refusal.values["version"]
        elif not _back() and form.validate_on_submit():
            return _preview(desk, form, record, based_on)
        return _asked(desk, form, record, based_on, 200 if _back() else 422)

    if desk.add is not None:
        _mount_growth(blueprint, desk, base)


def _mount_growth(blueprint: Blueprint, desk: Desk, base: str) -> None:
    """The views of kinds whose records are begun and ended by hand."""

    @blueprint.get(f"{base}new")
    @signed_in
    def new() -> ResponseReturnValue:
        """Ask for a new record."""
        check(actor(), Permission.EDIT_REFERENCE)
        return _asked(desk, desk.form(), None, "")

    @blueprint.post(f"{base}new")
    @signed_in
    def new_post() -> ResponseReturnValue:
        """Say what the new record touches, or store it when that is confirmed."""
        check(actor(), Permission.EDIT_REFERENCE)
        form = desk.form()

        def act(session: Session) -> str:
            return actions.add(
                session, actor(), desk.kind, form.said(), form.since.data, form.source.data or ""
            )

        if _confirmed():
            if code := form.carry_out(act):
                message = lang().gettext(N_("The entry is added."))
                return done(message, f"{desk.section}.show", public_id=code)
        elif not _back() and form.validate_on_submit():
            return _preview(desk, form, None, "")
        return _asked(desk, form, None, "", 200 if _back() else 422)

    @blueprint.get(f"{base}<public_id>/end")
    @signed_in
    def end(public_id: str) -> ResponseReturnValue:
        """Ask until when a record holds."""
        record = _record(desk, public_id)
        return page(
            "records/end.html", desk=desk, record=record, form=EndForm(), based_on=record.version
        )

    @blueprint.post(f"{base}<public_id>/end")
    @signed_in
    def end_post(public_id: str) -> ResponseReturnValue:
        """Let the record end."""
        record, form = _record(desk, public_id), EndForm()
        based_on = request.form.get("based_on", "")

        def act(session: Session) -> bool:
            actions.end_record(
                session, actor(), desk.kind, public_id, form.last_day.data, form.source.data or "",
                based_on,
            )  # fmt: skip
            return True

        if form.carry_out(act):
            message = lang().gettext(N_("The end is recorded."))
            return done(message, f"{desk.section}.show", public_id=public_id)
        if form.refusal and form.refusal.code == "changed_meanwhile":
            based_on = form.refusal.values["version"]
        return page("records/end.html", 422, desk=desk, record=record, form=form, based_on=based_on)


def _record(desk: Desk, public_id: str) -> query.RecordPage:
    with read() as session:
        shown: query.RecordPage = found(query.shown(session, actor(), desk.kind, public_id, lang()))
    return shown


def _asked(
    desk: Desk,
    form: RecordForm,
    record: query.RecordPage | None,
    based_on: str,
    status: int = 200,
) -> ResponseReturnValue:
    return page("records/edit.html", status, desk=desk, form=form, record=record, based_on=based_on)


def _preview(
    desk: Desk, form: RecordForm, record: query.RecordPage | None, based_on: str
) -> ResponseReturnValue:
    since = form.since.data or date.max  # validated: a day was given
    code = record.code if record else None
    with read() as session:
        preview = query.preview(session, actor(), desk.kind, code, form.said(), since, lang())
    return page(
        "records/preview.html", desk=desk, form=form, record=record, preview=preview,
        typed=typed(), based_on=based_on,
    )  # fmt: skip


def typed() -> dict[str, str]:
    """What was typed, to go on from a preview as it is."""
    own = {"csrf_token", "confirmed", "back", "based_on"}
    return {name: value for name, value in request.form.items() if name not in own}


def _confirmed() -> bool:
    return "confirmed" in request.form


def _back() -> bool:
    return "back" in request.form
