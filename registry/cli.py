"""Commands of the portal: ``flask --app app …``. Thin, over actions, queries and jobs."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from matching.evaluate import LabelFileError, evaluate_match
from registry.actions import account, import_needs
from registry.actions import proposal as proposals
from registry.actions.errors import ActionError
from registry.domain.permission import SYSTEM
from registry.i18n import LANGUAGES, language
from registry.jobs import purge as purging
from registry.jobs import serve as serving
from registry.jobs import setup, worker
from registry.portal import Portal
from registry.queries import proposal as proposal_query
from registry.queries.evaluate_search import evaluate_search

admin = AppGroup("admin", help="Accounts of the city's administration.")
samples = AppGroup("sample", help="The sample catalogue.")
imports = AppGroup("import", help="Files that others made.")
thesaurus = AppGroup("thesaurus", help="The words by which texts are read.")
evaluations = AppGroup("evaluate", help="How good the portal's judgement is.")


def register(app: Flask) -> None:
    """Give the application its commands."""
    groups = (admin, samples, imports, thesaurus, evaluations)
    for command in (*groups, prepare, purge, run_worker, serve):
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


@click.command("purge")
@with_appcontext
def purge() -> None:
    """Delete what is kept no longer. The worker does the same once a day."""
    gone = purging.run(_portal())
    click.echo(
        f"deleted {gone.jobs} finished jobs and {gone.messages} messages,"
        f" emptied {gone.contacts} contacts"
    )


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


@imports.command("needs")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--agency", required=True, help="Public id, agency, place or tax code.")
@click.option("--dry-run", is_flag=True, help="Say what would happen, and make no drafts.")
@click.option("--refused", type=click.Path(path_type=Path), help="Where the refused rows go.")
@click.option("--language", "code", type=click.Choice(LANGUAGES), default="vi", show_default=True)
@with_appcontext
def import_needs_file(
    file: Path, agency: str, dry_run: bool, refused: Path | None, code: str
) -> None:
    """Make drafts of an agency's needs from a spreadsheet (CSV, XLSX, XLS, ODS)."""
    database, spoken = _portal().database, language(code)
    try:
        with database.read() if dry_run else database.write() as session:
            made = import_needs.import_needs(session, SYSTEM, agency, file, dry_run=dry_run)
    except ActionError as error:
        raise click.ClickException(spoken.gettext(error.message, **error.values)) from None
    except OSError as error:
        raise click.ClickException(f"{file}: {error.strerror}") from None
    for line in import_needs.summary(made, spoken):
        click.echo(line)
    if made.refused:
        target = refused or import_needs.refused_file(file)
        import_needs.write_refused(made, target, spoken)
        click.echo(f"-> {target}")


@thesaurus.command("proposals")
@with_appcontext
def thesaurus_proposals() -> None:
    """Print what curators proposed as lines for matching/thesaurus/concepts.

    Proposals whose words stand in those files by now are marked as taken and left out.
    """
    database = _portal().database
    with database.write() as session:
        taken = proposals.settle(session, SYSTEM)
    with database.read() as session:
        for line in proposal_query.lines(session):
            click.echo(line)
    if taken:
        click.echo(f"# {taken} proposals stand in the files by now", err=True)


@evaluations.command("match")
@click.option("--offerings", required=True, type=click.Path(path_type=Path), help="JSON lines.")
@click.option("--needs", required=True, type=click.Path(path_type=Path), help="JSON lines.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The ranking: TSV.")
@click.option("--labels", type=click.Path(path_type=Path), help="Need, offering, grade: TSV.")
def evaluate_matching(offerings: Path, needs: Path, out: Path, labels: Path | None) -> None:
    """Rank all offerings for each need, and judge the ranking by labels."""
    with _files_told():
        click.echo(str(evaluate_match(offerings, needs, out, labels)))


@evaluations.command("search")
@click.option("--offerings", required=True, type=click.Path(path_type=Path), help="JSON lines.")
@click.option("--queries", required=True, type=click.Path(path_type=Path), help="JSON lines.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The ranking: TSV.")
@click.option("--labels", is_flag=True, help="Judge by the queries' lists of relevant offerings.")
def evaluate_searching(offerings: Path, queries: Path, out: Path, labels: bool) -> None:
    """Search the offerings for each query, and judge what is found."""
    with _files_told():
        click.echo("\n".join(evaluate_search(offerings, queries, out, labels=labels)))


@contextmanager
def _files_told() -> Iterator[None]:
    """Faults of files become the command's own message."""
    try:
        yield
    except LabelFileError as error:
        raise click.ClickException(str(error)) from None
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}") from None
