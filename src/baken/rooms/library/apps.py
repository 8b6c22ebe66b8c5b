"""Installs the library room: its permit."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "baken.rooms.library"
    label = "library"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.rooms.library.permits import PERMITS

        register_permits(PERMITS)
