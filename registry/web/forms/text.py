"""Fields for words. What is typed is tidied; what may be said in them the use case decides."""

import unicodedata
from typing import Any

from wtforms import StringField, TextAreaField

from registry.domain.characters import printable
from registry.web.forms.fields import Asked


def tidy(text: str | None) -> str | None:
    """Composed letters, plain line ends, nothing unprintable, no blanks around."""
    if text is None:
        return None
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    return printable(text).strip() or None


def _one_line(text: str | None) -> str | None:
    """What stands in a field of one line has no other, whatever was sent."""
    return None if text is None else " ".join(text.splitlines())


def line(
    label: str, description: str = "", *, limit: int | None = None, asked: bool = False
) -> StringField:
    """A field of one line; the browser holds it to ``limit`` characters."""
    settings = _settings(limit, asked)
    settings["filters"].append(_one_line)
    return StringField(label, description=description, **settings)


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
