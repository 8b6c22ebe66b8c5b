"""The data files of the library, and of those that decisions rely on the versions that were published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from baken.core.instruments.data_file import DataProblem
from baken.rooms.library.rules.published import (
    INSTRUMENTS,
    LIST,
    Publication,
    check_held,
    check_published,
    check_version,
    newest,
    read_publications,
)
from baken.rooms.library.rules.published_instruments import (
    EXAMPLES_FILE,
    PublishedInstrument,
    read_instrument_publications,
)

ROOM = Path(__file__).parents[1]
DATA = ROOM / "data"
# What experts change and decisions rely on: these folders, and these code lists.
LOCKED_FOLDERS = ("scoring", "mandate", "barriers", "measures", "duties")
LOCKED_LISTS = (
    "categories",
    "contexts",
    "control_levels",
    "cost_bands",
    "domains",
    "evidence_levels",
    "hazard_groups",
    "hazards",
    "risk_categories",
    "risk_classes",
    "severities",
    "subjects",
)


def loaded(path: Path) -> Any:
    """What a YAML file holds. Raises DataProblem for one that cannot be read."""
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506  a safe loader
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        told = " ".join(str(problem).split())
        raise DataProblem(f"{path} cannot be read: {told}") from None


@lru_cache(maxsize=1)
def publications() -> Mapping[str, Publication]:
    """Every version that was published, by file, each as it was published.

    Raises DataProblem, naming the file and what to do, for one that changed, is gone or is not listed.
    """
    return checked_publications(DATA)


def checked_publications(place: Path) -> Mapping[str, Publication]:
    """The published versions in a folder, checked against its list. Raises DataProblem."""
    listed = read_publications(loaded(place / LIST))
    check_published(listed, {name: path.read_bytes() for name, path in _locked(place)})
    return listed


@lru_cache(maxsize=2)
def instrument_publications(room: Path = ROOM) -> Mapping[str, PublishedInstrument]:
    """The instruments and section libraries that come with the product, by file, as published.

    Their files stand beside the data folder. Raises DataProblem as ``publications`` does; what stands
    in the files is read when it is asked for.
    """
    listed = read_instrument_publications(loaded(room / DATA.name / LIST))
    paths = sorted((room / INSTRUMENTS).rglob("*.yaml"))
    found = {
        path.relative_to(room).as_posix(): path.read_bytes()
        for path in paths
        if path.name != EXAMPLES_FILE
    }
    check_held(listed, found)
    return listed


def in_force() -> dict[str, Publication]:
    """The version of each that holds now: the newest, by name, in the order of the list."""
    return newest(publications().values())


def publication(name: str, version: int | None = None) -> Publication:
    """A version by its name: the one asked for, or the newest. Raises LookupError."""
    if version is None:
        found = in_force().get(name)
    else:
        same = (one for one in publications().values() if one.name == name)
        found = next((one for one in same if one.version == version), None)
    if found is None:
        raise LookupError(f"there is no {name}" + (f", version {version}" if version else ""))
    return found


def published(name: str, version: int | None = None) -> tuple[str, Any]:
    """File and content of a published version. Raises LookupError, and DataProblem."""
    one = publication(name, version)
    content = loaded(DATA / one.file)
    check_version(one, content)
    return one.file, content


def source_of(one: Publication) -> bytes:
    """A published version as it stands in its file."""
    return (DATA / one.file).read_bytes()


def _locked(place: Path) -> Iterator[tuple[str, Path]]:
    """The files of a folder that must have been published."""
    found = [path for folder in LOCKED_FOLDERS for path in (place / folder).rglob("*.yaml")]
    for name in LOCKED_LISTS:
        found += [*place.glob(f"{name}.yaml"), *place.glob(f"{name}.*.yaml")]
    for path in found:
        yield path.relative_to(place).as_posix(), path


@lru_cache(maxsize=1)
def source_texts() -> Mapping[str, str]:
    """What every published version says of its source, by file."""
    return {
        one.file: str(published(one.name, one.version)[1].get("source", ""))
        for one in publications().values()
    }
