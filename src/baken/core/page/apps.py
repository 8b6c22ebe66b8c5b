"""Registers the page components with Django."""

from django.apps import AppConfig


class PageConfig(AppConfig):
    """The page component set: templates, tags and static files; no tables."""

    name = "baken.core.page"
    label = "page"
