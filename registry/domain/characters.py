"""Characters that no text of a registry has any use for."""

import re

# Control characters but for tab and line feed (PostgreSQL refuses NUL, XML and PDF most others);
# what turns the direction of the text that follows, so that it reads as something else; what is
# no character at all.
_UNFIT = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def printable(text: str) -> str:
    """``text`` without what no keyboard types: control characters, overrides of direction."""
    return _UNFIT.sub("", text)
