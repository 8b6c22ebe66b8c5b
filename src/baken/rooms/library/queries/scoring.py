"""Scoring models in the version a record names, and the common classes they map to."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from baken.core.instruments.scoring import RiskClass, ScoringModel
from baken.rooms.library.queries import DATA, CodeItem, _loaded, code_list
from baken.rooms.library.rules.published import LIST, check_published
from baken.rooms.library.rules.scoring_models import Versions, read_scoring_models


def scoring_models() -> dict[str, ScoringModel]:
    """Every scoring model in its newest version, by code.

    Raises DataProblem, naming file, entry and field, for a file that cannot be used or was changed.
    """
    return {code: versions[max(versions)] for code, versions in _versions().items()}


def scoring_model(code: str, version: int | None = None) -> ScoringModel:
    """A scoring model in the version a record names, or in the newest. Raises LookupError."""
    versions = _versions().get(code, {})
    model = versions.get(max(versions, default=0) if version is None else version)
    if model is None:
        wanted = code if version is None else f"{code}, version {version}"
        raise LookupError(f"there is no scoring model {wanted}")
    return model


def risk_classes() -> dict[RiskClass, CodeItem]:
    """The common classes from the least bad to the worst, with their labels, colour and shape."""
    return {RiskClass(code): item for code, item in code_list("risk_classes").items()}


@lru_cache(maxsize=1)
def _versions() -> Versions:
    return read_scoring_models(_published("scoring"))


def _published(folder: str) -> dict[str, Any]:
    """What the published versions of a folder hold, by name such as ``<code>/1.yaml``."""
    place = DATA / folder
    paths = {path.relative_to(place).as_posix(): path for path in place.glob("*/*.yaml")}
    contents = {name: path.read_bytes() for name, path in paths.items()}
    check_published(folder, contents, _loaded(place / LIST))
    return {name: _loaded(path) for name, path in paths.items()}
