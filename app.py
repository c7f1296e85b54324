"""Wires the portal together: the one place that knows all parts. Nobody imports it.

``flask --app app`` and the server both call :func:`create_app`.
"""

from flask import Flask

from registry import cli
from registry.portal import open_portal
from registry.settings import Settings
from registry.web import access, auth, errors, headers, language, limits, pages, respond


def create_app(settings: Settings | None = None) -> Flask:
    """The web application with the given settings, by default those of the environment."""
    settings = settings or Settings.from_env()
    app = Flask(
        "registry",
        root_path=str(respond.WEB),
        template_folder=str(respond.TEMPLATES),
        static_folder=str(respond.STATIC),
    )
    app.config.update(respond.configuration(settings))
    app.extensions["portal"] = open_portal(settings)
    for part in (respond, language, headers, auth, limits, errors):
        part.install(app)
    pages.register(app)
    access.check_every_view(app)
    cli.register(app)
    return app
