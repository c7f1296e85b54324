"""The language stands in the path: /vi/… and /en/…; the bare address leads to the reader's own."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.i18n import LANGUAGES
from registry.web.access import public
from registry.web.context import lang

PREFIX = f"/<any({', '.join(LANGUAGES)}):lang_code>"


def install(app: Flask) -> None:
    """Take the language out of each address, and put it into each link."""

    @app.url_value_preprocessor
    def _take(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        g.lang_code = values.pop("lang_code", None) if values else None

    @app.url_defaults
    def _give(endpoint: str, values: dict[str, Any]) -> None:
        if "lang_code" not in values and app.url_map.is_endpoint_expecting(endpoint, "lang_code"):
            values["lang_code"] = lang().code

    @app.get("/", endpoint="root")
    @public("leads to the home page in the reader's language")
    def _root() -> ResponseReturnValue:
        return redirect(url_for("home.index"))


def other_language_url() -> str | None:
    """The address of this page in the other language; None where it has none."""
    if request.endpoint is None or g.get("lang_code") is None or request.method != "GET":
        return None
    other = "en" if g.lang_code == "vi" else "vi"
    page = url_for(request.endpoint, lang_code=other, **(request.view_args or {}))
    # What was asked for is none of url_for's business: it has options of its own, such as _scheme.
    asked = urlencode(list(request.args.items(multi=True)))
    return f"{page}?{asked}" if asked else page
