"""Installs core.lists: how its tables are kept, after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ListsConfig(AppConfig):
    name = "baken.core.lists"
    label = "lists"

    def ready(self) -> None:
        post_migrate.connect(_install, sender=self)


def _install(**_facts: Any) -> None:
    from baken.core.lists.install import vacuum_soon

    vacuum_soon()
