"""Lets the history of every person vouch for their account, their unit and who they are."""

from datetime import UTC, datetime

from django.db import migrations

from baken.core.trail.upgrade import vouch_since


def vouch(apps, schema_editor):
    """One step for every person, about what is there now; earlier steps stay as they are."""
    at = datetime.now(UTC).replace(microsecond=0)
    persons = apps.get_model("org", "Person").objects
    told = persons.values_list("pk", "account_id", "unit_id", "id", "ref").iterator(2_000)
    parts = {
        pk: {"account": account, "unit": unit, "identity": {"id": str(id_), "ref": ref}}
        for pk, account, unit, id_, ref in told
    }
    vouch_since(apps.get_model("org", "PersonStep"), parts, code="org.person.vouched", at=at)


class Migration(migrations.Migration):
    dependencies = [("org", "0011_history_of_sites")]

    operations = [migrations.RunPython(vouch, migrations.RunPython.noop)]
