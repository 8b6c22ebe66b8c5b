"""A kind without a page of its own has no address on the thread."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from baken.core.threads import page_of_record


@pytest.mark.parametrize("page_name", ["", "nowhere:page"])
def test_page_of_a_record_whose_kind_has_none_is_empty(page_name: str) -> None:
    assert page_of_record(SimpleNamespace(page_name=page_name, ref="X-2026-000001")) == ""
