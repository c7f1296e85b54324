"""What a use case refuses, as a value that a page can show at the right field."""

from typing import Any


class ActionError(Exception):
    """A use case refused. ``message`` is marked with ``N_`` and filled in from ``values``.

    ``field`` names the form's field that it is about, or is None.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None, **values: Any) -> None:
        super().__init__(code)
        self.code = code
        self.field = field
        self.message = message
        self.values = values
