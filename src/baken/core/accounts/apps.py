"""Installs core.accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "baken.core.accounts"
    label = "accounts"
