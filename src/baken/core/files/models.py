"""A file that belongs to a record and is seen by whoever may see that record."""

from __future__ import annotations

import uuid

from django.db import models

from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class StoredFile(models.Model):
    """What is known of a stored file; its bytes lie outside the database under its id.

    ``number`` tells the day and nothing finer, so that the place of a row in the table tells nothing
    about the moment of an anonymous one.
    """

    number = RowNumberField(primary_key=True)
    id = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    table = models.CharField(max_length=60)
    record = models.BigIntegerField()
    name = models.CharField(max_length=150)
    content_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    on = models.DateField()
    added_by = models.UUIDField(null=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="occurrence",
        public=("number", "id", "table", "record", "content_type", "size", "digest", "on"),
        personal=("name", "added_by"),
    )

    class Meta:
        indexes = [models.Index(fields=["table", "record"], name="file_of_record")]

    def __str__(self) -> str:
        return self.name

    @property
    def is_image(self) -> bool:
        """True when a browser can show it as a picture."""
        return self.content_type.startswith("image/")
