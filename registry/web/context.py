"""What a view reads of the request: the portal, who asks, in which language, and sessions."""

from contextlib import AbstractContextManager
from typing import Any, cast

from flask import current_app, g, request, url_for
from flask_login import current_user
from sqlmodel import Session

from registry.domain.permission import VISITOR, Actor
from registry.i18n import LANGUAGES, Language, language
from registry.portal import Portal


def portal() -> Portal:
    """The parts that this process has opened."""
    return cast(Portal, current_app.extensions["portal"])


def actor() -> Actor:
    """Who asks; :data:`VISITOR` when nobody is signed in."""
    return cast(Actor, getattr(current_user, "actor", VISITOR))


def lang() -> Language:
    """The language of the page: the one in its path, else the browser's, else Vietnamese."""
    code = g.get("lang_code") or request.path.split("/")[1]  # the second: where no page stands
    if code not in LANGUAGES:
        code = request.accept_languages.best_match(LANGUAGES) or "vi"
    return language(code)


def url(endpoint: str, **values: Any) -> str:
    """The address of a view in the page's language, or in ``lang_code``."""
    return url_for(endpoint, **values)


def read() -> AbstractContextManager[Session]:
    """A session that can only read."""
    return portal().database.read()


def write() -> AbstractContextManager[Session]:
    """One transaction."""
    return portal().database.write()
