"""The agencies of the programme, for the registrar: their names, dated."""

from registry.i18n import N_
from registry.web.forms.reference import AgencyForm
from registry.web.pages import section
from registry.web.records import Desk, mount

blueprint = section("agencies", __name__)

mount(
    blueprint,
    Desk(
        section="agencies",
        form=AgencyForm,
        title=N_("Agencies"),
        lede=N_("The departments that the plan names, as the programme's page shows them."),
    ),
)
