"""Installs core.lists."""

from django.apps import AppConfig


class ListsConfig(AppConfig):
    name = "baken.core.lists"
    label = "lists"
