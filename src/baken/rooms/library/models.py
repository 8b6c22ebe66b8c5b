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
    is that of whoever imported it.
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
