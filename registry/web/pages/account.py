"""Signing in and out, one's own name and password, and erasure for whoever asked by letter."""

from datetime import date
from typing import cast

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import Length

from registry.actions import account as actions
from registry.actions import consent as consent_actions
from registry.actions import erasure
from registry.actions.errors import ActionError
from registry.actions.sample import PASSWORD as SAMPLE_PASSWORD
from registry.domain.consent import NOTICE
from registry.domain.permission import Forbidden, Permission, can
from registry.i18n import N_
from registry.queries import account, consent
from registry.queries.prose import prose
from registry.web import auth
from registry.web.access import found, public, safe_next, signed_in, to_sign_in
from registry.web.context import actor, lang, portal, read, url, write
from registry.web.forms.account import (
    AccountForm,
    ErasureRequestForm,
    Given,
    NoticeForm,
    PasswordForm,
)
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
        [Given(N_("Enter your e-mail address.")), Length(max=254)],
        filters=[lambda typed: tidy(typed) or ""],
    )
    password = PasswordField(N_("Password"), [Given(N_("Enter your password.")), Length(max=200)])
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
        known = account.by_email(session, form.email.data, samples=portal().settings.sample)
        to_ask = known is not None and consent.to_ask(session, known.actor)
    if not actions.password_fits(known, form.password.data) or known is None:
        form.add_error(ActionError("wrong", N_("The e-mail address or the password is wrong.")))
        return _ask(form, 422)
    then = safe_next(form.next.data)
    if to_ask:
        auth.hold(known.actor, known.epoch, then)
        return redirect(url("account.notice"), 303)
    with write() as session:
        actions.record_sign_in(session, known.actor)
    auth.sign_in(known.actor, known.epoch)
    return redirect(then or url("workspace.index"), 303)


@blueprint.get("/sign-in/privacy")
@public("whoever signs in must agree to the notice before")
def notice() -> ResponseReturnValue:
    """The privacy notice, to agree to; asked once for each of its versions."""
    return to_sign_in() if auth.held() is None else _ask_consent(NoticeForm())


@blueprint.post("/sign-in/privacy", endpoint="notice_post")
@public("whoever signs in must agree to the notice before")
def notice_post() -> ResponseReturnValue:
    """Record the consent, then start the session."""
    waiting = auth.held()
    if waiting is None:
        return to_sign_in()
    form = NoticeForm()
    if not form.validate_on_submit():
        return _ask_consent(form, 422)
    user, then = waiting
    with write() as session:
        consent_actions.give(session, user.actor)
        actions.record_sign_in(session, user.actor)
    auth.sign_in(user.actor, user.epoch)
    return redirect(safe_next(then) or url("workspace.index"), 303)


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session."""
    auth.sign_out()
    return done(lang().gettext(N_("You are signed out.")), "home.index")


@blueprint.get("/account/edit")
@signed_in
def edit() -> ResponseReturnValue:
    """One's own name and language, to correct."""
    form = AccountForm(name=actor().name, language=actor().language)
    return page("account/edit.html", form=form)


@blueprint.post("/account/edit", endpoint="edit_post")
@signed_in
def edit_post() -> ResponseReturnValue:
    """Store name and language."""
    form = AccountForm()
    form.carry_out(
        lambda session: actions.change(
            session, actor(), name=form.name.data or "", language=form.language.data or ""
        )
    )
    if form.errors:
        return page("account/edit.html", 422, form=form)
    return done(lang().gettext(N_("Your account is changed.")), "my_account.show")


@blueprint.get("/account/password")
@signed_in
def password() -> ResponseReturnValue:
    """Ask for the password that holds, and a new one."""
    return page("account/password.html", form=PasswordForm())


@blueprint.post("/account/password", endpoint="password_post")
@signed_in
@limiter.limit(sign_in_limit)
def password_post() -> ResponseReturnValue:
    """Change the password; sessions on other devices end."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return page("account/password.html", 422, form=form)
    with read() as session:
        known = account.by_email(session, actor().email, samples=portal().settings.sample)
    if not actions.password_fits(known, form.old.data):
        form.add_error(ActionError("wrong", N_("The password is wrong."), field="old"))
        return page("account/password.html", 422, form=form)
    hashed = actions.hash_password(form.new.data)
    me = actor()
    with write() as session:
        epoch = actions.change_password(session, me, hashed)
    auth.sign_in(me, epoch)
    message = N_("The password is changed. You are signed out everywhere else.")
    return done(lang().gettext(message), "my_account.show")


@blueprint.get("/account/contacts")
@signed_in
def contacts() -> ResponseReturnValue:
    """The contacts of one's organisations, with their consents."""
    if not consent.owned(actor()):
        raise Forbidden(Permission.WITHDRAW_CONTACT)
    with read() as session:
        rows = consent.contacts(session, actor(), lang())
    return page("account/contacts.html", rows=rows)


@blueprint.post("/account/contacts", endpoint="contacts_post")
@signed_in
def contacts_post() -> ResponseReturnValue:
    """Take consent back for a contact who no longer agrees."""
    if not consent.owned(actor()):
        raise Forbidden(Permission.WITHDRAW_CONTACT)
    with write() as session:
        hidden = consent_actions.take_back_for(session, actor(), request.form.get("contact", ""))
    found(hidden or None)
    return done(lang().gettext(N_("The contact is shown to nobody any more.")), "account.contacts")


@blueprint.get("/registrar/erasure")
@signed_in
def erasure_request() -> ResponseReturnValue:
    """Ask whom to erase who asked by letter."""
    _may_erase()
    return page("account/erasure_request.html", form=ErasureRequestForm())


@blueprint.post("/registrar/erasure", endpoint="erasure_request_post")
@signed_in
def erasure_request_post() -> ResponseReturnValue:
    """Ask again with what is kept under the address; then erase."""
    _may_erase()
    form = ErasureRequestForm()
    if not form.validate_on_submit():
        return page("account/erasure_request.html", 422, form=form)
    asked = str(form.email.data), cast(date, form.asked_on.data)
    if form.sure.data != "yes":
        with read() as session:
            try:
                kept = erasure.kept_under(session, actor(), *asked)
            except ActionError as error:
                form.add_error(error)
                return page("account/erasure_request.html", 422, form=form)
        return page("account/erasure_confirm.html", form=form, kept=kept)
    form.carry_out(lambda session: erasure.erase_on_request(session, actor(), *asked))
    if form.refusal:
        return page("account/erasure_request.html", 422, form=form)
    message = N_("Account and contacts under this address are erased.")
    return done(lang().gettext(message), "account.erasure_request")


def _may_erase() -> None:
    if not can(actor(), Permission.ERASE_ACCOUNT):
        raise Forbidden(Permission.ERASE_ACCOUNT)


def _ask_consent(form: NoticeForm, status: int = 200) -> ResponseReturnValue:
    text = prose("privacy", lang())
    return page("account/notice.html", status, form=form, text=text, version=NOTICE)


def _ask(form: SignInForm, status: int = 200) -> ResponseReturnValue:
    samples = []
    if portal().settings.sample:
        with read() as session:
            samples = account.sample_accounts(session)
    return page(
        "account/sign_in.html", status, form=form, samples=samples, password=SAMPLE_PASSWORD
    )
