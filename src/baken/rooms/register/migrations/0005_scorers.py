"""Keeps on a risk who scored it, so that a list of risks need not look in the scores."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby, islice
from typing import Any

from django.db import migrations, models

AT_ONCE = 1000


def fill(apps: Any, _schema: Any) -> None:
    """The persons of the newest turn of every kind, for the risks that were scored."""
    risk, score = (apps.get_model("register", name) for name in ("Risk", "RiskScore"))
    changed = _scored(risk, score)
    while batch := list(islice(changed, AT_ONCE)):
        risk.objects.bulk_update(batch, ["scorers"])


def _scored(risk: Any, score: Any) -> Iterator[Any]:
    rows = score.objects.order_by("record_id", "kind", "turn", "id")
    told = rows.values_list("record_id", "kind", "turn", "scorer").iterator()
    for number, given in groupby(told, key=lambda row: row[0]):
        scorers: dict[str, list[str]] = {}
        for (kind, _turn), turn in groupby(given, key=lambda row: row[1:3]):
            scorers[kind] = [str(row[3]) for row in turn]
        yield risk(number=number, scorers=scorers)


class Migration(migrations.Migration):
    dependencies = [("register", "0004_barriers")]

    operations = [
        migrations.AddField("risk", "scorers", models.JSONField(default=dict)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
