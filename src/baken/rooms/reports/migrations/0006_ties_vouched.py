"""Lets the history of every report and occurrence vouch for the cases and conflicts about it."""

from datetime import UTC, datetime

from django.db import migrations

from baken.core.trail.upgrade import plain, vouch_since

TIE = ("record_id", "kind", "role", "from_on", "until", "ended_at", "given_by")


def vouch(apps, schema_editor):
    """One step for every record that has any, about what is there now."""
    at = datetime.now(UTC).replace(microsecond=0)
    ties = apps.get_model("org", "Involvement").objects
    for name in ("Report", "Occurrence"):
        parts = {}
        of_kind = ties.filter(table=f"reports.{name.lower()}")
        for tie in of_kind.values("number", "pk", *TIE).iterator(chunk_size=2_000):
            number, key = tie.pop("number"), f"involvement.{tie.pop('pk')}"
            parts.setdefault(number, {})[key] = plain(tie)
        vouch_since(apps.get_model("reports", f"{name}Step"), parts, code="org.ties.vouched", at=at)


class Migration(migrations.Migration):
    dependencies = [("reports", "0005_owned"), ("org", "0006_ties_that_end")]

    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
