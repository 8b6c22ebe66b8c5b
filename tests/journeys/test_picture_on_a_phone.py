"""On a phone a unit in its picture leads to its own picture, and each number to the risks behind it."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from baken.conftest import Cast
from baken.rooms.register.tests.deciding import pending


def test_number_of_a_unit_leads_to_the_risks_behind_it_and_the_rest_to_its_picture(
    screens: Any, cast: Cast
) -> None:
    risk = pending(cast)
    page = screens.open("commander")
    page.goto("/eenheden/BATTALION/beeld")
    page.locator("td[data-label=Medium] a[href*='unit=COMPANY']").click()
    page.wait_for_url("**/risicos?unit=COMPANY*")
    expect(page.locator("main")).to_contain_text(risk.ref)

    page.go_back()
    page.locator("tr:has(a[href='/eenheden/COMPANY/beeld']) th").click()
    page.wait_for_url("**/eenheden/COMPANY/beeld")
