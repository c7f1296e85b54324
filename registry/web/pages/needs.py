"""Needs: the list, one need with who could meet it, and the agency's own work on it."""

from collections.abc import Callable
from datetime import timedelta

from flask import request
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions import need as actions
from registry.actions.errors import ActionError
from registry.domain.base import utcnow
from registry.domain.organisation import Capability
from registry.domain.permission import Actor, Permission
from registry.i18n import N_
from registry.queries import matching, need_review, set_aside
from registry.queries import need as need_query
from registry.web import listing
from registry.web.access import found, public, seats_that_may, signed_in, some_seats_that_may
from registry.web.context import actor, lang, read, write
from registry.web.forms.need import NeedForm, NoteForm, ReasonForm, values_of
from registry.web.forms.rows import changed_rows
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("needs", __name__)

# A worker compares a new need within seconds; after this long, nothing found means nothing there.
_COMPARED_WITHIN = timedelta(minutes=1)
_WRITING = Permission.EDIT_NEED, Capability.BUYS
_KEPT = N_("The draft is saved. Only your agency sees it.")
_KEPT_BESIDE = N_("The draft is saved. What is public stays as it is until it is approved.")


@blueprint.get("/needs/")
@public("needs are published for everybody")
def index() -> ResponseReturnValue:
    """The public needs, narrowed by what a reader chose and searched for."""
    asked = listing.asked("need")
    with read() as session:
        shown = need_query.listed(session, lang(), asked, utcnow())
    listing.within(asked.number, shown.pages)
    may_publish = bool(seats_that_may(*_WRITING))
    return page("needs/index.html", shown=shown, number=asked.number, may_publish=may_publish)


@blueprint.get("/needs/<public_id>")
@public("needs are published for everybody; drafts show to their agency alone")
def show(public_id: str) -> ResponseReturnValue:
    """One need and who could meet it; ``?draft=1`` shows its agency the draft beside it."""
    draft = request.args.get("draft") == "1"
    with read() as session:
        need = found(need_query.detail(session, actor(), public_id, lang(), working=draft))
        matches, aside = matching.NeedMatches(), set_aside.NOBODY
        if need.public:
            matches = matching.cards_of_need(session, public_id, lang())
            aside = set_aside.of_need(session, actor(), public_id, lang())
    new = need.published_at is not None and utcnow() - need.published_at < _COMPARED_WITHIN
    comparing = new and matches.made_at is None
    return page("needs/show.html", need=need, matches=matches, aside=aside, comparing=comparing)


@blueprint.get("/needs/new")
@signed_in
def new() -> ResponseReturnValue:
    """Ask for a new need."""
    form = NeedForm()
    form.choose_among(some_seats_that_may(*_WRITING))
    form.number_items()
    return page("needs/new.html", form=form)


@blueprint.post("/needs/new")
@signed_in
def new_post() -> ResponseReturnValue:
    """Keep what was entered as a draft; ``begin``: only open the form with the words sent."""
    begins = "begin" in request.form
    seats, form = some_seats_that_may(*_WRITING), NeedForm.begun() if begins else NeedForm()
    form.choose_among(seats)
    changed = changed_rows(form)
    form.number_items()
    if changed or begins:
        return page("needs/new.html", form=form)
    draft = form.carry_out(
        lambda session: actions.draft(session, actor(), form.chosen(seats), form.content())
    )
    if not draft:
        return page("needs/new.html", 422, form=form)
    return done(lang().gettext(_KEPT), "needs.show", public_id=draft.public_id)


@blueprint.get("/needs/<public_id>/edit")
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """Ask for changes, from the draft or else from what is public."""
    subject = _editable(public_id)
    form = NeedForm(data={**values_of(subject.content), "based_on": subject.version})
    del form.organisation
    form.number_items()
    return page("needs/edit.html", form=form, subject=subject)


@blueprint.post("/needs/<public_id>/edit")
@signed_in
def edit_post(public_id: str) -> ResponseReturnValue:
    """Keep the changes in the draft; what is public stays as it is."""
    subject, form = _editable(public_id), NeedForm()
    del form.organisation
    changed = changed_rows(form)
    form.number_items()
    if changed:
        return page("needs/edit.html", form=form, subject=subject)
    based_on = form.based_on.data or ""
    if form.carry_out(
        lambda session: actions.edit(session, actor(), public_id, form.content(), based_on)
    ):
        message = _KEPT_BESIDE if subject.public else _KEPT
        return done(lang().gettext(message), "needs.show", public_id=public_id, draft=1)
    if form.refusal and form.refusal.code == "conflict":
        # Sent once more, the form stands against the draft that its author now knows of.
        form.based_on.data = subject.version
    return page("needs/edit.html", 422, form=form, subject=subject)


