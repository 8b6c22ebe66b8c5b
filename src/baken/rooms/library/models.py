"""Instruments that experts of an installation brought in, beside those that come with the product."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from baken.core.records.privacy import Privacy


class ImportedInstrument(models.Model):
    """One version of an imported instrument, as its file was; it never changes.

    ``form`` is how the file is written: ``yaml``, or ``survey_xml`` of a branch RI&E. ``libraries`` are
    the files of the section libraries that it includes, by name, as they were then. ``context``,
    ``unit_levels`` and ``workplace_types`` say what it is for, so that lists need not read it; ``post``
    is that of whoever imported it. ``scorings`` are the scoring models of a survey, by what they do, each
    with code and version: it is scored by them for as long as it is there.
    Source: house rule on instruments as data.
    """

    id = models.BigAutoField(primary_key=True)
    code = models.CharField(max_length=40)
    version = models.CharField(max_length=16)
    kind = models.CharField(max_length=20)
    context = models.JSONField(default=list)
    unit_levels = models.JSONField(default=list)
    workplace_types = models.JSONField(default=list)
    title_nl = models.CharField(max_length=2_000)
    title_en = models.CharField(max_length=2_000)
    form = models.CharField(max_length=10)
    file = models.CharField(max_length=200)
    text = models.TextField()
    libraries = models.JSONField(default=dict)
    scorings = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64)
    imported_at = models.DateTimeField()
    post = models.CharField(max_length=200, blank=True)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="reference_data",
        public=(
            "id",
            "code",
            "version",
            "kind",
            "context",
            "unit_levels",
            "workplace_types",
            "title_nl",
            "title_en",
            "form",
            "file",
            "text",
            "libraries",
            "scorings",
            "sha256",
            "imported_at",
            "post",
        ),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code", "version"], name="imported_instrument_version_once"
            ),
            models.CheckConstraint(
                condition=Q(form__in=["yaml", "survey_xml"]), name="imported_instrument_form"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"


class InstrumentPicture(models.Model):
    """A picture beside a question of an imported instrument: drawn anew when it came in; it never changes.

    ``name`` is that by which the question names it. ``data`` stands in the database, so that a backup and
    the size of the database count it; ``sha256`` is of those bytes.
    """

    id = models.BigAutoField(primary_key=True)
    instrument = models.ForeignKey(
        ImportedInstrument, models.CASCADE, related_name="pictures", db_index=False
    )
    name = models.CharField(max_length=100)
    content_type = models.CharField(max_length=20)
    data = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    kind_of_table = "reference"
    privacy = Privacy(
        retention="reference_data",
        public=("id", "instrument", "name", "content_type", "data", "size", "sha256"),
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["instrument", "name"], name="instrument_picture_name_once"
            ),
            models.CheckConstraint(
                condition=Q(content_type__in=["image/png", "image/jpeg"]),
                name="instrument_picture_is_shown",
            ),
        ]

    def __str__(self) -> str:
        return self.name
