"""The open box of the home page: a need in a paragraph, and who could meet it."""

import unicodedata

from flask.typing import ResponseReturnValue
from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from registry.domain.organisation import Capability
from registry.domain.permission import Permission
from registry.i18n import N_
from registry.queries.describe import describe
from registry.web.access import public, seats_that_may
from registry.web.context import lang, portal, read
from registry.web.forms.base import Form
from registry.web.limits import describe_limit, limiter
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("describe", __name__)

LONGEST = 5000


def _cleaned(text: str | None) -> str:
    return unicodedata.normalize("NFC", text or "").replace("\x00", "").strip()


class DescribeForm(Form):
    """The box. Shares its words with the one on the home page."""

    text = TextAreaField(
        N_("Describe your need"),
        [
            DataRequired(N_("Describe in a sentence or more what you need.")),
            Length(max=LONGEST, message=N_("Shorten the text to 5,000 characters.")),
        ],
        filters=[_cleaned],
        description=N_(
            "For example: wastewater of a textile craft village, about 500 m³/day, deep colour"
            " and high COD, to be treated to QCVN 40:2025 column A."
        ),
        render_kw={"maxlength": LONGEST},
    )


@blueprint.get("/describe")
@public("anybody may ask who could meet a need")
def index() -> ResponseReturnValue:
    """The empty box."""
    return page("describe/index.html", form=DescribeForm(), described=None)


@blueprint.post("/describe", endpoint="index_post")
@public("only reads: nothing of what is typed is stored")
@limiter.limit(describe_limit)
def answer() -> ResponseReturnValue:
    """What was understood, and who could meet it. The words stay in the box."""
    form = DescribeForm()
    if not form.validate_on_submit():
        return page("describe/index.html", status=422, form=form, described=None)
    with read() as session:
        described = describe(session, portal().matcher, form.text.data, lang())
    may_draft = bool(seats_that_may(Permission.EDIT_NEED, Capability.BUYS))
    return page("describe/index.html", form=form, described=described, may_draft=may_draft)
