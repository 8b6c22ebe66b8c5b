"""Installs core.export."""

from django.apps import AppConfig


class ExportConfig(AppConfig):
    name = "baken.core.export"
    label = "export"
