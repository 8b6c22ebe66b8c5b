"""Installs the insight room: it has no tables and no permits of its own."""

from django.apps import AppConfig


class InsightConfig(AppConfig):
    name = "baken.rooms.insight"
    label = "insight"
