"""How views answer: a page, or "done" and on to the next page."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask, flash, get_flashed_messages, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined, pass_context

from registry import codelists, render
from registry.settings import Settings
from registry.web.context import actor, lang, portal, url

WEB = Path(__file__).resolve().parent
STATIC = WEB / "static"
TEMPLATES = render.TEMPLATES


def configuration(settings: Settings) -> dict[str, Any]:
    """Flask's own settings, from ours."""
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "registry",
        "SESSION_COOKIE_SECURE": settings.secure_cookies,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.session_hours),
        "MAX_CONTENT_LENGTH": settings.max_upload_mb * 1024 * 1024,
        "MAX_FORM_PARTS": 2000,
        "SEND_FILE_MAX_AGE_DEFAULT": 3600,
        "WTF_I18N_ENABLED": False,
        "WTF_CSRF_TIME_LIMIT": None,  # a form may lie open as long as the session lasts
    }


def install(app: Flask) -> None:
    """Give templates what the frame of a page needs."""
    app.jinja_env.undefined = StrictUndefined
    render.install(app.jinja_env, lang)

    @pass_context
    def codelist(_context: Any, kind: str, code: str | None) -> str:
        return codelists.label(kind, code, lang().code) if code else ""

    app.jinja_env.globals.update(
        codelist=codelist,
        url=url,
        csrf_token=generate_csrf,
        search_ready=lambda: portal().search.ready,
    )

    from registry.web.language import other_language_url

    @app.context_processor
    def _frame() -> dict[str, Any]:
        return {
            "lang": lang(),
            "actor": actor(),
            "other_language_url": other_language_url(),
            "sample": portal().settings.sample,
            "messages": get_flashed_messages(with_categories=True),
        }


def page(template: str, status: int = 200, **context: Any) -> ResponseReturnValue:
    """The template under templates/pages as a page; 422 for a form that came back."""
    return render_template(f"pages/{template}", **context), status


def done(message: str, endpoint: str, **values: Any) -> ResponseReturnValue:
    """Say in the reader's language what was done, and go on to the next page."""
    flash(message, "success")
    return redirect(url(endpoint, **values), 303)
