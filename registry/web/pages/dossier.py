"""A need's match dossier as PDF, for the agency's people and the registrar."""

from urllib.parse import quote

from flask import current_app, make_response, request
from flask.typing import ResponseReturnValue

from registry.i18n import LANGUAGES, language
from registry.queries import dossier as query
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("dossier", __name__)


@blueprint.get("/needs/<public_id>/dossier.pdf")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """The dossier in the page's language, or the one in ``?language=``."""
    code = request.args.get("language", lang().code)
    spoken = language(code) if code in LANGUAGES else lang()
    with read() as session:
        made = found(query.dossier(session, actor(), public_id, spoken))
    try:
        pdf = query.as_pdf(made)
    except query.PdfUnavailable as missing:
        current_app.logger.error("no PDF without Pango: %s", missing)
        return page("dossier/unavailable.html", status=503, command=str(missing))
    answer = make_response(pdf)
    answer.mimetype = "application/pdf"
    answer.headers["Content-Disposition"] = _disposition(made, spoken.gettext("Match dossier"))
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _disposition(made: query.Dossier, name: str) -> str:
    """Shown in the browser; saved under a name in plain ASCII and, where it can, with accents."""
    tail = f"{made.need.public_id}-r{made.revision}-{made.language}.pdf"
    spoken = quote(f"{name} {tail}", safe="")
    return f"inline; filename=\"match-dossier-{tail}\"; filename*=UTF-8''{spoken}"
