"""Planning of questions about a thousand units takes PostgreSQL less time with fewer common values known.

Each unit in such a question is compared with every common value of the column: with the usual hundred
that costs more than the answer. See docs/decisions/2026-11-27-speed-at-a-million.md.
"""

from typing import Any

from django.db import migrations

COMMON_VALUES = 10


def know_fewer(apps: Any, editor: Any) -> None:
    """Keep ten common values of the unit columns; how many units there are is still estimated as before."""
    if editor.connection.vendor != "postgresql":
        return
    for name in ("Report", "Occurrence", "ExternalNotification"):
        meta = apps.get_model("reports", name)._meta
        table = editor.quote_name(meta.db_table)
        for field in ("unit", "owner_unit"):
            column = editor.quote_name(meta.get_field(field).column)
            editor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS {COMMON_VALUES}")
        editor.execute(f"ANALYZE {table}")


class Migration(migrations.Migration):
    dependencies = [("reports", "0019_undated_and_of_systems")]

    operations = [migrations.RunPython(know_fewer, migrations.RunPython.noop)]
