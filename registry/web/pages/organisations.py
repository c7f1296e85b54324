"""Organisations: the list, one organisation, writing to it."""

from flask import request
from flask.typing import ResponseReturnValue

from registry.actions import message as actions
from registry.domain.base import utcnow
from registry.i18n import N_
from registry.queries import message as message_query
from registry.queries import organisation as organisation_query
from registry.queries.message import About
from registry.queries.organisation import Addressee
from registry.web import listing
from registry.web.access import found, public, signed_in
from registry.web.context import actor, lang, read
from registry.web.forms.message import MessageForm
from registry.web.limits import limiter
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("organisations", __name__)


@blueprint.get("/organisations/")
@public("the registry's organisations are published for everybody")
def index() -> ResponseReturnValue:
    """The public organisations, narrowed by what a reader chose and searched for."""
    asked = listing.asked("organisation")
    with read() as session:
        shown = organisation_query.listed(session, lang(), asked)
    listing.within(asked.number, shown.pages)
    return page("organisations/index.html", shown=shown, number=asked.number)


@blueprint.get("/organisations/<public_id>")
@public("an organisation's profile is published; its contacts show to signed-in readers alone")
def show(public_id: str) -> ResponseReturnValue:
    """One organisation: what it says of itself, what it offers and needs, whom to write to."""
    with read() as session:
        shown = organisation_query.detail(session, actor(), public_id, lang(), utcnow())
    return page("organisations/show.html", shown=found(shown))


@blueprint.get("/organisations/<public_id>/write", endpoint="write")
@signed_in
def ask(public_id: str) -> ResponseReturnValue:
    """Ask for a message; about a need or offering where the link says so."""
    form = MessageForm(need=request.args.get("need"), offering=request.args.get("offering"))
    seats = message_query.speaks_for(actor())
    form.senders(seats)
    addressee, about = _subject(public_id, form)
    if seats:
        form.sender.data = seats[0].organisation
    if about:
        form.subject.data = about[0].title[: actions.LONGEST_SUBJECT]
    return page("organisations/write.html", form=form, addressee=addressee, about=about)


@blueprint.post("/organisations/<public_id>/write", endpoint="write_post")
@signed_in
@limiter.limit("30 per hour", key_func=lambda: actor().public_id or "")
def send(public_id: str) -> ResponseReturnValue:
    """Send what was written, and show it."""
    form = MessageForm()
    form.senders(message_query.speaks_for(actor()))
    addressee, about = _subject(public_id, form)
    sent = None
    if addressee.writable and not addressee.own:
        sent = form.carry_out(
            lambda session: actions.write(
                session,
                actor(),
                public_id,
                subject=form.subject.data,
                body=form.body.data,
                need_pid=form.need.data or None,
                offering_pid=form.offering.data or None,
                from_organisation_pid=form.sender_id,
            )
        )
    if not sent:
        return page("organisations/write.html", 422, form=form, addressee=addressee, about=about)
    text = lang().gettext(
        N_("Your message to %(organisation)s is on its way. This is what you wrote."),
        organisation=addressee.name,
    )
    return done(text, "workspace.message", public_id=sent.public_id)


def _subject(public_id: str, form: MessageForm) -> tuple[Addressee, tuple[About, ...]]:
    """Whom one writes to and about what; "not found" where either is not public."""
    with read() as session:
        return (
            found(organisation_query.addressee(session, actor(), public_id, lang())),
            found(message_query.subject_about(session, lang(), form.need.data, form.offering.data)),
        )
