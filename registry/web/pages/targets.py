"""The targets of the programmes, for the registrar: what holds, what held, and changing it."""

from registry.i18n import N_
from registry.web.forms.reference import TargetForm
from registry.web.pages import section
from registry.web.records import Desk, mount

blueprint = section("targets", __name__)

mount(
    blueprint,
    Desk(
        section="targets",
        form=TargetForm,
        title=N_("Targets"),
        lede=N_(
            "A changed target is a new value from a day on: what held until then stays as it was."
        ),
    ),
)
