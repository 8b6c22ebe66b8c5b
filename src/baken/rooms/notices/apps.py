"""Installs the notices room."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "baken.rooms.notices"
    label = "notices"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.rooms.notices.permits import PERMITS

        register_permits(PERMITS)
