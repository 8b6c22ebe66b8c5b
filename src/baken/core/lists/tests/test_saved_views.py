"""Views are kept under a name, for oneself alone, and not without end."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.translation import override

from baken.conftest import Cast
from baken.core.access import NOBODY
from baken.core.lists import saved_views as module
from baken.core.lists.models import SavedView
from baken.core.lists.saved_views import ViewRefused, forget_view, save_view, saved_views

FILTERS = {"unit": "COMPANY", "state": "", "q": "losse kabel"}


@pytest.fixture(autouse=True)
def _english() -> Any:
    with override("en"):
        yield


def keep(cast: Cast, **values: Any) -> SavedView:
    plain: dict[str, Any] = {
        "actor": cast.commander.actor,
        "page": "reports",
        "name": " Mijn  compagnie ",
        "filters": FILTERS,
        "at": cast.at,
    }
    return save_view(**(plain | values))


def names(cast: Cast, who: str = "commander", page: str = "reports") -> list[str]:
    return [view.name for view in saved_views(cast.members[who].actor, page)]


def test_view_keeps_what_was_chosen_under_its_name(cast: Cast) -> None:
    saved = keep(cast)
    assert (saved.name, saved.query) == ("Mijn compagnie", "unit=COMPANY&q=losse+kabel")
    assert str(saved) == "reports: Mijn compagnie"


def test_views_are_listed_by_name_and_per_list(cast: Cast) -> None:
    for name in ("b", "a"):
        keep(cast, name=name)
    keep(cast, name="c", page="occurrences")
    assert names(cast) == ["a", "b"]


def test_views_of_another_are_not_listed(cast: Cast) -> None:
    keep(cast)
    assert names(cast, "safety_adviser") == []
    assert saved_views(NOBODY, "reports") == []


@pytest.mark.parametrize("name", ["Mijn compagnie", " MIJN  Compagnie"])
def test_view_of_the_same_name_is_refused_and_changes_nothing(cast: Cast, name: str) -> None:
    saved = keep(cast)
    with pytest.raises(ViewRefused, match="a view with this name"):
        keep(cast, name=name, filters={"q": "brand"})
    kept = saved_views(cast.commander.actor, "reports")
    assert [(view.name, view.query) for view in kept] == [(saved.name, saved.query)]


def test_view_may_be_called_as_one_of_another_list_or_person(cast: Cast) -> None:
    for given in ({}, {"page": "occurrences"}, {"actor": cast.safety_adviser.actor}):
        keep(cast, **given)
    assert SavedView.objects.count() == 3


@pytest.mark.parametrize(
    ("values", "word"),
    [
        ({"name": " "}, "a name"),
        ({"name": "x" * 61}, "a name"),
        ({"name": "a\x00b"}, "a name"),
        ({"filters": {"q": ""}}, "at least one filter"),
        ({"filters": {"q": "x" * 2_001}}, "at least one filter"),
        ({"actor": NOBODY}, "at least one filter"),
    ],
)
def test_view_that_cannot_be_kept_is_refused(cast: Cast, values: dict[str, Any], word: str) -> None:
    with pytest.raises(ViewRefused, match=word):
        keep(cast, **values)
    assert not SavedView.objects.exists()


def test_view_beyond_the_most_is_refused_but_first_that_its_name_is_taken(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_VIEWS", 1)
    keep(cast, name="a")
    with pytest.raises(ViewRefused, match="a view with this name"):
        keep(cast, name="A")
    with pytest.raises(ViewRefused, match="Delete one first"):
        keep(cast, name="b")


def test_view_that_is_forgotten_is_gone(cast: Cast) -> None:
    saved = keep(cast)
    assert forget_view(actor=cast.commander.actor, page="reports", view_id=str(saved.id))
    assert names(cast) == []


def test_view_of_another_cannot_be_forgotten(cast: Cast) -> None:
    saved = keep(cast)
    for actor in (cast.safety_adviser.actor, NOBODY):
        assert not forget_view(actor=actor, page="reports", view_id=str(saved.id))
    assert names(cast) == ["Mijn compagnie"]


@pytest.mark.parametrize("view_id", ["", "x", "0190f5a0-0000-7000-8000-000000000000"])
def test_view_that_is_not_there_cannot_be_forgotten(cast: Cast, view_id: str) -> None:
    assert not forget_view(actor=cast.commander.actor, page="reports", view_id=view_id)
