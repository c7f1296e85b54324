"""The workspace: what waits for the account, its organisations' work, its messages."""

from flask.typing import ResponseReturnValue

from registry.domain.permission import Permission, can
from registry.queries import message as message_query
from registry.queries import workspace as workspace_query
from registry.web.access import found, signed_in
from registry.web.context import actor, lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("workspace", __name__)


@blueprint.get("/workspace/")
@signed_in
def index() -> ResponseReturnValue:
    """What waits today, then each organisation's needs and offerings, then messages."""
    with read() as session:
        shown = workspace_query.workspace(session, actor(), lang())
    keeps = can(actor(), Permission.EDIT_STANDARD)
    return page("workspace/index.html", shown=shown, keeps_reference=keeps)


@blueprint.get("/workspace/messages/<public_id>")
@signed_in
def message(public_id: str) -> ResponseReturnValue:
    """One message, for its two sides alone."""
    with read() as session:
        shown = found(message_query.page(session, public_id, actor(), lang()))
    return page("workspace/message.html", shown=shown)
