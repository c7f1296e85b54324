"""Fields that read what people type: "1.500,5", "1,5 tỷ", "23/11/2026". What was typed is kept."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from wtforms import Field, SelectField, StringField
from wtforms.validators import ValidationError

from registry.codelists import options
from registry.i18n import N_
from registry.web.context import lang

Code = TypeVar("Code", bound=Enum)


class Asked:
    """Marks a field as required on the page; the rule itself is the use case's."""

    field_flags = {"required": True}  # noqa: RUF012  (the name and shape that WTForms reads)

    def __call__(self, form: Any, field: Field) -> None:
        """Nothing to check here."""


def choices(kind: str) -> Callable[[], list[tuple[str, str]]]:
    """The codes of a code list with their labels, for :class:`OptionalSelect`."""
    return lambda: options(kind, lang().code)


def code_of(codes: type[Code], value: str | None) -> Code | None:
    """The code with this value; None for an unknown one, which its field reports."""
    return next((code for code in codes if code.value == value), None)


class _ReadField(StringField):
    """A text field whose ``data`` is what was read from it; None for an empty one."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def process_formdata(self, valuelist: list[Any]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = self.read(text) if text else None

    def read(self, text: str) -> Any:
        """The value of ``text``; ValueError with the reader's message where it has none."""
        raise NotImplementedError

    def written(self, value: Any) -> str:
        """``value`` as the reader would type it."""
        raise NotImplementedError


class NumberField(_ReadField):
    """A :class:`~decimal.Decimal`, typed as in the page's language."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        low: Decimal | int | None = None,
        high: Decimal | int | None = None,
        **values: Any,
    ) -> None:
        super().__init__(label, validators, **values)
        self.low, self.high = low, high

    def read(self, text: str) -> Decimal:
        try:
            number = lang().read_number(text)
        except ValueError:
            example = lang().number(Decimal("1500.5"))
            message = N_("%(text)s is not a number: write it like %(example)s.")
            raise ValueError(lang().gettext(message, text=text, example=example)) from None
        if self.low is not None and number < self.low:
            raise ValueError(
                lang().gettext(N_("Enter %(low)s or more."), low=lang().number(self.low))
            )
        if self.high is not None and number > self.high:
            raise ValueError(
                lang().gettext(N_("Enter %(high)s or less."), high=lang().number(self.high))
            )
        return number

    def written(self, value: Decimal) -> str:
        return lang().number(value, None) if value == round(value, 3) else str(value)


class WholeField(NumberField):
    """An int, such as a year."""

    def read(self, text: str) -> int:  # type: ignore[override]
        number = super().read(text)
        if number != int(number):
            raise ValueError(lang().gettext(N_("Enter a whole number, without decimals.")))
        return int(number)

    def written(self, value: Any) -> str:
        return str(value)


class MoneyField(_ReadField):
    """Dong as an int; reads "1,5 tỷ", "850 triệu", "1.500.000.000"."""

    def read(self, text: str) -> int:
        try:
            dong = lang().read_money(text)
        except ValueError:
            message = N_("%(text)s is not a sum: write it like 1,5 tỷ, 850 triệu or 1.500.000.000.")
            raise ValueError(lang().gettext(message, text=text)) from None
        if not 0 <= dong < 10**16:
            raise ValueError(
                lang().gettext(N_("Enter a sum between 0 and 10 million billion dong."))
            )
        return dong

    def written(self, value: int) -> str:
        return lang().number(value)


class DayField(_ReadField):
    """A date, typed day/month/year."""

    def read(self, text: str) -> date:
        for form in ("%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"):
            try:
                return datetime.strptime(text, form).date()
            except ValueError:
                continue
        message = N_("%(text)s is not a day: write it as day/month/year, like 30/06/2027.")
        raise ValueError(lang().gettext(message, text=text))

    def written(self, value: date) -> str:
        return f"{value:%d/%m/%Y}"


class OptionalSelect(SelectField):
    """A choice that may be left open; ``data`` is then None. ``choices`` may be a function."""

    def __init__(
        self,
        label: str | None = None,
        validators: Sequence[Any] | None = None,
        *,
        choices: Callable[[], list[tuple[str, str]]] | list[tuple[str, str]],
        **values: Any,
    ) -> None:
        super().__init__(
            label,
            validators,
            choices=choices,
            coerce=lambda value: str(value) if value else None,
            validate_choice=False,
            **values,
        )

    def pre_validate(self, form: Any) -> None:
        known = {value for value, *_ in self.choices or ()}
        if self.data is not None and self.data not in known:
            raise ValidationError(lang().gettext(N_("Choose one of the list.")))
