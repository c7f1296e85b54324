"""The registrar's desk: offerings that wait for a check, and the check itself."""

from flask import request
from flask.typing import ResponseReturnValue

from registry.actions import offering as actions
from registry.actions.errors import ActionError
from registry.i18n import N_
from registry.queries import registrar as registrar_query
from registry.web import listing
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read, write
from registry.web.forms.offering import QuestionForm
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("registrar", __name__)


@blueprint.get("/registrar/")
@signed_in
def queue() -> ResponseReturnValue:
    """What waits for the registrar, or for a publisher's answer (``?asked=1``)."""
    asked = listing.asked("offering")
    with read() as session:
        shown = registrar_query.queue(session, actor(), lang(), asked)
    listing.within(asked.number, shown.listed.pages)
    answers = "asked" in shown.listed.cleared
    return page("registrar/queue.html", shown=shown, number=asked.number, asked=answers)


@blueprint.get("/registrar/offerings/<public_id>")
@signed_in
def check(public_id: str) -> ResponseReturnValue:
    """The version to check, with what differs from the last checked one."""
    return _subject(public_id, QuestionForm())


@blueprint.post("/registrar/offerings/<public_id>")
@signed_in
def check_post(public_id: str) -> ResponseReturnValue:
    """Confirm the version that was read, or send a question about it."""
    form = QuestionForm()
    number = request.form.get("number", 0, type=int)
    if not form.validate_on_submit():
        return _subject(public_id, form, 422)
    try:
        with write() as session:
            if request.form.get("verdict") == "confirm":
                actions.check(session, actor(), public_id, number)
                message = N_("The offering is confirmed.")
            else:
                note = form.note.data or ""
                actions.return_with_question(session, actor(), public_id, note, number)
                message = N_("The question is sent. The offering stays public meanwhile.")
    except ActionError as error:
        form.add_error(error)
        return _subject(public_id, form, 422)
    return done(lang().gettext(message), "registrar.queue")


def _subject(public_id: str, form: QuestionForm, status: int = 200) -> ResponseReturnValue:
    with read() as session:
        shown = found(registrar_query.subject(session, actor(), public_id, lang()))
    return page("registrar/check.html", status, shown=shown, form=form)
