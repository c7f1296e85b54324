"""The pages about the portal itself: help, privacy, terms, accessibility, all its pages."""

from flask.typing import ResponseReturnValue

from registry.queries.prose import prose
from registry.web.access import public
from registry.web.context import lang
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("about", __name__)


def _text(name: str) -> ResponseReturnValue:
    return page("about/text.html", text=prose(name, lang()))


@blueprint.get("/help")
@public("whoever comes must learn how the portal works")
def help_() -> ResponseReturnValue:
    """How to find, publish and print, for each kind of user."""
    return _text("help")


@blueprint.get("/privacy")
@public("whoever gives personal data must know before what becomes of them")
def privacy() -> ResponseReturnValue:
    """What is kept of a person, why and how long, and what a person may ask for."""
    return _text("privacy")


@blueprint.get("/terms")
@public("terms of use bind visitors too")
def terms() -> ResponseReturnValue:
    """What may be published, who answers for it, and what the portal does not do."""
    return _text("terms")


@blueprint.get("/accessibility")
@public("whoever can't use a page must find whom to tell")
def accessibility() -> ResponseReturnValue:
    """How accessible the portal is, how that was tried, and whom to tell of a barrier."""
    return _text("accessibility")


@blueprint.get("/sitemap")
@public("a way to every public page")
def sitemap() -> ResponseReturnValue:
    """All sections of the portal on one page."""
    return page("about/sitemap.html")
