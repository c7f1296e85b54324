"""The profile of an organisation: who it is, what it offers and needs, as everybody may read."""

from datetime import datetime
from typing import Protocol

from registry.render import render
from registry.reports import pdf


class ProfileData(Protocol):
    """What :class:`registry.queries.profile.Profile` has; the template takes the rest of it."""

    @property
    def language(self) -> str: ...
    @property
    def made_at(self) -> datetime: ...


def to_html(profile: ProfileData) -> str:
    """The profile as one HTML document in its language."""
    return render("reports/profile.html", profile.language, profile=profile)


def to_pdf(profile: ProfileData) -> bytes:
    """The profile as PDF/UA-1; the same profile gives the same bytes. Raises PdfUnavailable."""
    return pdf.from_html(to_html(profile))
