"""How a PDF is answered: shown in the browser, saved under a name of its own."""

from collections.abc import Callable
from urllib.parse import quote

from flask import current_app, make_response
from flask.typing import ResponseReturnValue

from registry.queries.dossier import PdfUnavailable
from registry.web.respond import page


def answer(make: Callable[[], bytes], plain: str, spoken: str, tail: str) -> ResponseReturnValue:
    """The PDF that ``make`` returns, or a page that says what to install where Pango is missing.

    Saved as ``plain-tail.pdf`` in ASCII and, where the browser can, as ``spoken tail.pdf``.
    """
    try:
        pdf = make()
    except PdfUnavailable as missing:
        current_app.logger.error("no PDF without Pango: %s", missing)
        return page("dossier/unavailable.html", status=503, command=str(missing))
    response = make_response(pdf)
    response.mimetype = "application/pdf"
    named = quote(f"{spoken} {tail}.pdf", safe="")
    response.headers["Content-Disposition"] = (
        f"inline; filename=\"{plain}-{tail}.pdf\"; filename*=UTF-8''{named}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response
