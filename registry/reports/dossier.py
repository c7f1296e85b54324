"""The match dossier of a need: what it asks for, and who could meet it, with the reasons."""

from datetime import datetime
from typing import Protocol

from registry.render import render
from registry.reports import pdf


class DossierData(Protocol):
    """What :class:`registry.queries.dossier.Dossier` has; the template takes the rest of it."""

    @property
    def language(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...


def to_html(dossier: DossierData) -> str:
    """The dossier as one HTML document in its language."""
    return render("reports/dossier.html", dossier.language, dossier=dossier)


def to_pdf(dossier: DossierData) -> bytes:
    """The dossier as PDF/UA-1; the same dossier gives the same bytes. Raises PdfUnavailable."""
    return pdf.from_html(to_html(dossier))
