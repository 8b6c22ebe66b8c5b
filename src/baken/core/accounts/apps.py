"""Installs core.accounts and its permit."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "baken.core.accounts"
    label = "accounts"

    def ready(self) -> None:
        from baken.core.access import register_permits
        from baken.core.accounts.permits import PERMITS

        register_permits(PERMITS)