@blueprint.get("/needs/<public_id>/submit")
@signed_in
def submit(public_id: str) -> ResponseReturnValue:
    """Ask before the draft goes to the approver, or say what it lacks."""
    return page("needs/submit.html", review=_review(public_id, Permission.EDIT_NEED))


@blueprint.post("/needs/<public_id>/submit")
@signed_in
def submit_post(public_id: str) -> ResponseReturnValue:
    """Hand the draft to the agency's approver."""
    return _carry_out(
        public_id, Permission.EDIT_NEED, "needs/submit.html",
        lambda session, who: actions.submit(session, who, public_id),
        N_("The need waits for your agency's approver."),
    )  # fmt: skip


@blueprint.get("/needs/<public_id>/approve")
@signed_in
def approve(public_id: str) -> ResponseReturnValue:
    """Show what will be published, and how it differs from what is public."""
    return page("needs/approve.html", review=_review(public_id, Permission.APPROVE_NEED))


@blueprint.post("/needs/<public_id>/approve")
@signed_in
def approve_post(public_id: str) -> ResponseReturnValue:
    """Publish it."""
    seen = request.form.get("seen", "")
    return _carry_out(
        public_id, Permission.APPROVE_NEED, "needs/approve.html",
        lambda session, who: actions.approve(session, who, public_id, seen),
        N_("The need is published. Suppliers that could meet it appear in a few moments."),
    )  # fmt: skip


@blueprint.get("/needs/<public_id>/return", endpoint="return_")
@signed_in
def return_(public_id: str) -> ResponseReturnValue:
    """Ask what the author has to change."""
    review = _review(public_id, Permission.APPROVE_NEED)
    return page("needs/return.html", form=NoteForm(), review=review)


@blueprint.post("/needs/<public_id>/return", endpoint="return_post")
@signed_in
def return_post(public_id: str) -> ResponseReturnValue:
    """Give it back to its author."""
    review, form = _review(public_id, Permission.APPROVE_NEED), NoteForm()
    if form.carry_out(
        lambda session: actions.return_(session, actor(), public_id, form.note.data or "")
    ):
        message = N_("The need went back to its author, with your note.")
        return done(lang().gettext(message), "needs.show", public_id=public_id)
    return page("needs/return.html", 422, form=form, review=review)


@blueprint.get("/needs/<public_id>/withdraw")
@signed_in
def withdraw(public_id: str) -> ResponseReturnValue:
    """Ask before a need is taken down."""
    return page("needs/withdraw.html", form=ReasonForm(), subject=_withdrawable(public_id))


@blueprint.post("/needs/<public_id>/withdraw")
@signed_in
def withdraw_post(public_id: str) -> ResponseReturnValue:
    """Take the need down."""
    subject, form = _withdrawable(public_id), ReasonForm()
    if form.carry_out(
        lambda session: actions.withdraw(session, actor(), public_id, form.reason.data or "")
    ):
        message = N_("The need is withdrawn: it shows to your agency alone.")
        return done(lang().gettext(message), "needs.show", public_id=public_id)
    return page("needs/withdraw.html", 422, form=form, subject=subject)


def _carry_out(
    public_id: str,
    permission: Permission,
    template: str,
    act: Callable[[Session, Actor], object],
    message: str,
) -> ResponseReturnValue:
    """Do what a page of confirmation asked; where it is refused, show the page with the reason."""
    with read() as session:
        found(need_query.detail(session, actor(), public_id, lang(), working=True))
    try:
        with write() as session:
            act(session, actor())
    except ActionError as error:
        refused = lang().gettext(error.message, **error.values)
        review = _review(public_id, permission)
        return page(template, 422, review=review, refused=refused)
    return done(lang().gettext(message), "needs.show", public_id=public_id)


def _editable(public_id: str) -> need_review.Editable:
    with read() as session:
        return found(need_review.editable(session, actor(), public_id, lang()))


def _review(public_id: str, permission: Permission) -> need_review.Review:
    with read() as session:
        return found(need_review.review(session, actor(), public_id, lang(), permission))


def _withdrawable(public_id: str) -> need_query.NeedDetail:
    with read() as session:
        return found(need_review.withdrawable(session, actor(), public_id, lang()))
