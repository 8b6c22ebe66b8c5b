"""Installs core.links."""

from django.apps import AppConfig


class LinksConfig(AppConfig):
    name = "baken.core.links"
    label = "links"
