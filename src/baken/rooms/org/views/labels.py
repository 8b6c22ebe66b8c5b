"""Labels with a square to photograph: on a wall or on equipment, it leads to the report form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from baken.core.page.qr import square
from baken.rooms.org.schemas.addresses import address_of_place


@dataclass(frozen=True)
class Label:
    """What stands on one label; the square holds the code of its poster, once there is one."""

    code: str
    name: str
    unit: str
    place_code: str = ""


def show_labels(
    request: HttpRequest, labels: Iterable[Label], *, title: str, back: str, **further: Any
) -> HttpResponse:
    """The page to print labels from: one fills a sheet of A6, more stand on A4 beside each other."""
    drawn = [
        (label, square(address_of_place(label.place_code or label.code, request)))
        for label in labels
    ]
    shown = {"labels": drawn, "title": title, "back": back, "single": len(drawn) == 1, **further}
    return render(request, "org/labels.html", shown)
