"""Keeps on a risk who scored it, for lists, and finds what is due in a state by an index alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.db import migrations, models

AT_ONCE = 1000


def fill(apps: Any, schema: Any) -> None:
    """The persons of the newest turn of every kind, for the risks that were scored."""
    changed = _scored(apps.get_model("register", "RiskScore"))
    with schema.connection.cursor() as cursor:
        while batch := list(islice(changed, AT_ONCE)):
            cursor.executemany("UPDATE register_risk SET scorers = %s WHERE number = %s", batch)


def _scored(score: Any) -> Iterator[tuple[str, int]]:
    """Who scored, as JSON, and the number of the risk."""
    rows = score.objects.order_by("record_id", "kind", "turn", "id")
    told = rows.values_list("record_id", "kind", "turn", "scorer").iterator()
    for number, given in groupby(told, key=lambda row: row[0]):
        scorers: dict[str, list[str]] = {}
        for (kind, _turn), turn in groupby(given, key=lambda row: row[1:3]):
            scorers[kind] = [str(row[3]) for row in turn]
        yield json.dumps(scorers), number


class Migration(migrations.Migration):
    dependencies = [("register", "0005_options")]

    operations = [
        migrations.AddField("risk", "scorers", models.JSONField(default=dict)),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex("risk", name="risk_due"),
        migrations.AddIndex(
            "risk",
            models.Index(
                fields=["state", "due_at", "unit", "owner_unit", "confidentiality"],
                condition=models.Q(due_at__isnull=False),
                name="risk_due_in_state",
            ),
        ),
    ]
