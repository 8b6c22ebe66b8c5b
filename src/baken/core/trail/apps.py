"""Installs core.trail: the database's own guards after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    name = "baken.core.trail"
    label = "trail"

    def ready(self) -> None:
        post_migrate.connect(_install, sender=self)


def _install(**_facts: Any) -> None:
    from baken.core.trail.install import install_guards

    install_guards()
