"""Installs core.papers."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "baken.core.papers"
    label = "papers"
