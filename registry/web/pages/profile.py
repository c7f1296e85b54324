"""An organisation's profile as PDF."""

from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import profile as query
from registry.web import pdf
from registry.web.access import found, public
from registry.web.context import lang, read
from registry.web.pages import section

blueprint = section("profile", __name__)


@blueprint.get("/organisations/<public_id>/profile.pdf")
@public("it holds what the organisation's page shows to everybody, and no contacts")
def show(public_id: str) -> ResponseReturnValue:
    """The profile in the page's language."""
    with read() as session:
        made = found(query.profile(session, public_id, lang(), utcnow()))
    tail = f"{public_id}-{made.language}"
    return pdf.answer(
        lambda: query.as_pdf(made), "profile", lang().gettext("Organisation profile"), tail
    )
