"""What an account can show beside its password: an authenticator app, passkeys, recovery codes."""

from __future__ import annotations

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.accounts.models.account import Account
from baken.core.records.privacy import Privacy


class AuthenticatorApp(models.Model):
    """An app that shows a new code every half minute (TOTP).

    The shared secret is enciphered; ``last_step`` is the half minute of the last code that was
    used, so that no code works twice.
    """

    account = models.OneToOneField(Account, models.CASCADE, primary_key=True, related_name="app")
    secret = models.CharField(max_length=200)
    last_step = models.BigIntegerField(default=0)
    made_at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account",
        public=("made_at",),
        personal=("account",),
        secret=("secret", "last_step"),
    )

    def __str__(self) -> str:
        return f"app of {self.account_id}"


class Passkey(models.Model):
    """A key pair in somebody's device; only the public half is kept.

    ``credential`` is the name the device gave it, ``sign_count`` how often the device says it was
    used: a count that does not rise tells of a copy.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    account = models.ForeignKey(Account, models.CASCADE, related_name="passkeys")
    credential = models.CharField(max_length=1400, unique=True)
    public_key = models.BinaryField()
    sign_count = models.BigIntegerField(default=0)
    label = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    last_used_on = models.DateField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account",
        public=("id", "made_at"),
        personal=("account", "label", "last_used_on"),
        secret=("credential", "public_key", "sign_count"),
    )

    def __str__(self) -> str:
        return self.label


class RecoveryCode(models.Model):
    """A code that works once, for when the phone is gone; only its digest is kept."""

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    account = models.ForeignKey(Account, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64, unique=True)
    used_at = models.DateTimeField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account", public=("id", "used_at"), personal=("account",), secret=("digest",)
    )

    def __str__(self) -> str:
        return f"recovery code of {self.account_id}"
