"""The documents of the programme, for the registrar; dated."""

from registry.i18n import N_
from registry.web.forms.reference import DocumentForm
from registry.web.pages import section
from registry.web.records import Desk, mount

blueprint = section("documents", __name__)

mount(
    blueprint,
    Desk(
        section="documents",
        form=DocumentForm,
        title=N_("Documents"),
        lede=N_("Decisions, plans, laws and circulars that the programme rests on."),
        add=N_("Add a document"),
    ),
)
