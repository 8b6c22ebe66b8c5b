"""Addresses of records are those that Django would give."""

from __future__ import annotations

import pytest
from django.urls import clear_script_prefix, reverse, set_script_prefix

from baken.core.access.roots import Root
from baken.core.page.addresses import record_address
from baken.rooms.org.models import Equipment
from baken.rooms.reports.models import Occurrence, Report


@pytest.mark.parametrize("root", [Report, Occurrence, Equipment])
@pytest.mark.parametrize("ref", ["M-2026-000123", "13 & é?", "a%b"])
def test_record_address_is_what_reverse_gives(root: type[Root], ref: str) -> None:
    assert record_address(root(ref=ref)) == reverse(root.page_name, args=[ref])


def test_record_address_follows_the_place_the_product_is_served_from() -> None:
    report = Report(ref="M-2026-000123")
    plain = record_address(report)
    set_script_prefix("/veilig/")
    try:
        assert record_address(report) == f"/veilig{plain}"
    finally:
        clear_script_prefix()
