"""A notice to somebody about a record."""

from __future__ import annotations

from django.db import models

from baken.core.records.numbers import RowNumberField
from baken.core.records.privacy import Privacy


class Notice(models.Model):
    """One notice. ``to_key`` recognises its reader without naming them (see ``own_key_of``).

    The text is made from ``code`` when it is shown, in the reader's language; it holds a reference
    and never a story. About an anonymous record the notice keeps the day and no moment.
    ``by_mail`` is what a mail about it may hold, ``to_mail`` what still has to be done about one:
    ``new`` was not looked at yet, ``digest`` waits for a digest, empty is nothing.
    """

    number = RowNumberField(primary_key=True)
    to_key = models.CharField(max_length=64)
    code = models.CharField(max_length=60)
    table = models.CharField(max_length=60)
    record = models.BigIntegerField()
    ref = models.CharField(max_length=20)
    at = models.DateTimeField()
    urgent = models.BooleanField(default=False)
    read_on = models.DateField(null=True)
    by_mail = models.CharField(max_length=12, default="never")
    to_mail = models.CharField(max_length=8, default="", blank=True)

    kind_of_table = "machinery"
    privacy = Privacy(
        retention="notice",
        public=("number", "code", "table", "record", "ref", "at", "urgent", "by_mail", "to_mail"),
        personal=("to_key", "read_on"),
    )

    class Meta:
        indexes = [
            models.Index(fields=["to_key", "number"], name="notice_of_reader"),
            models.Index(
                fields=["to_key"], condition=models.Q(read_on__isnull=True), name="notice_unread"
            ),
            models.Index(
                fields=["to_key", "code"],
                condition=models.Q(urgent=True),
                name="notice_urgent",
            ),
            models.Index(
                fields=["record"], condition=models.Q(urgent=True), name="notice_urgent_of_record"
            ),
            models.Index(
                fields=["to_mail", "to_key"],
                condition=~models.Q(to_mail=""),
                name="notice_to_mail",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["to_key", "code", "table", "record", "at"], name="notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.ref}"
