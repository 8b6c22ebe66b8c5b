"""Addresses of records are those that Django would give."""

from __future__ import annotations

import pytest
from django.urls import clear_script_prefix, reverse, set_script_prefix

from baken.core.page.addresses import record_address


@pytest.mark.parametrize("page", ["reports:report", "reports:message", "org:unit"])
@pytest.mark.parametrize("ref", ["M-2026-000123", "13 & é?", "a%b"])
def test_record_address_is_what_reverse_gives(page: str, ref: str) -> None:
    assert record_address(page, ref) == reverse(page, args=[ref])


def test_record_address_follows_the_place_the_product_is_served_from() -> None:
    plain = record_address("reports:report", "M-2026-000123")
    set_script_prefix("/veilig/")
    try:
        assert record_address("reports:report", "M-2026-000123") == f"/veilig{plain}"
    finally:
        clear_script_prefix()
