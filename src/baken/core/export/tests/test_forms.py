"""A file is asked for in a kind that there is, and with a purpose where one is needed."""

from __future__ import annotations

import pytest

from baken.core.export.formats import FORMATS
from baken.core.export.forms import ExportForm


@pytest.mark.parametrize(("needed", "wrong"), [(True, ["purpose"]), (False, [])])
def test_export_form_asks_a_purpose_where_one_is_needed(needed: bool, wrong: list[str]) -> None:
    form = ExportForm({"format": next(iter(FORMATS))}, purpose_needed=needed)
    assert list(form.errors) == wrong


def test_export_form_knows_no_other_kind_of_file() -> None:
    assert list(ExportForm({"format": "exe"}).errors) == ["format"]
