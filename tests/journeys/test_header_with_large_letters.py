"""With letters twice as large nothing of the header is lost or covered. Source: WCAG 2.2 AA, 1.4.4."""

from __future__ import annotations

from typing import Any


def test_header_keeps_everything_in_sight_with_letters_twice_as_large(screens: Any) -> None:
    page = screens.open("soldier")
    page.goto("/")
    page.evaluate("() => { document.documentElement.style.fontSize = '200%'; }")
    seen = ".shell-brand, .shell-search, .shell-search button, .shell-tools > *"
    boxes = [one.bounding_box() for one in page.locator(seen).all() if one.is_visible()]
    assert [box for box in boxes if box["x"] < 0 or box["x"] + box["width"] > 360] == []
    brand = page.locator(".shell-brand").bounding_box()
    tools = [one.bounding_box() for one in page.locator(".shell-tools > *").all()]
    assert [box for box in tools if _overlap(brand, box)] == []
    assert page.evaluate("() => document.documentElement.scrollWidth") <= 360


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    beside = one["x"] + one["width"] <= other["x"] or other["x"] + other["width"] <= one["x"]
    above = one["y"] + one["height"] <= other["y"] or other["y"] + other["height"] <= one["y"]
    return not (beside or above)
