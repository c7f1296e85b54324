"""Offerings: the list, one offering, publishing, editing, withdrawing."""

from flask import request
from flask.typing import ResponseReturnValue

from registry.actions import offering as actions
from registry.domain.organisation import Capability
from registry.domain.permission import Permission
from registry.i18n import N_
from registry.queries import matching, openings
from registry.queries import offering as offering_query
from registry.web import listing
from registry.web.access import found, public, seats_that_may, signed_in, some_seats_that_may
from registry.web.context import actor, lang, read
from registry.web.forms.offering import OfferingForm, WithdrawForm
from registry.web.forms.rows import changed_rows
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("offerings", __name__)

_PUBLISHING = Permission.EDIT_OFFERING, Capability.SUPPLIES


@blueprint.get("/offerings/")
@public("offerings are published for everybody")
def index() -> ResponseReturnValue:
    """The public offerings, narrowed by what a reader chose and searched for."""
    asked = listing.asked("offering")
    with read() as session:
        shown = offering_query.listed(session, lang(), asked)
    listing.within(asked.number, shown.pages)
    may_publish = bool(seats_that_may(*_PUBLISHING))
    return page("offerings/index.html", shown=shown, number=asked.number, may_publish=may_publish)


@blueprint.get("/offerings/<public_id>")
@public("offerings are published for everybody; withdrawn ones show to their authors alone")
def show(public_id: str) -> ResponseReturnValue:
    """One offering, the needs that it fits and, for its members, what would open more."""
    with read() as session:
        shown = found(offering_query.detail(session, actor(), public_id, lang()))
        cards = matching.cards_of_offering(session, public_id, lang())
        own = openings.of_offering(session, public_id, lang()) if shown.own else ()
    return page("offerings/show.html", shown=shown, cards=cards, openings=own)


@blueprint.get("/offerings/new")
@signed_in
def new() -> ResponseReturnValue:
    """Ask for a new offering."""
    form = OfferingForm()
    form.choose_among(some_seats_that_may(*_PUBLISHING))
    return page("offerings/new.html", form=form)


@blueprint.post("/offerings/new")
@signed_in
def new_post() -> ResponseReturnValue:
    """Publish what was entered."""
    seats, form = some_seats_that_may(*_PUBLISHING), OfferingForm()
    form.choose_among(seats)
    if changed_rows(form):
        return page("offerings/new.html", form=form)
    published = form.carry_out(
        lambda session: actions.publish(session, actor(), form.chosen(seats), form.content())
    )
    if not published:
        return page("offerings/new.html", 422, form=form)
    message = N_("The offering is published. It is marked until the registrar's check.")
    return done(lang().gettext(message), "offerings.show", public_id=published.public_id)


@blueprint.get("/offerings/<public_id>/edit")
@signed_in
def edit(public_id: str) -> ResponseReturnValue:
    """Ask for a new version, from the public one."""
    subject = _editable(public_id)
    form = OfferingForm(data=subject.values)
    del form.organisation
    return page("offerings/edit.html", form=form, subject=subject, based_on=subject.number)


@blueprint.post("/offerings/<public_id>/edit")
@signed_in
def edit_post(public_id: str) -> ResponseReturnValue:
    """Publish the new version in the place of the one that the form was opened on."""
    subject = _editable(public_id)
    based_on = request.form.get("based_on", 0, type=int)
    form = OfferingForm()
    del form.organisation
    if changed_rows(form):
        return page("offerings/edit.html", form=form, subject=subject, based_on=based_on)
    if form.carry_out(
        lambda session: actions.edit(session, actor(), public_id, form.content(), based_on)
    ):
        message = N_("The new version is public.")
        return done(lang().gettext(message), "offerings.show", public_id=public_id)
    if form.refusal and form.refusal.code == "changed_meanwhile":
        # Sent once more, the form stands against the version that its author now knows of.
        based_on = form.refusal.values["number"]
    return page("offerings/edit.html", 422, form=form, subject=subject, based_on=based_on)


@blueprint.get("/offerings/<public_id>/withdraw")
@signed_in
def withdraw(public_id: str) -> ResponseReturnValue:
    """Ask before an offering is taken down."""
    return page("offerings/withdraw.html", form=WithdrawForm(), subject=_editable(public_id))


@blueprint.post("/offerings/<public_id>/withdraw")
@signed_in
def withdraw_post(public_id: str) -> ResponseReturnValue:
    """Take the offering down."""
    form, subject = WithdrawForm(), _editable(public_id)
    if form.carry_out(
        lambda session: actions.withdraw(session, actor(), public_id, form.reason.data or "")
    ):
        message = N_("The offering is withdrawn: it shows to your organisation alone.")
        return done(lang().gettext(message), "offerings.show", public_id=public_id)
    return page("offerings/withdraw.html", 422, form=form, subject=subject)


def _editable(public_id: str) -> offering_query.Editable:
    with read() as session:
        return found(offering_query.editable(session, actor(), public_id, lang()))
