"""Files of instruments as somebody gives them: an upload, a file on the server, or a folder of one."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from baken.core.files.content import FileRefused
from baken.core.instruments.definitions import Source, version_of
from baken.core.instruments.documents.part import is_code
from baken.rooms.library.queries.instrument_forms import is_readable
from baken.rooms.library.rules.published_instruments import (
    EXAMPLES_FILE,
    LIBRARIES,
    LIBRARY_FILE,
)

MOST_BYTES = 10 * 1024 * 1024
MOST_LIBRARIES = 50
BYTE_ORDER_MARK = "utf-8-sig"  # UTF-8, with the mark that some editors put before it or without


@dataclass(frozen=True)
class GivenInstrument:
    """A file of an instrument with the section libraries beside it, and what its folder says of it."""

    source: Source
    libraries: tuple[Source, ...] = ()
    code: str = ""
    version: str = ""


def source_of_bytes(name: str, data: bytes) -> Source:
    """A file of text by its name. Raises FileRefused for one that is empty, too large or no text."""
    if not data.strip():
        raise FileRefused(_("The file is empty. Choose it again."))
    if len(data) > MOST_BYTES:
        raise FileRefused(_too_large())
    try:
        text = data.decode(BYTE_ORDER_MARK)
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        told = _("Line %(line)s is no text in UTF-8. Save the file as UTF-8.")
        raise FileRefused(told % {"line": line}) from None
    if "\x00" in text:
        raise FileRefused(_("This is no file of text."))
    return Source(name, text)


def given_at(path: Path) -> GivenInstrument:
    """What stands at a path: a file, or a folder ``<code>/<version>`` with one instrument.

    Section libraries stand in the same folder, or as they do in the product: in
    ``_libraries/<code>/<version>/library.yaml`` beside the folder of the code.
    Raises FileRefused, naming the file, for what cannot be read, and OSError.
    """
    if not path.is_dir():
        return GivenInstrument(_source(path, path.parent))
    path = path.resolve()
    instrument, shelf = _instrument_in(path), path.parent.parent
    code, version = path.parent.name, path.name
    is_placed = is_code(code) and _is_version(version)
    return GivenInstrument(
        source=_source(instrument, shelf),
        libraries=tuple(_source(one, shelf) for one in _libraries_at(path, instrument)),
        code=code if is_placed else "",
        version=version if is_placed else "",
    )


def _instrument_in(folder: Path) -> Path:
    found = sorted(one for one in folder.glob("instrument.*") if is_readable(one.name))
    if len(found) != 1:
        told = _("%(folder)s: one file is needed here, named instrument.yaml.")
        raise FileRefused(told % {"folder": folder})
    return found[0]


def _libraries_at(folder: Path, instrument: Path) -> list[Path]:
    beside = [
        one for one in folder.glob("*.yaml") if one != instrument and one.name != EXAMPLES_FILE
    ]
    shelf = folder.parent.parent / LIBRARIES
    found = [*sorted(beside), *sorted(shelf.glob(f"*/*/{LIBRARY_FILE}"))]
    if len(found) > MOST_LIBRARIES:
        told = _("%(folder)s: there may be %(most)s section libraries here.")
        raise FileRefused(told % {"folder": folder, "most": MOST_LIBRARIES})
    return found


def _is_version(text: str) -> bool:
    try:
        version_of(text)
    except ValueError:
        return False
    return True


def _source(path: Path, shelf: Path) -> Source:
    """A file, named as it stands on its shelf; signs of its name that are no text are replaced."""
    name = str(path.relative_to(shelf)).encode("utf-8", "replace").decode("utf-8")
    try:
        if path.stat().st_size > MOST_BYTES:
            raise FileRefused(_too_large())
        return source_of_bytes(name, path.read_bytes())
    except FileRefused as refused:
        raise FileRefused(f"{name}: {refused}") from None


def _too_large() -> str:
    return _("The file is larger than 10 MiB. Send a smaller one.")
