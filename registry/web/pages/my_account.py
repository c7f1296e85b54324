"""One's own account: what is kept, a copy of it, consent taken back, erasure."""

import json

from flask import make_response
from flask.typing import ResponseReturnValue
from wtforms import PasswordField
from wtforms.validators import Length

from registry.actions import account as account_actions
from registry.actions import own_data as actions
from registry.actions.errors import ActionError
from registry.i18n import N_
from registry.queries import account
from registry.queries import own_data as query
from registry.web import auth
from registry.web.access import signed_in
from registry.web.context import actor, lang, portal, read, write
from registry.web.forms.account import Given
from registry.web.forms.base import Form
from registry.web.limits import limiter, sign_in_limit
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("my_account", __name__)


class ErasureForm(Form):
    """The password, once more: whoever finds an open browser must not erase its owner."""

    password = PasswordField(N_("Password"), [Given(N_("Enter your password.")), Length(max=200)])


@blueprint.get("/account")
@signed_in
def show() -> ResponseReturnValue:
    """What the portal keeps of the reader."""
    with read() as session:
        return page("my_account/show.html", shown=query.own_account(session, actor(), lang()))


@blueprint.get("/account/data.json")
@signed_in
def data() -> ResponseReturnValue:
    """A copy of all that is kept, as a file."""
    with read() as session:
        kept = query.own_data(session, actor())
    answer = make_response(json.dumps(kept, ensure_ascii=False, indent=2) + "\n")
    answer.mimetype = "application/json"
    answer.headers["Content-Disposition"] = 'attachment; filename="my-data.json"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


@blueprint.post("/account/contacts/<public_id>/withdraw")
@signed_in
def withdraw_consent_post(public_id: str) -> ResponseReturnValue:
    """Take consent back for one entry among an organisation's contacts."""
    try:
        with write() as session:
            actions.take_consent_back(session, actor(), public_id)
    except ActionError:
        return done(lang().gettext(N_("This contact does not have your e-mail address.")),
                    "my_account.show")  # fmt: skip
    return done(lang().gettext(N_("Your contact is shown to nobody any more.")), "my_account.show")


@blueprint.get("/account/erase")
@signed_in
def erase() -> ResponseReturnValue:
    """Ask before erasing."""
    return page("my_account/erase.html", form=ErasureForm())


@blueprint.post("/account/erase", endpoint="erase_post")
@signed_in
@limiter.limit(sign_in_limit)
def erase_post() -> ResponseReturnValue:
    """Erase the account and sign out."""
    form = ErasureForm()
    if not form.validate_on_submit():
        return page("my_account/erase.html", 422, form=form)
    with read() as session:
        found = account.by_email(session, actor().email, samples=portal().settings.sample)
    if not account_actions.password_fits(found, form.password.data):
        wrong = ActionError("wrong", N_("The password is wrong."), field="password")
        form.add_error(wrong)
        return page("my_account/erase.html", 422, form=form)
    try:
        with write() as session:
            actions.erase(session, actor())
    except ActionError as error:
        form.add_error(error)
        return page("my_account/erase.html", 422, form=form)
    auth.sign_out()
    return done(lang().gettext(N_("Your account is erased.")), "home.index")
