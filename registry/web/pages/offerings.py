"""Offerings: the list, one offering, publishing, editing, withdrawing."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from registry.actions import offering as actions
from registry.actions.errors import ActionError
from registry.domain.organisation import Capability
from registry.domain.permission import Forbidden, Permission, Seat, can
from registry.i18n import N_
from registry.queries import matching
from registry.queries import offering as offering_query
from registry.web.access import found, public, signed_in
from registry.web.context import actor, lang, portal, read, write
from registry.web.forms.offering import OfferingForm, WithdrawForm
from registry.web.forms.rows import changed_rows
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("offerings", __name__)

LONGEST_QUERY = 200
LAST_PAGE = 100_000


@blueprint.get("/offerings/")
@public("offerings are published for everybody")
def index() -> ResponseReturnValue:
    """The newest offerings, or those that a search found."""
    query = request.args.get("q", "").strip()[:LONGEST_QUERY]
    number = min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)
    with read() as session:
        if query:
            hits = portal().search.find(query, ["offering"], number, offering_query.PER_PAGE)
            ids = [public_id for _, public_id in hits.ids]
            shown = offering_query.found(session, lang(), ids, hits.total)
        else:
            shown = offering_query.page(session, lang(), number)
    if number > max(1, shown.pages):
        abort(404)
    return page(
        "offerings/index.html", shown=shown, query=query, number=number, may_publish=bool(_seats())
    )


@blueprint.get("/offerings/<public_id>")
@public("offerings are published for everybody; withdrawn ones show to their authors alone")
def show(public_id: str) -> ResponseReturnValue:
    """One offering, and the needs that it fits."""
    with read() as session:
        shown = found(offering_query.detail(session, actor(), public_id, lang()))
        cards = matching.cards_of_offering(session, public_id, lang())
    return page("offerings/show.html", shown=shown, cards=cards)


@blueprint.get("/offerings/new")
@signed_in
def new() -> ResponseReturnValue:
    """Ask for a new offering."""
    form = OfferingForm()
    form.publishers(_publishers())
    return page("offerings/new.html", form=form)


@blueprint.post("/offerings/new")
@signed_in
def new_post() -> ResponseReturnValue:
    """Publish what was entered."""
    seats = _publishers()
    form = OfferingForm()
    form.publishers(seats)
    if changed_rows(form):
        return page("offerings/new.html", form=form)
    if form.validate_on_submit():
        publisher = form.organisation.data if "organisation" in form else seats[0].organisation
        try:
            with write() as session:
                offering = actions.publish(session, actor(), publisher, form.content())
                public_id = offering.public_id
        except ActionError as error:
            form.add_error(error)
        else:
            message = N_("The offering is published. It is marked until the registrar's check.")
            return done(lang().gettext(message), "offerings.show", public_id=public_id)
    return page("offerings/new.html", 422, form=form)


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
    if form.validate_on_submit():
        try:
            with write() as session:
                actions.edit(session, actor(), public_id, form.content(), based_on)
        except ActionError as error:
            form.add_error(error)
            # Sent once more, the form stands against the version that its author now knows of.
            if error.code == "changed_meanwhile":
                based_on = error.values["number"]
        else:
            message = N_("The new version is public.")
            return done(lang().gettext(message), "offerings.show", public_id=public_id)
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
    if form.validate_on_submit():
        try:
            with write() as session:
                actions.withdraw(session, actor(), public_id, form.reason.data or "")
        except ActionError as error:
            form.add_error(error)
        else:
            message = N_("The offering is withdrawn: it shows to your organisation alone.")
            return done(lang().gettext(message), "offerings.show", public_id=public_id)
    return page("offerings/withdraw.html", 422, form=form, subject=subject)


def _editable(public_id: str) -> offering_query.Editable:
    with read() as session:
        return found(offering_query.editable(session, actor(), public_id, lang()))


def _seats() -> list[Seat]:
    """Where the reader may publish offerings."""
    who, needed = actor(), Permission.EDIT_OFFERING
    supplying = who.seats_that(Capability.SUPPLIES)
    return [seat for seat in supplying if can(who, needed, seat.organisation_id)]


def _publishers() -> list[Seat]:
    """The same; Forbidden where there is none."""
    seats = _seats()
    if not seats:
        raise Forbidden(Permission.EDIT_OFFERING)
    return seats
