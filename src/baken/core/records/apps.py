"""Installs the reference registers, and how moments are read."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "baken.core.records"
    label = "records"

    def ready(self) -> None:
        """Connections made from now on read moments quickly."""
        from baken.core.records.moments_read import watch_connections

        watch_connections()
