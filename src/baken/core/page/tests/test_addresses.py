"""Addresses of records are those that Django would give."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import clear_script_prefix, reverse, set_script_prefix

from baken.core.access.roots import Root
from baken.core.page.addresses import public_address, record_address
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


@pytest.mark.parametrize(
    ("known", "asked", "whole"),
    [
        ("https://baken.example/", True, "https://baken.example/m/ABC"),
        ("https://baken.example", False, "https://baken.example/m/ABC"),
        ("", True, "http://inside.example/m/ABC"),
        ("", False, "/m/ABC"),
    ],
)
def test_public_address_is_the_known_one_whoever_asks(
    settings: Any, known: str, asked: bool, whole: str
) -> None:
    settings.PUBLIC_URL = known
    settings.ALLOWED_HOSTS = ["inside.example"]
    request = RequestFactory().get("/posters", headers={"host": "inside.example"})
    assert public_address("/m/ABC", request if asked else None) == whole
