"""Publishes a version of a data file of the library: adds its line, with its approval, to the list.

    python tools/publish_library.py mandate/mandate.2.yaml --approved-by "Safety Committee" \
        --on 2027-01-12 --reference "minutes 2027-01, item 4"

An instrument or section library stands beside the data folder and is named as it is in the list:

    python tools/publish_library.py instruments/<code>/<version>/instrument.yaml --approved-by …

A version that stands in the list already is refused: what is published never changes.
"""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.definitions import Version
from baken.core.instruments.documents import placed
from baken.rooms.library.rules.published import (
    INSTRUMENTS,
    LIST,
    Approved,
    Publication,
    check_version,
    checksum,
    line_of,
    place_of,
    read_publications,
)
from baken.rooms.library.rules.published_instruments import (
    PublishedInstrument,
    instrument_place,
    read_instrument_publications,
)

DATA = Path(__file__).parents[1] / "src" / "baken" / "rooms" / "library" / "data"


def main(arguments: list[str]) -> int:
    """Add the line; 1 with a sentence when the file cannot be published."""
    asked = _asked(arguments)
    place = DATA / LIST
    try:
        listed = yaml.safe_load(place.read_text(encoding="utf-8"))
        if asked.file in {**read_publications(listed), **read_instrument_publications(listed)}:
            raise DataProblem(
                f"{asked.file}: this version is published; make the next one beside it"
            )
        one = _publication(asked)
    except (DataProblem, OSError, yaml.YAMLError) as problem:
        print(problem, file=sys.stderr)
        return 1
    with place.open("a", encoding="utf-8") as listed:
        listed.write(line_of(one))
    print(f"{one.file}: version {one.version} is published, {one.sha256}")
    return 0


def _publication(asked: argparse.Namespace) -> Approved:
    if asked.file.startswith(INSTRUMENTS):
        return _instrument(asked)
    content = (DATA / asked.file).read_bytes()
    name, version = place_of(asked.file)
    one = Publication(
        name=name,
        version=version,
        file=asked.file,
        sha256=checksum(content),
        approved_by=asked.approved_by,
        approved_on=asked.on,
        reference=asked.reference,
    )
    check_version(one, yaml.safe_load(content))
    return one


def _instrument(asked: argparse.Namespace) -> PublishedInstrument:
    code, version, is_library = instrument_place(asked.file)
    content = (DATA.parent / asked.file).read_bytes()
    _check_place(asked.file, content, code, version)
    return PublishedInstrument(
        file=asked.file,
        code=code,
        version=version,
        is_library=is_library,
        sha256=checksum(content),
        approved_by=asked.approved_by,
        approved_on=asked.on,
        reference=asked.reference,
    )


def _check_place(file: str, content: bytes, code: str, version: Version) -> None:
    """Refuse a file that says another code or version than its place. Raises DataProblem."""
    held = placed(file, content.decode("utf-8")).plain()
    [body] = held.values() if isinstance(held, dict) and len(held) == 1 else [{}]
    said: dict[str, Any] = body if isinstance(body, dict) else {}
    if (said.get("code"), said.get("version")) != (code, str(version)):
        raise DataProblem(f"{file}: by its place this is {code}, version {version}")


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("file", help="path as the list has it")
    parser.add_argument("--approved-by", required=True, help="who approved it")
    parser.add_argument("--on", required=True, type=date.fromisoformat, help="day, as 2027-01-12")
    parser.add_argument("--reference", required=True, help="where the decision stands")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
