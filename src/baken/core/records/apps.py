"""Installs the reference registers."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "baken.core.records"
    label = "records"
