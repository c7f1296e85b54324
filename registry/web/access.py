"""Closed by default: every view says who may come; what it shows follows permissions.

A view without one of these marks keeps the application from starting.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Flask, abort, current_app, redirect, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from registry.domain.organisation import Capability
from registry.domain.permission import Forbidden, Permission, Seat, can
from registry.web import context

View = TypeVar("View", bound=Callable[..., Any])


def public(_why: str) -> Callable[[View], View]:
    """The view is open to everybody, for a reason."""

    def mark(view: View) -> View:
        view.access = "public"  # type: ignore[attr-defined]
        return view

    return mark


def signed_in(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view needs an account; a visitor is led to sign in and back again."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        return view(*args, **values) if current_user.is_authenticated else to_sign_in()

    guarded.access = "signed in"  # type: ignore[attr-defined]
    return guarded


def to_sign_in() -> ResponseReturnValue:
    """Lead to the sign-in page; afterwards back to the page asked for (pages that read only)."""
    if request.method == "GET":
        return redirect(context.url("account.sign_in", next=request.full_path.rstrip("?")))
    return redirect(context.url("account.sign_in"))


def found(thing: Any) -> Any:
    """``thing``, or the page "not found" where it is None: absent, or hidden from this reader."""
    if thing is None:
        abort(404)
    return thing


def seats_that_may(permission: Permission, capability: Capability) -> list[Seat]:
    """The reader's seats in organisations with a capability where they have a permission."""
    reader = context.actor()
    seats = reader.seats_that(capability)
    return [seat for seat in seats if can(reader, permission, seat.organisation_id)]


def some_seats_that_may(permission: Permission, capability: Capability) -> list[Seat]:
    """The same; Forbidden where there is none."""
    seats = seats_that_may(permission, capability)
    if not seats:
        raise Forbidden(permission)
    return seats


def check_every_view(app: Flask) -> None:
    """Raise where a view does not say who may come. Files under /static are open."""
    for endpoint, view in app.view_functions.items():
        if endpoint != "static" and not hasattr(view, "access"):
            raise RuntimeError(f"view {endpoint!r} does not say who may come")


def safe_next(target: str | None) -> str | None:
    """A path of this portal that one may be led back to; None for anything else."""
    if not target or not target.isprintable():  # a line break would begin another header
        return None
    if not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    adapter = current_app.create_url_adapter(request)
    path = target.partition("?")[0]
    return target if adapter is not None and adapter.test(path, "GET") else None
