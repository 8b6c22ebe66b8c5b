"""Installs core.files."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "baken.core.files"
    label = "files"
