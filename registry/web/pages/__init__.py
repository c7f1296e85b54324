"""The pages, a module a section; each has a ``blueprint`` mounted under its language."""

from importlib import import_module

from flask import Blueprint, Flask

from registry.web.language import PREFIX

_SECTIONS = (
    "about",
    "account",
    "agencies",
    "certificates",
    "components",
    "describe",
    "documents",
    "dossier",
    "home",
    "my_account",
    "needs",
    "offerings",
    "opportunities",
    "organisations",
    "profile",
    "programme",
    "projects",
    "proposals",
    "reference",
    "registrar",
    "search",
    "sites",
    "standards",
    "targets",
    "tasks",
    "workspace",
)


def section(name: str, import_name: str) -> Blueprint:
    """The blueprint of a section; its views stand under /<language>."""
    return Blueprint(name, import_name, url_prefix=PREFIX)


def register(app: Flask) -> None:
    """Mount every section."""
    for name in _SECTIONS:
        app.register_blueprint(import_module(f"registry.web.pages.{name}").blueprint)
