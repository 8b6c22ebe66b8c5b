"""Installs the site: wires the rooms together, and checks the data files it cannot do without."""

from django.apps import AppConfig
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured


class SiteConfig(AppConfig):
    name = "baken.site"
    label = "site"

    def ready(self) -> None:
        from baken.site.wiring import wire

        wire()
        _refuse_wrong_routes()


def _refuse_wrong_routes() -> None:
    """Stop the start when the rules of where reports go cannot be used, with a sentence per mistake."""
    from baken.rooms.reports.queries.route_rules import RoutesRefused, load_routes

    try:
        load_routes(settings.ROUTES_FILE)
    except RoutesRefused as problem:
        raise ImproperlyConfigured(f"BAKEN_ROUTES cannot be used.\n{problem}") from None
