"""Signing in and out."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from registry.actions import account as actions
from registry.actions.errors import ActionError
from registry.actions.sample import PASSWORD as SAMPLE_PASSWORD
from registry.i18n import N_
from registry.queries import account
from registry.web import auth
from registry.web.access import public, safe_next, signed_in
from registry.web.context import lang, portal, read, url, write
from registry.web.forms.base import Form
from registry.web.forms.text import tidy
from registry.web.limits import limiter, sign_in_limit
from registry.web.pages import section
from registry.web.respond import done, page

blueprint = section("account", __name__)


class SignInForm(Form):
    """E-mail address and password."""

    email = EmailField(
        N_("E-mail address"),
        [InputRequired(N_("Enter your e-mail address.")), Length(max=254)],
        filters=[lambda typed: tidy(typed) or ""],
    )
    password = PasswordField(
        N_("Password"), [InputRequired(N_("Enter your password.")), Length(max=200)]
    )
    next = HiddenField()


@blueprint.get("/sign-in")
@public("one signs in here")
def sign_in() -> ResponseReturnValue:
    """Ask for e-mail address and password."""
    if current_user.is_authenticated:
        return done(lang().gettext(N_("You are signed in already.")), "workspace.index")
    return _ask(SignInForm(next=safe_next(request.args.get("next")) or ""))


@blueprint.post("/sign-in", endpoint="sign_in_post")
@public("one signs in here")
@limiter.limit(sign_in_limit)
def sign_in_post() -> ResponseReturnValue:
    """Check the password and start a session."""
    form = SignInForm()
    if not form.validate_on_submit():
        return _ask(form, 422)
    with read() as session:
        found = account.by_email(session, form.email.data, samples=portal().settings.sample)
    if not actions.password_fits(found, form.password.data) or found is None:
        form.add_error(ActionError("wrong", N_("The e-mail address or the password is wrong.")))
        return _ask(form, 422)
    with write() as session:
        actions.record_sign_in(session, found.actor)
    auth.sign_in(found.actor, found.epoch)
    return redirect(safe_next(form.next.data) or url("workspace.index"), 303)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session."""
    auth.sign_out()
    return done(lang().gettext(N_("You are signed out.")), "home.index")


def _ask(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    samples = []
    if portal().settings.sample:
        with read() as session:
            samples = account.sample_accounts(session)
    return page(
        "account/sign_in.html", status, form=form, samples=samples, password=SAMPLE_PASSWORD
    )
