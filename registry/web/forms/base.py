"""The form that all others build on: labels, help and errors in the reader's language."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from flask_wtf import FlaskForm
from sqlmodel import Session
from wtforms import Field, FieldList, FormField
from wtforms import Form as PlainForm

from registry.actions.errors import ActionError
from registry.i18n import N_
from registry.web.context import lang, write

Done = TypeVar("Done")

# WTForms' own messages that our forms can show; named here for the catalogues.
_OF_WTFORMS = (N_("This field is required."), N_("Not a valid choice."))


class _Translations:
    """WTForms' own messages, and ours in validators, by our catalogues."""

    def gettext(self, message: str) -> str:
        return lang().gettext(message)

    def ngettext(self, one: str, many: str, n: int) -> str:
        return lang().ngettext(one, many, n)


def _translate(form: PlainForm) -> None:
    for field in form:
        field.label.text = lang().gettext(field.label.text)
        if isinstance(field.description, str):
            field.description = lang().gettext(field.description)


class Form(FlaskForm):
    """Labels and descriptions are written as ``N_("…")`` and translated here.

    Choices come from :func:`registry.codelists.options`, already in the reader's language.
    ``refusal`` is what :meth:`carry_out` met, for views that have more to do about it.
    """

    refusal: ActionError | None = None

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _translate(self)

    def add_error(self, error: ActionError) -> None:
        """Show what a use case refused: at its field, or above the form."""
        text = lang().gettext(error.message, **error.values)
        if error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, text]
        else:
            self.form_errors.append(text)

    def carry_out(self, act: Callable[[Session], Done]) -> Done | None:
        """Run a use case in one transaction, and give what it made.

        None where the form has to come back, with what was wrong or was refused.
        """
        if not self.validate_on_submit():
            return None
        try:
            with write() as session:
                return act(session)
        except ActionError as error:
            self.refusal = error
            self.add_error(error)
            return None

    def problems(self) -> list[tuple[str | None, str]]:
        """What to mend, in the order of the page: (id of the field or None, label and error)."""
        found: list[tuple[str | None, str]] = list(_problems(self))
        return found + [(None, text) for text in self.form_errors]


def _problems(form: PlainForm, where: str = "") -> Iterator[tuple[str, str]]:
    for field in form:
        yield from _problems_of(field, where)


def _problems_of(field: Field, where: str) -> Iterator[tuple[str, str]]:
    if isinstance(field, FieldList):
        for number, entry in enumerate(field.entries, start=1):
            yield from _problems_of(entry, f"{where}{field.label.text} {number}, ")
        errors: Sequence[Any] = [e for e in field.errors if isinstance(e, str)]
    elif isinstance(field, FormField):
        yield from _problems(field.form, where)
        return
    else:
        errors = field.errors
    for error in errors:
        yield field.id, f"{where}{field.label.text}: {error}"


class RowForm(PlainForm):
    """One row of :class:`registry.web.forms.rows.Rows`; a blank row is no row.

    ``identifying`` names the fields that make a row count; by default any field with text does.
    """

    identifying: tuple[str, ...] = ()

    class Meta:
        def get_translations(self, form: Any) -> _Translations:
            return _Translations()

    def __init__(self, *args: Any, **values: Any) -> None:
        super().__init__(*args, **values)
        _translate(self)

    @property
    def blank(self) -> bool:
        """Whether nothing was entered in the fields that identify a row."""
        names = self.identifying or tuple(self._fields)
        return not any(_typed(self._fields[name]) for name in names)

    def validate(self, extra_validators: Any = None) -> bool:
        return True if self.blank else super().validate(extra_validators)


def _typed(field: Field) -> bool:
    raw = field.raw_data if field.raw_data is not None else [field.data]
    return any(str(value).strip() for value in raw if value is not None and value is not False)
