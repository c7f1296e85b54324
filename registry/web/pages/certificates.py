"""Kinds of certificate and permit, for the registrar; dated."""

from registry.i18n import N_
from registry.web.forms.reference import CertificateForm
from registry.web.pages import section
from registry.web.records import Desk, mount

blueprint = section("certificates", __name__)

mount(
    blueprint,
    Desk(
        section="certificates",
        form=CertificateForm,
        title=N_("Kinds of certificate"),
        lede=N_(
            "What an organisation or a thing may hold, who gives it, and by which standard or law."
        ),
        add=N_("Add a kind of certificate"),
    ),
)
