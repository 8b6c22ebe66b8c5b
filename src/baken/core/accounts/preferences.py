"""What somebody prefers about the product itself: the language, and single keys as shortcuts."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponseBase
from django.utils.translation import get_language

from baken.core.accounts.models import Account


def prefer(*, account: Account, language: str, single_keys: bool) -> None:
    """Keep what the holder of an account prefers."""
    account.language, account.single_keys = language, single_keys
    account.save(update_fields=["language", "single_keys"])


def note_language(account: Account, language: str) -> None:
    """Remember the language that somebody chose, when the product speaks it."""
    if language in dict(settings.LANGUAGES) and account.language != language:
        account.language = language
        account.save(update_fields=["language"])


def language_of(account: Account) -> str:
    """The language the holder chose, or the one they read now."""
    return account.language or (get_language() or settings.LANGUAGE_CODE)[:2]


def speak(response: HttpResponseBase, language: str) -> None:
    """Let the next pages of this browser be in a language."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        language,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
