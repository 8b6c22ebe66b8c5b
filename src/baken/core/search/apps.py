"""Installs core.search: text indexes after every migration."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "baken.core.search"
    label = "search"

    def ready(self) -> None:
        post_migrate.connect(_install, sender=self)


def _install(**_facts: Any) -> None:
    from baken.core.search.install import install_text_indexes

    install_text_indexes()
