"""The forms of signing in and of one's own account."""

from typing import Any

from wtforms import BooleanField, EmailField, Field, HiddenField, PasswordField
from wtforms.validators import Length, StopValidation, ValidationError

from registry.actions.account import LONGEST_NAME, SHORTEST_PASSWORD
from registry.i18n import N_
from registry.web.context import lang
from registry.web.forms.base import Form
from registry.web.forms.fields import DayField, OptionalSelect
from registry.web.forms.text import line, tidy

LONGEST_PASSWORD = 200
# Each language under its own name, whatever the page's is.
_LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]


class Given:
    """The field is required; WTForms' own validator would say our message in English alone."""

    field_flags = {"required": True}  # noqa: RUF012  (the name and shape that WTForms reads)

    def __init__(self, message: str) -> None:
        self.message = message

    def __call__(self, form: Any, field: Field) -> None:
        if not field.raw_data or not field.raw_data[0]:
            raise StopValidation(lang().gettext(self.message))


class NoticeForm(Form):
    """Agreement to the privacy notice: a box that nobody has ticked beforehand."""

    agree = BooleanField(
        N_("I have read this notice and agree that my data are kept and used as it says"),
        [Given(N_("Tick the box if you agree. Without it you can't be signed in."))],
    )


class AccountForm(Form):
    """One's own name and language."""

    name = line(
        N_("Name"),
        N_("As colleagues and those you write to see it."),
        limit=LONGEST_NAME,
        asked=True,
    )
    language = OptionalSelect(
        N_("Language"),
        [Given(N_("Choose a language."))],
        choices=lambda: _LANGUAGES,
        description=N_("Your messages are marked as written in this language."),
    )


class PasswordForm(Form):
    """The password that holds, and the new one twice."""

    old = PasswordField(N_("Present password"), [Given(N_("Enter your present password."))])
    new = PasswordField(
        N_("New password"),
        [Given(N_("Enter a new password."))],
        description=N_("At least 12 characters. Several words are easy to keep in mind."),
    )
    again = PasswordField(
        N_("New password, once more"), [Given(N_("Enter the new password once more."))]
    )

    def validate_new(self, field: Field) -> None:
        """Long enough to be hard to guess, short enough to be hashed at once."""
        if not SHORTEST_PASSWORD <= len(field.data) <= LONGEST_PASSWORD:
            message = N_("Give between %(least)s and %(most)s characters.")
            limits = {"least": SHORTEST_PASSWORD, "most": LONGEST_PASSWORD}
            raise ValidationError(lang().gettext(message, **limits))

    def validate_again(self, field: Field) -> None:
        """The same twice, so that nobody is shut out by a slip."""
        if field.data != self.new.data:
            raise ValidationError(lang().gettext(N_("The two new passwords differ.")))


class ErasureRequestForm(Form):
    """Whom to erase who asked by letter; ``sure`` comes with the page that asks again."""

    email = EmailField(
        N_("E-mail address"),
        [Given(N_("Enter the e-mail address.")), Length(max=254)],
        filters=[lambda typed: tidy(typed) or ""],
    )
    asked_on = DayField(
        N_("Letter received on"),
        [Given(N_("Enter the day on which the letter came."))],
        description=N_("Day/month/year. The day goes into the trail of changes."),
    )
    sure = HiddenField()
