"""Installs core.rollups."""

from django.apps import AppConfig


class RollupsConfig(AppConfig):
    name = "baken.core.rollups"
    label = "rollups"
