"""Proposals for the thesaurus, for curators and the registrar: the queue, proposing, declining."""

from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions import proposal as actions
from registry.domain.permission import Permission, check
from registry.i18n import N_
from registry.queries import proposal as query
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read
from registry.web.forms.reference import DeclineForm, ProposalForm
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("proposals", __name__)

_BASE = "/registrar/reference/thesaurus/"


@blueprint.get(_BASE)
@signed_in
def index() -> ResponseReturnValue:
    """The proposals, the waiting ones first."""
    with read() as session:
        lines = query.listed(session, actor(), lang())
    return page("proposals/index.html", lines=lines)


@blueprint.get(f"{_BASE}new")
@signed_in
def new() -> ResponseReturnValue:
    """Ask for words."""
    check(actor(), Permission.PROPOSE_CONCEPT)
    return page("proposals/new.html", form=ProposalForm())


@blueprint.post(f"{_BASE}new")
@signed_in
def new_post() -> ResponseReturnValue:
    """Put the proposal into the queue."""
    check(actor(), Permission.PROPOSE_CONCEPT)
    form = ProposalForm()
    if form.carry_out(lambda session: actions.propose(session, actor(), form.content())):
        message = lang().gettext(N_("The proposal waits for the review of the thesaurus's files."))
        return done(message, "proposals.index")
    return page("proposals/new.html", 422, form=form)


@blueprint.get(f"{_BASE}<public_id>/decline")
@signed_in
def decline(public_id: str) -> ResponseReturnValue:
    """Ask why a proposal is not taken."""
    return page("proposals/decline.html", form=DeclineForm(), proposal=_waiting(public_id))


@blueprint.post(f"{_BASE}<public_id>/decline")
@signed_in
def decline_post(public_id: str) -> ResponseReturnValue:
    """Take a proposal out of the queue."""
    proposal, form = _waiting(public_id), DeclineForm()

    def act(session: Session) -> bool:
        actions.decline(session, actor(), public_id, form.note.data)
        return True

    if form.carry_out(act):
        return done(lang().gettext(N_("The proposal is declined.")), "proposals.index")
    return page("proposals/decline.html", 422, form=form, proposal=proposal)


def _waiting(public_id: str) -> query.ProposalLine:
    with read() as session:
        shown: query.ProposalLine = found(query.shown(session, actor(), public_id, lang()))
    return shown
