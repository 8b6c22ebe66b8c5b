"""What the library holds: the files in force by subject, with the name by which people know each."""

from __future__ import annotations

from collections.abc import Iterator

from baken.rooms.library.queries.files import in_force
from baken.rooms.library.queries.scoring import FOLDER, scoring_models
from baken.rooms.library.rules.published import Publication
from baken.rooms.library.texts import said
from baken.rooms.library.texts.words import NAMES, SUBJECTS


def contents() -> Iterator[tuple[str, str, list[Publication]]]:
    """Code and name of every subject, with the versions that are in force."""
    for code, title, begins in SUBJECTS:
        yield code, str(title), [one for one in in_force().values() if one.name.startswith(begins)]


def name_words(name: str) -> str:
    """How people know a file: that of a scoring model is what the model calls itself."""
    if name.startswith(FOLDER):
        return said(scoring_models()[name.removeprefix(FOLDER)].text)
    return str(NAMES[name])
