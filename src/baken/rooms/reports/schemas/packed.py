"""A source of several files packed in one: a .zip, as an export in its shape gives it."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from baken.rooms.reports.schemas.legacy_file import FileRefused
from baken.rooms.reports.schemas.mapping import LegacyMapping

MAIN = "main.csv"


@contextmanager
def unpacked(path: Path, mapping: LegacyMapping) -> Iterator[Path]:
    """The main file of a pack, with the others beside it as long as this lasts; of others itself.

    Raises FileRefused when the pack is damaged or holds another number of files.
    """
    if path.suffix.lower() != ".zip":
        yield path
        return
    with TemporaryDirectory(prefix="baken-import-") as folder:
        yield _unpack(path, mapping, Path(folder))


def _unpack(path: Path, mapping: LegacyMapping, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(path) as pack:
            for name in _wanted(pack, mapping):
                with (
                    pack.open(name) as packed,
                    (folder / PurePosixPath(name).name).open("wb") as to,
                ):
                    shutil.copyfileobj(packed, to)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError) as problem:
        raise FileRefused(f"this is no whole .zip: {problem}") from None
    return folder / MAIN


def _wanted(pack: zipfile.ZipFile, mapping: LegacyMapping) -> list[str]:
    names = [MAIN, *(f"{join.file}.csv" for join in mapping.joins)]
    there = set(pack.namelist())
    lacking = [name for name in names if name not in there]
    if lacking:
        raise FileRefused(f"the .zip holds no {lacking[0]}")
    return names
