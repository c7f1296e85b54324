"""Templates without Flask: reports and mails; and what every template may use.

Filters: ``date``, ``datetime``, ``number``, ``money``, ``money_range`` (of a pair), ``money_full``,
``quantity(unit)``. Functions: ``_``, ``ngettext``, ``pick``, ``pick_language``; and ``lang``, the
:class:`~registry.i18n.Language` itself.
"""

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context, select_autoescape

from registry.i18n import Language, language

TEMPLATES = Path(__file__).resolve().parents[1] / "templates"


def install(env: Environment, current: Callable[[], Language]) -> None:
    """Give ``env`` the filters and functions; ``current`` says which language is being written."""

    def filters(method: str) -> Callable[..., str]:
        # With the context passed, Jinja can't work a filter of a constant out in advance and keep
        # the result, in whatever language came first.
        @pass_context
        def in_language(_context: Any, value: Any, *rest: Any) -> str:
            return "" if value is None else getattr(current(), method)(value, *rest)

        return in_language

    @pass_context
    def money_range(_context: Any, pair: Sequence[int | None]) -> str:
        return current().money_range(*pair)

    # Lines that hold nothing but a tag leave no trace in the page or mail.
    env.trim_blocks = env.lstrip_blocks = True
    names = ("date", "datetime", "number", "money", "money_full", "quantity")
    env.filters.update({name: filters(name) for name in names}, money_range=money_range)
    env.globals.update(
        _=lambda message, **values: current().gettext(message, **values),
        gettext=lambda message, **values: current().gettext(message, **values),
        ngettext=lambda one, many, n, **values: current().ngettext(one, many, n, **values),
        pick=lambda vi, en: current().pick(vi, en),
        pick_language=lambda vi, en: current().pick_language(vi, en),
    )


@cache
def environment(lang: str) -> Environment:
    """The environment of reports and mails in one language."""
    spoken = language(lang)
    env = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(("html", "svg")),
        undefined=StrictUndefined,
    )
    install(env, lambda: spoken)
    env.globals["lang"] = spoken
    return env


def render(template: str, lang: str, **context: Any) -> str:
    """The text of ``template`` (a path under ``templates/``) in the language ``lang``."""
    return environment(lang).get_template(template).render(**context)


def render_email(template: str, lang: str, **context: Any) -> tuple[str, str]:
    """Subject and text of a mail: the template's first line, and what follows it."""
    subject, _, text = render(template, lang, **context).strip().partition("\n")
    return subject.strip(), text.strip() + "\n"
