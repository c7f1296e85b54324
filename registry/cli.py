"""Commands of the portal: ``flask --app app …``. Thin, over actions, queries and jobs."""

import signal
import threading
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from registry.actions import account
from registry.actions.errors import ActionError
from registry.i18n import language
from registry.jobs import serve as serving
from registry.jobs import setup, worker
from registry.portal import Portal

admin = AppGroup("admin", help="Accounts of the city's administration.")
samples = AppGroup("sample", help="The sample catalogue.")


def register(app: Flask) -> None:
    """Give the application its commands."""
    for command in (admin, samples, prepare, run_worker, serve):
        app.cli.add_command(command)


def _portal() -> Portal:
    return cast(Portal, current_app.extensions["portal"])


def _refuse(error: ActionError) -> click.ClickException:
    return click.ClickException(language("en").gettext(error.message, **error.values))


@click.command("prepare")
@with_appcontext
def prepare() -> None:
    """Bring the schema up to date, load the reference data and, where asked for, the sample."""
    for line in setup.prepare(_portal()):
        click.echo(line)


@click.command("worker")
@with_appcontext
def run_worker() -> None:
    """Do the work that follows changes: index, matches, mails. Ends on SIGTERM."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    worker.run(_portal(), stop=stop)


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=2, show_default=True, help="Web processes.")
@with_appcontext
def serve(host: str, port: int, workers: int) -> None:
    """Prepare, then serve the portal and run the worker until stopped."""
    for line in setup.prepare(_portal()):
        click.echo(line)
    for line in setup.welcome(_portal(), host, port):
        click.echo(line)
    raise SystemExit(serving.run(host, port, workers))


@admin.command("create")
@click.option("--email", prompt=True)
@click.option("--name", prompt=True)
@click.password_option(help="At least 12 characters.")
@with_appcontext
def create_admin(email: str, name: str, password: str) -> None:
    """Make an account that administers the portal and keeps the registry."""
    if len(password) < account.SHORTEST_PASSWORD:
        raise click.ClickException(
            f"password: give at least {account.SHORTEST_PASSWORD} characters"
        )
    if "@" not in email or email != email.strip() or " " in email:
        raise click.ClickException(f"email: {email!r} is not an e-mail address")
    hashed = account.hash_password(password)
    try:
        with _portal().database.write() as session:
            account.create_admin(session, email=email, name=name, password_hash=hashed)
    except ActionError as error:
        raise _refuse(error) from None
    click.echo(f"made the administrator {email}")


@samples.command("remove")
@click.confirmation_option(prompt="Remove every sample record and all that hangs on it?")
@with_appcontext
def remove_sample() -> None:
    """Remove the sample catalogue as a whole."""
    click.echo(f"removed {setup.remove_sample(_portal())} rows")
