"""A need's match dossier as PDF, for the agency's people and the registrar."""

from flask import request
from flask.typing import ResponseReturnValue

from registry.i18n import LANGUAGES, language
from registry.queries import dossier as query
from registry.web import pdf
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read
from registry.web.pages import section

blueprint = section("dossier", __name__)


@blueprint.get("/needs/<public_id>/dossier.pdf")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """The dossier in the page's language, or the one in ``?language=``."""
    code = request.args.get("language", lang().code)
    spoken = language(code) if code in LANGUAGES else lang()
    with read() as session:
        made = found(query.dossier(session, actor(), public_id, spoken))
    tail = f"{made.need.public_id}-r{made.revision}-{made.language}"
    return pdf.answer(
        lambda: query.as_pdf(made), "match-dossier", spoken.gettext("Match dossier"), tail
    )
