"""Installs core.events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    name = "baken.core.events"
    label = "events"
