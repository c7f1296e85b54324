"""Fields for words. What is typed is tidied; what may be said in them the use case decides."""

import unicodedata
from typing import Any

from wtforms import StringField, TextAreaField

from registry.web.forms.fields import Asked


def tidy(text: str | None) -> str | None:
    """Composed letters, plain line ends, no NUL (PostgreSQL has none), no blanks around."""
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\0", "")
    return text.strip() or None


def line(
    label: str, description: str = "", *, limit: int | None = None, asked: bool = False
) -> StringField:
    """A field of one line; the browser holds it to ``limit`` characters."""
    return StringField(label, description=description, **_settings(limit, asked))


def prose(
    label: str, description: str = "", *, limit: int | None = None, asked: bool = False
) -> TextAreaField:
    """A field of several lines; the browser holds it to ``limit`` characters."""
    return TextAreaField(label, description=description, **_settings(limit, asked))


def _settings(limit: int | None, asked: bool) -> dict[str, Any]:
    return {
        "validators": [Asked()] if asked else [],
        "filters": [tidy],
        "render_kw": None if limit is None else {"maxlength": limit},
    }
