"""Installs the org room: its permits and where the history of persons is kept."""

from django.apps import AppConfig


class OrgConfig(AppConfig):
    name = "baken.rooms.org"
    label = "org"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.trail.registry import keep_history
        from baken.rooms.org.models import Person, PersonStep
        from baken.rooms.org.permits import PERMITS

        register_permits(PERMITS)
        keep_history(Person, PersonStep)
