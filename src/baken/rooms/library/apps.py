"""Installs the library room."""

from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "baken.rooms.library"
    label = "library"
