"""Scoring models in the version a record names, and the common classes they map to."""

from __future__ import annotations

from functools import lru_cache

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.scoring import CLASSES, RiskClass, ScoringModel
from baken.rooms.library.queries import CodeItem, code_list
from baken.rooms.library.queries.files import publications, published
from baken.rooms.library.rules.scoring_models import Versions, read_scoring_models

FOLDER = "scoring/"


def scoring_models() -> dict[str, ScoringModel]:
    """Every scoring model in its newest version, by code.

    Raises DataProblem, naming file, entry and field, for a file that cannot be used or was changed.
    """
    return {code: versions[max(versions)] for code, versions in _versions().items()}


def scoring_models_for_risks() -> dict[str, ScoringModel]:
    """The models that somebody who states a risk may choose, in their newest version, by code.

    Those that score the risks of one kind of instrument alone are not among them.
    """
    found = scoring_models()
    return {code: one for code, one in found.items() if not one.is_for_instruments}


def scoring_model(code: str, version: int | None = None) -> ScoringModel:
    """A scoring model in the version a record names, or in the newest. Raises LookupError."""
    versions = _versions().get(code, {})
    model = versions.get(max(versions, default=0) if version is None else version)
    if model is None:
        wanted = code if version is None else f"{code}, version {version}"
        raise LookupError(f"there is no scoring model {wanted}")
    return model


def versions_of(code: str) -> list[int]:
    """The versions of a scoring model, the newest first; none for a code that is no model."""
    return sorted(_versions().get(code, {}), reverse=True)


def risk_classes() -> dict[RiskClass, CodeItem]:
    """The common classes from the least bad to the worst, with their labels, colour and shape.

    Raises DataProblem when the file holds others.
    """
    listed = code_list("risk_classes")
    if tuple(listed) != CLASSES:
        raise DataProblem(f"risk_classes.yaml, items: these are needed: {', '.join(CLASSES)}")
    return {RiskClass(code): item for code, item in listed.items()}


@lru_cache(maxsize=1)
def _versions() -> Versions:
    found = [one for one in publications().values() if one.name.startswith(FOLDER)]
    contents = (published(one.name, one.version) for one in found)
    return read_scoring_models({file.removeprefix(FOLDER): held for file, held in contents})
