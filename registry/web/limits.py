"""How often one address may try: at signing in, in the open box, in writing to people."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.middleware.proxy_fix import ProxyFix

from registry.web.context import portal

limiter = Limiter(get_remote_address, headers_enabled=True)


def install(app: Flask) -> None:
    """Count where the settings say, by the address that the trusted proxies report."""
    settings = app.extensions["portal"].settings
    if settings.proxies:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=settings.proxies, x_proto=settings.proxies, x_host=settings.proxies
        )
    app.config["RATELIMIT_STORAGE_URI"] = settings.rate_limit_storage
    limiter.init_app(app)


def sign_in_limit() -> str:
    """The limit of tries at signing in."""
    return portal().settings.rate_limit_sign_in


def describe_limit() -> str:
    """The limit of the open box."""
    return portal().settings.rate_limit_describe
