"""Installs the site: wires the rooms together."""

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "baken.site"
    label = "site"

    def ready(self) -> None:
        from baken.site.wiring import wire

        wire()
