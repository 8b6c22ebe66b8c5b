"""Gives every unit that is there already its first version and the first row of its history."""

import secrets
from datetime import UTC, date, datetime

from django.db import migrations

from baken.core.records.numbers import row_number
from baken.core.trail.chain import START, commitment, row_hash

SINCE_ALWAYS = date(1900, 1, 1)
KEPT = (
    "parent_id",
    "name_nl",
    "name_en",
    "kind",
    "level",
    "site",
    "strength",
    "restricted",
    "independent",
)


def begin(apps, schema_editor):
    """One version since always, and one step that says it was there when the history began."""
    versions, steps = apps.get_model("org", "UnitVersion"), apps.get_model("org", "UnitStep")
    at = datetime.now(UTC).replace(microsecond=0)
    for unit in apps.get_model("org", "Unit").objects.order_by("pk"):
        plain = {name: getattr(unit, name) for name in KEPT}
        versions.objects.create(unit=unit, from_on=SINCE_ALWAYS, **plain)
        words, facts = {"name": "migration"}, {"id": unit.pk, "code": unit.code, **plain}
        salts = {name: secrets.token_hex(16) for name in ("name", "record.facts.1")}
        content = {
            "record": unit.pk,
            "serial": 1,
            "code": "org.unit.founded",
            "from": "",
            "to": "existing",
            "at": at,
            "facts": {},
            "commitments": {
                "name": commitment(words["name"], salts["name"]),
                "record.facts.1": commitment(facts, salts["record.facts.1"]),
            },
        }
        steps.objects.create(
            number=row_number(at),
            record=unit,
            serial=1,
            code=content["code"],
            to_state="existing",
            at=at,
            words=words,
            salts=salts,
            commitments=content["commitments"],
            previous=START,
            hash=row_hash(START, content),
        )


class Migration(migrations.Migration):
    dependencies = [("org", "0002_in_time")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
