"""HTML to PDF/UA-1, with our own fonts and nothing from outside.

WeasyPrint needs Pango, a system library. Where that is missing the portal runs all the same:
only PDFs are refused, with :class:`PdfUnavailable`, which says what to install.

Administrative documents would be set in a serif metric-compatible with Times New Roman (Decree
30/2020/NĐ-CP, annex I). None is among the portal's packages, and a dossier is working paper, not
an administrative document, so Be Vietnam Pro stands alone.
"""

from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import fontpkg

from registry.render import TEMPLATES

SYSTEM_PACKAGES = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
STYLESHEET = "report.css"
FAMILY = "Be Vietnam Pro"
WEIGHTS = (400, 600)
# Addresses that documents may use: font:400, font:600. Everything else is refused.
_FONT = "font:"


class PdfUnavailable(Exception):
    """Pango is missing. The text is the command that installs it."""

    def __init__(self) -> None:
        super().__init__(SYSTEM_PACKAGES)


def from_html(html: str) -> bytes:
    """The document as PDF/UA-1.

    Language, title, author and date come from the HTML's own head (``lang``, ``title``, ``meta``
    author, dcterms.created, dcterms.modified), so that the same HTML gives the same bytes. Raises
    :class:`PdfUnavailable`.
    """
    weasyprint = _weasyprint()
    fetcher = _own_files(weasyprint)
    fonts = weasyprint.text.fonts.FontConfiguration()
    css = weasyprint.CSS(string=_stylesheet(), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=html, url_fetcher=fetcher)
    return bytes(document.write_pdf(stylesheets=[css], font_config=fonts, pdf_variant="pdf/ua-1"))


def _weasyprint() -> ModuleType:
    try:
        import weasyprint
        import weasyprint.text.fonts
        import weasyprint.urls
    except OSError:  # cffi's word for a shared library that is not there
        raise PdfUnavailable from None
    return weasyprint


def _own_files(weasyprint: ModuleType) -> Any:
    """A fetcher that knows the fonts and nothing else, neither files nor the network."""

    class OwnFiles(weasyprint.urls.URLFetcher):  # type: ignore[misc,name-defined]
        def fetch(self, url: str, headers: Any = None) -> Any:
            try:
                path = fonts()[url]
            except KeyError:
                raise ValueError(f"a report may not fetch {url}") from None
            return weasyprint.urls.URLFetcherResponse(url, path.read_bytes())

    return OwnFiles()


@cache
def fonts() -> dict[str, Path]:
    """The address of each font in a stylesheet, and its file."""
    return {f"{_FONT}{weight}": fontpkg.path(FAMILY, weight) for weight in WEIGHTS}


@cache
def _stylesheet() -> str:
    faces = (
        f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight};'
        f' src: url("{_FONT}{weight}"); }}\n'
        for weight in WEIGHTS
    )
    return "".join(faces) + (TEMPLATES / "reports" / STYLESHEET).read_text("utf-8")
