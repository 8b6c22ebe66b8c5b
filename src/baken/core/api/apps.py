"""Installs core.api."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "baken.core.api"
    label = "api"
