"""A scoring model is data: no Python file names one, so that another can stand in its place."""

from __future__ import annotations

import re
from pathlib import Path

from baken.rooms.library.queries.scoring import scoring_models

SOURCE = Path(__file__).parents[2] / "src" / "baken"


def test_no_scoring_model_is_named_in_python() -> None:
    named = re.compile("|".join(rf"\b{re.escape(code)}\b" for code in scoring_models()))
    files = [path for path in SOURCE.rglob("*.py") if "tests" not in path.parts]
    assert files
    found = [
        f"{path.relative_to(SOURCE)}: {match.group()}"
        for path in sorted(files)
        for match in named.finditer(path.read_text(encoding="utf-8"))
    ]
    assert found == [], "read the usual model from library/data/mandate/assessment.yaml instead"
