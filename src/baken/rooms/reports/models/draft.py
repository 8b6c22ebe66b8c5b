"""A report that is still being written."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from baken.core.records.privacy import Privacy


class Draft(models.Model):
    """What somebody with an account has typed so far; theirs alone, gone once it is sent."""

    account = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+"
    )
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    kind_of_table = "machinery"
    privacy = Privacy(retention="draft", public=("saved_at",), personal=("account", "fields"))

    def __str__(self) -> str:
        return f"draft of {self.account_id}"
