"""Lists messages of code and templates without a Vietnamese translation, and unused ones.

``python -m scripts.messages``: exits with 1 where there are any. tests/house runs the same check.
"""

import sys
from pathlib import Path

from babel.messages.extract import extract_from_dir

from registry.i18n import FOLDER, catalogue

ROOT = Path(__file__).resolve().parents[1]
METHODS = [
    ("registry/**.py", "python"),
    ("templates/**.html", "jinja2.ext:babel_extract"),
    ("templates/**.txt", "jinja2.ext:babel_extract"),
]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}

Key = str | tuple[str, ...]


def used() -> dict[Key, str]:
    """Every message that the product can say, and the first place where it stands."""
    found: dict[Key, str] = {}
    options = {"templates/**.html": {"trimmed": "false"}}
    for top in ("registry", "templates"):
        rows = extract_from_dir(
            ROOT / top,
            method_map=[(pattern.partition("/")[2], how) for pattern, how in METHODS
                        if pattern.startswith(top)],
            options_map={key.partition("/")[2]: value for key, value in options.items()},
            keywords=KEYWORDS,
        )  # fmt: skip
        for path, line, message, _comments, _context in rows:
            key = tuple(message) if isinstance(message, list | tuple) else message
            if key and key != ("", ""):
                found.setdefault(key, f"{top}/{path}:{line}")
    return found


def translated() -> set[Key]:
    """Every message that has a Vietnamese translation."""
    merged = catalogue(sorted((FOLDER / "vi").glob("*.po")))
    keys: set[Key] = set()
    for message in merged:
        strings = message.string if isinstance(message.string, tuple | list) else [message.string]
        if message.id and all(strings) and not message.fuzzy:
            keys.add(tuple(message.id) if isinstance(message.id, tuple | list) else message.id)
    return keys


def problems() -> list[str]:
    """A line for each message without translation, and for each translation without use."""
    said, known = used(), translated()
    missing = [f"{said[key]}: not translated: {key!r}" for key in said if key not in known]
    return sorted(missing) + sorted(f"not used: {key!r}" for key in known if key not in said)


if __name__ == "__main__":
    found = problems()
    print("\n".join(found))
    sys.exit(bool(found))
