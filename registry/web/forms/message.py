"""The form of a message. What may be said is the use case's to decide."""

from typing import Any

from wtforms import HiddenField, SelectField

from registry.actions.message import LONGEST_BODY, LONGEST_SUBJECT, problems
from registry.domain.permission import Seat
from registry.i18n import N_
from registry.web.context import lang
from registry.web.forms.base import Form
from registry.web.forms.text import line, prose, tidy


class MessageForm(Form):
    """From which of one's organisations, about what, and the words."""

    sender = SelectField(
        N_("Send on behalf of"),
        choices=[],
        description=N_("The organisation's name stands beside yours in the message."),
    )
    subject = line(N_("Subject"), limit=LONGEST_SUBJECT, asked=True)
    body = prose(
        N_("Message"),
        N_(
            "Say what you want to know or offer. The message is passed on as you write it, in"
            " whatever language."
        ),
        limit=LONGEST_BODY,
        asked=True,
    )
    need = HiddenField(filters=[tidy])
    offering = HiddenField(filters=[tidy])

    def validate(self, extra_validators: Any = None) -> bool:
        """Whether this can be a message; every problem of the use case stands at its field."""
        read = super().validate(extra_validators)
        found = list(problems(self.subject.data or "", self.body.data or ""))
        for problem in found:
            self.add_error(problem)
        return read and not found

    def senders(self, seats: tuple[Seat, ...]) -> None:
        """Offer the organisations that the writer speaks for; ask nothing where there is none."""
        if not seats:
            del self.sender
            return
        self.sender.choices = [
            *((seat.organisation, lang().pick(seat.name_vi, seat.name_en)) for seat in seats),
            ("", lang().gettext(N_("In my own name alone"))),
        ]

    @property
    def sender_id(self) -> str | None:
        """The organisation in whose name one writes; None for one's own."""
        return self.sender.data or None if "sender" in self else None
