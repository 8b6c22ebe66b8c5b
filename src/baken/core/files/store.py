"""Keeps files beside the database and finds them again for whoever may see their record."""

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings

from baken.core import clock
from baken.core.access import Actor
from baken.core.files.content import CleanFile
from baken.core.files.models import StoredFile
from baken.core.records.numbers import anonymous_row_number


def keep_file(*, record: Any, file: CleanFile, actor: Actor, at: datetime) -> StoredFile:
    """Store a cleaned file with a record; the same bytes twice on one record are one file.

    The caller's action has checked that the actor may add to the record. Nobody leaves no trace.
    """
    fresh = new_file(record=record, file=file, actor=actor, at=at)
    known = files_of(record).filter(digest=fresh.digest).first()
    return known or write_file(stored=fresh, file=file, at=at)


def new_file(*, record: Any, file: CleanFile, actor: Actor, at: datetime) -> StoredFile:
    """What is known of a file that is about to be stored with a record; nothing is written."""
    digest = hashlib.sha256(file.data).hexdigest()
    day = clock.local_date(at)
    return StoredFile(
        number=anonymous_row_number(day),
        table=record._meta.label_lower,
        record=record.pk,
        name=file.name,
        content_type=file.content_type,
        size=len(file.data),
        digest=digest,
        on=day,
        added_by=None if actor.is_nobody else actor.person,
    )


def write_file(*, stored: StoredFile, file: CleanFile, at: datetime) -> StoredFile:
    """Write the row and the bytes of a file that was made by ``new_file``."""
    stored.save(force_insert=True)
    _write(path_of(stored.id), file.data, at)
    return stored


def files_of(record: Any) -> Any:
    """The files of a record that was itself read through the guard."""
    return StoredFile.objects.filter(table=record._meta.label_lower, record=record.pk).order_by(
        "on", "name"
    )


def files_by_record(root: type[Any], numbers: Iterable[int]) -> dict[int, list[StoredFile]]:
    """The files of records of a root that were themselves read through the guard, by row number."""
    rows = StoredFile.objects.filter(table=root._meta.label_lower, record__in=list(numbers))
    found: dict[int, list[StoredFile]] = {}
    for row in rows.order_by("on", "name"):
        found.setdefault(row.record, []).append(row)
    return found


def visible_file(file_id: uuid.UUID, actor: Actor) -> StoredFile | None:
    """The file when the actor may see its record, or None."""
    stored = StoredFile.objects.filter(id=file_id).first()
    if stored is None:
        return None
    root = apps.get_model(stored.table)
    seen = root.objects.visible_to(actor, root.read_permit).filter(pk=stored.record)
    return stored if seen.exists() else None


def path_of(file_id: uuid.UUID) -> Path:
    """Where the bytes of a file lie."""
    name = file_id.hex
    return Path(settings.FILES_ROOT) / name[:2] / name


def _write(path: Path, data: bytes, at: datetime) -> None:
    """Write the bytes; the file's own clock tells the day and no moment."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    day = clock.start_of_day(clock.local_date(at)).timestamp()
    os.utime(path, (day, day))


def forget_bytes(files: Iterable[StoredFile]) -> None:
    """Remove the bytes of files whose rows are gone or were never committed."""
    for stored in files:
        path_of(stored.id).unlink(missing_ok=True)
