"""Standards, for the registrar and the curators: adding and replacing them, and their days."""

from datetime import date

from flask import request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions import standard as actions
from registry.domain.permission import Permission, check
from registry.i18n import N_
from registry.queries import standard as query
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read
from registry.web.forms.reference import ReplaceForm, StandardDaysForm, StandardForm
from registry.web.pages import section
from registry.web.records import typed
from registry.web.respond import done, page

blueprint = section("standards", __name__)

_BASE = "/registrar/reference/standards/"


@blueprint.get(_BASE)
@signed_in
def index() -> ResponseReturnValue:
    """The standards in force, and the replaced ones."""
    with read() as session:
        in_force, replaced = query.listed(session, actor(), lang())
    return page("standards/index.html", in_force=in_force, replaced=replaced)


@blueprint.get(f"{_BASE}<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """One standard with its history, and who cites it."""
    return page("standards/show.html", standard=_standard(public_id))


@blueprint.get(f"{_BASE}new")
@signed_in
def new() -> ResponseReturnValue:
    """Ask for a new standard."""
    check(actor(), Permission.EDIT_STANDARD)
    return page("standards/new.html", form=StandardForm())


@blueprint.post(f"{_BASE}new")
@signed_in
def new_post() -> ResponseReturnValue:
    """Store a new standard."""
    check(actor(), Permission.EDIT_STANDARD)
    form = StandardForm()
    added = form.carry_out(lambda session: actions.add(session, actor(), form.content()))
    if not added:
        return page("standards/new.html", 422, form=form)
    message = lang().gettext(N_("The standard is added: needs and offerings can cite it."))
    return done(message, "standards.show", public_id=added.public_id)


@blueprint.get(f"{_BASE}<public_id>/replace")
@signed_in
def replace(public_id: str) -> ResponseReturnValue:
    """Ask what takes the standard's place."""
    standard = _standard(public_id)
    form = _replacing(public_id)
    form.existing_until.data = standard.line.existing_until
    return page("standards/replace.html", form=form, standard=standard)


@blueprint.post(f"{_BASE}<public_id>/replace")
@signed_in
def replace_post(public_id: str) -> ResponseReturnValue:
    """Say whom the replacement touches, or record it when that is confirmed."""
    standard, form = _standard(public_id), _replacing(public_id)

    def act(session: Session) -> bool:
        actions.replace(
            session, actor(), public_id, form.successor.data, form.since.data,
            form.existing_until.data, form.source.data,
        )  # fmt: skip
        return True

    back = "back" in request.form
    if "confirmed" in request.form:
        if form.carry_out(act):
            message = lang().gettext(N_("The replacement is recorded."))
            return done(message, "standards.show", public_id=public_id)
    elif not back and _would_replace(form, public_id):
        successor = dict(form.successor.choices)[form.successor.data]
        return page(
            "standards/preview.html", standard=standard, form=form, successor=successor,
            typed=typed(),
        )  # fmt: skip
    return page("standards/replace.html", 200 if back else 422, form=form, standard=standard)


@blueprint.get(f"{_BASE}<public_id>/days")
@signed_in
def days(public_id: str) -> ResponseReturnValue:
    """Ask for the standard's days."""
    line = (standard := _standard(public_id)).line
    form = StandardDaysForm(
        data={"in_force_from": line.since, "existing_until": line.existing_until}
    )
    seen = (line.since, line.existing_until)
    return page("standards/days.html", form=form, standard=standard, seen=seen)


@blueprint.post(f"{_BASE}<public_id>/days")
@signed_in
def days_post(public_id: str) -> ResponseReturnValue:
    """Correct the standard's days."""
    standard, form = _standard(public_id), StandardDaysForm()
    seen = (_day("seen_in_force_from"), _day("seen_existing_until"))

    def act(session: Session) -> bool:
        actions.change_days(
            session, actor(), public_id, form.in_force_from.data, form.existing_until.data,
            form.source.data, seen,
        )  # fmt: skip
        return True

    if form.carry_out(act):
        message = lang().gettext(N_("The days are recorded."))
        return done(message, "standards.show", public_id=public_id)
    if form.refusal and form.refusal.code == "changed_meanwhile":
        seen = (standard.line.since, standard.line.existing_until)
    return page("standards/days.html", 422, form=form, standard=standard, seen=seen)


def _standard(public_id: str) -> query.StandardPage:
    with read() as session:
        shown: query.StandardPage = found(query.shown(session, actor(), public_id, lang()))
    return shown


def _replacing(public_id: str) -> ReplaceForm:
    form = ReplaceForm()
    with read() as session:
        form.successor.choices = query.successors(session, public_id, lang())
    return form


def _would_replace(form: ReplaceForm, public_id: str) -> bool:
    """Whether the use case would take what was typed; its objections go to the form."""
    if not form.validate_on_submit():
        return False
    with read() as session:
        problems = actions.objections(
            session, public_id, form.successor.data, form.since.data, form.existing_until.data,
            form.source.data,
        )  # fmt: skip
    for problem in problems:
        form.add_error(problem)
    return not problems


def _day(name: str) -> date | None:
    try:
        return date.fromisoformat(request.form.get(name, ""))
    except ValueError:
        return None
