"""Who somebody is at the organisation's own log-in."""

from __future__ import annotations

from django.db import models

from baken.core.access.roots import ordered_uuid
from baken.core.accounts.models.account import Account
from baken.core.records.privacy import Privacy


class OutsideIdentity(models.Model):
    """An account is this subject at this OpenID provider, from the first log-in there on.

    A subject never changes and is never given to somebody else; a name may be.
    """

    id = models.UUIDField(primary_key=True, default=ordered_uuid)
    account = models.ForeignKey(Account, models.CASCADE, related_name="outside_identities")
    issuer = models.CharField(max_length=200)
    subject = models.CharField(max_length=255)
    bound_at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="account",
        public=("id", "issuer", "bound_at"),
        personal=("account", "subject"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="subject_once"),
            models.UniqueConstraint(fields=["account", "issuer"], name="one_subject_at_a_provider"),
        ]

    def __str__(self) -> str:
        return f"{self.issuer} of {self.account_id}"
