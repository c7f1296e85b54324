"""Error pages: what happened, in the reader's words, and what to do next."""

from typing import NamedTuple

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from registry.domain.permission import Forbidden
from registry.i18n import N_
from registry.web.access import to_sign_in
from registry.web.respond import page


class _Words(NamedTuple):
    title: str
    text: str


_WORDS = {
    400: _Words(
        N_("The request could not be read"),
        N_("Please go back, check what you entered and try again."),
    ),
    403: _Words(
        N_("You may not do this"),
        N_(
            "Your account has no permission for this. If you think it should, ask the owner of"
            " your organisation's profile, or the Department of Industry and Trade."
        ),
    ),
    404: _Words(
        N_("Page not found"),
        N_(
            "Nothing stands at this address, or it is not open to you. If you typed the address,"
            " check it; otherwise use the search."
        ),
    ),
    405: _Words(
        N_("This address can't be opened like that"),
        N_("Please go back to the page before and use its buttons."),
    ),
    413: _Words(
        N_("What you sent is too large"),
        N_("Please shorten the text or send a smaller file."),
    ),
    429: _Words(
        N_("Too many tries in a short time"),
        N_("Please wait a minute and try again. Nothing was lost or changed."),
    ),
    500: _Words(
        N_("Something went wrong on our side"),
        N_("Nothing was changed. Please try again in a few minutes."),
    ),
}
_STALE_FORM = _Words(
    N_("The form is no longer valid"),
    N_(
        "You were signed out, or the form lay open in another tab for too long. Nothing was"
        " changed. Go back, copy what you typed, load the page anew and send it again."
    ),
)


def install(app: Flask) -> None:
    """Answer every error with a page in the reader's language."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(CSRFError, lambda _error: _page(400, _STALE_FORM))

    @app.before_request
    def _refuse_nul() -> None:
        # PostgreSQL has no NUL in a text, not even to look for. What forms and searches read is
        # rid of it; a path with one leads nowhere.
        if "\0" in request.path:
            abort(404)


def _http(error: HTTPException) -> ResponseReturnValue:
    code = error.code or 500
    if code < 400 and error.response is not None:
        return error.response  # a redirect that werkzeug raises
    if code < 400:
        return error.get_response()  # type: ignore[return-value]
    answer = _page(code, _WORDS.get(code, _WORDS[400 if code < 500 else 500]))
    headers = [(name, value) for name, value in error.get_headers() if name != "Content-Type"]
    return (*answer, headers)  # type: ignore[return-value]


def _forbidden(_error: Forbidden) -> ResponseReturnValue:
    return _page(403, _WORDS[403]) if current_user.is_authenticated else to_sign_in()


def _page(code: int, words: _Words) -> tuple[str, int]:
    return page("error.html", status=code, code=code, words=words)  # type: ignore[return-value]
