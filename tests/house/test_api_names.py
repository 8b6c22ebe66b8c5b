"""Every shape of the API has a name of its own: in the specification two of one name are one shape."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import pytest
from pydantic import BaseModel, create_model

from tests.house.addresses import all_addresses


def shapes(base: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    """Every shape that is in memory, of whatever room."""
    for one in base.__subclasses__():
        yield one
        yield from shapes(one)


def of_one_name(found: Iterable[type[BaseModel]]) -> dict[str, set[str]]:
    """The names that shapes of several modules carry, with those modules."""
    modules: dict[str, set[str]] = defaultdict(set)
    for one in found:
        modules[one.__name__].add(one.__module__)
    return {name: places for name, places in modules.items() if len(places) > 1}


def test_every_shape_of_the_api_has_a_name_of_its_own() -> None:
    assert all_addresses(), "the addresses bring every room's API into memory"
    ours = [one for one in shapes() if one.__module__.startswith("baken.")]
    assert len(ours) > 100, "the shapes of the API are not found any more"
    assert of_one_name(ours) == {}, (
        "in the specification the one shape takes the place of the other: give one another name"
    )


@pytest.mark.parametrize(("place", "named"), [("elsewhere.a", set()), ("elsewhere.b", {"MadeOut"})])
def test_two_shapes_of_one_name_are_found(place: str, named: set[str]) -> None:
    one = create_model("MadeOut", __module__="elsewhere.a")
    other = create_model("MadeOut", __module__=place)
    assert set(of_one_name([one, other])) == named
