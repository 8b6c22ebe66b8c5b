"""Who can log in: accounts, API tokens, and failed attempts for the rate limit."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.records.privacy import Privacy


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts; there is no superuser to make."""

    def create_account(self, username: str, password: str | None = None, **fields: Any) -> Account:
        """Store a new account; without a password it can only log in another way."""
        account = self.model(username=username, **fields)
        account.set_password(password)
        account.save(force_insert=True)
        return account


class Account(AbstractBaseUser):
    """Somebody, or some service, who can log in. Rights come from appointments, never from here.

    A service account may be kept by a person's account: who answers for it and is told about it.
    ``language`` is the last one its holder chose, for mails; ``single_keys`` says whether letters
    without Ctrl are commands (WCAG 2.2, 2.1.4).
    """

    number = models.BigAutoField(primary_key=True)
    id = models.UUIDField(unique=True, default=ordered_uuid, editable=False)
    username = models.CharField(max_length=80, unique=True)
    is_service = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    kept_by = models.ForeignKey("self", models.SET_NULL, null=True, related_name="services")
    language = models.CharField(max_length=8, default="", blank=True)
    single_keys = models.BooleanField(default=True)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account",
        public=("number", "id", "is_service", "is_active"),
        personal=("username", "last_login", "kept_by", "language", "single_keys"),
        secret=("password",),
    )

    def __str__(self) -> str:
        return self.username


class ApiToken(models.Model):
    """A bearer token; only its digest is kept. ``label`` says what it is for."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    account = models.ForeignKey(Account, models.CASCADE, related_name="tokens")
    digest = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=80, default="")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_on = models.DateField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="security_log",
        public=("id", "label", "made_at", "expires_at", "revoked_at"),
        personal=("account", "last_used_on"),
        secret=("digest",),
    )

    def __str__(self) -> str:
        return f"token of {self.account_id}"


class LoginFailure(models.Model):
    """One failed attempt at a password or a code, kept briefly to slow guessing down."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    username_digest = models.CharField(max_length=64)
    at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(retention="security_log", public=("id", "at"), secret=("username_digest",))

    class Meta:
        indexes = [models.Index(fields=["username_digest", "at"], name="failures_of_name")]

    def __str__(self) -> str:
        return f"failed attempt {self.at}"
