"""How a test plants a break: past the database's own guards, as somebody with its password would."""

from __future__ import annotations

from typing import Any

from django.db import connection

from baken.rooms.reports.models import Report

_TRIGGERS = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master"
    " WHERE type = 'trigger' AND sql LIKE '%never changed%'",
    "postgresql": "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON tgrelid = pg_class.oid"
    " WHERE NOT tgisinternal AND tgname LIKE '%fixed'",
}


def drop_guards() -> None:
    """Remove every guard of the trail for the rest of the test's transaction."""
    connection.check_constraints()
    with connection.cursor() as cursor:
        cursor.execute(_TRIGGERS[connection.vendor])
        for table, trigger in cursor.fetchall():
            of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER {trigger}{of_table}")


def rows_of(model: Any, **narrow: Any) -> Any:
    """Rows of a guarded table, open for whatever the test does to them."""
    return model.objects.for_system(reason="trail").filter(**narrow)


def steps_of(record: Any) -> Any:
    """The steps of a record in order, open for whatever the test does to them."""
    steps = type(record)._meta.get_field("steps").related_model
    return rows_of(steps, record=record).order_by("serial")


def remove(record: Report) -> None:
    """Delete a record's own row and leave its steps."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_report WHERE number = %s", [record.pk])
