"""The scoring models of a folder: a file for every version, that says what its place says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from baken.core.instruments.data_file import DataProblem
from baken.core.instruments.scoring import ScoringModel, read_scoring_model

Versions = dict[str, dict[int, ScoringModel]]


def read_scoring_models(contents: Mapping[str, Any]) -> Versions:
    """Every version of every model, by code and number, the newest last.

    ``contents`` holds what the files hold by name, such as ``<code>/1.yaml``. Raises DataProblem.
    """
    found: Versions = {}
    for name, content in sorted(contents.items()):
        model = read_scoring_model(f"scoring/{name}", content)
        if name != f"{model.code}/{model.version}.yaml":
            place = f"scoring/{model.code}/{model.version}.yaml"
            raise DataProblem(
                f"scoring/{name}, {model.code}, version: by its code and version this is {place}"
            )
        found.setdefault(model.code, {})[model.version] = model
    return {code: dict(sorted(versions.items())) for code, versions in found.items()}
