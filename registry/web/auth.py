"""Who is signed in: Flask-Login keeps the account's public id and epoch in the signed cookie."""

from flask import Flask, session
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf.csrf import CSRFProtect

from registry.domain.permission import Actor
from registry.queries import account
from registry.web.context import portal, read


class User(UserMixin):
    """The actor as Flask-Login carries it."""

    def __init__(self, actor: Actor, epoch: int) -> None:
        self.actor = actor
        self.epoch = epoch

    def get_id(self) -> str:
        """The public id and the epoch: raising the epoch ends all sessions of the account."""
        return f"{self.actor.public_id}:{self.epoch}"


def install(app: Flask) -> None:
    """Load the signed-in person at each request, and ask every form for its token."""
    manager = LoginManager(app)
    manager.session_protection = "basic"
    CSRFProtect(app)

    manager.user_loader(_load)


def _load(user_id: str) -> User | None:
    """Who has this id; None where the account may not act, or its sessions were ended since."""
    public_id, _, epoch = user_id.rpartition(":")
    with read() as db:
        signed = account.signed_in(db, public_id, samples=portal().settings.sample)
    if signed is None or str(signed.epoch) != epoch:
        return None
    return User(signed.actor, signed.epoch)


def hold(actor: Actor, epoch: int, then: str | None) -> None:
    """Note in the cookie who gave the right password but must still agree to something.

    Nobody is signed in by that. ``then``: the page asked for.
    """
    session.clear()
    session["held"] = User(actor, epoch).get_id()
    session["then"] = then


def held() -> tuple[User, str | None] | None:
    """Whom :func:`hold` noted, and the page asked for; None where nobody waits (any more)."""
    waiting = _load(session["held"]) if "held" in session else None
    return (waiting, session.get("then")) if waiting else None


def sign_in(actor: Actor, epoch: int) -> None:
    """Start a session of this person, with nothing left of whoever sat here before."""
    session.clear()
    session.permanent = True
    login_user(User(actor, epoch))


def sign_out() -> None:
    """End the session on this browser."""
    logout_user()
    session.clear()
