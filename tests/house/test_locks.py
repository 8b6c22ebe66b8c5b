"""The locked packages: complete, pinned by hash, and silent about where they come from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = {"runtime": "", "pdf": "pdf", "dev": "dev", "build": "build", "installer": "installer"}
EXTRAS = {"pdf"}


def locked(name: str) -> str:
    """The text of a lock."""
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


def wanted(group: str) -> set[str]:
    """The names that pyproject.toml asks for, as a lock spells them."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = project["project"]
    if group in EXTRAS:
        found = [*asked["dependencies"], *asked["optional-dependencies"][group]]
    else:
        found = project["dependency-groups"][group] if group else asked["dependencies"]
    return {re.split(r"[\[<>=~! ]", one)[0].lower().replace("_", "-") for one in found}


@pytest.mark.parametrize("name", LOCKS)
def test_lock_has_every_package_asked_for(name: str) -> None:
    pinned = set(re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==", locked(name), re.MULTILINE))
    missing = sorted(wanted(LOCKS[name]) - pinned)
    assert missing == [], f"run `make lock`: requirements/{name}.txt lacks {missing}"


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_package_has_a_hash(name: str) -> None:
    blocks = re.split(r"\n(?=[a-z0-9])", locked(name))
    bare = [block.split()[0] for block in blocks if "==" in block and "--hash=sha256:" not in block]
    assert bare == [], f"run `make lock`: no hash for {bare} in requirements/{name}.txt"


@pytest.mark.parametrize("name", LOCKS)
def test_lock_names_no_place_to_fetch_from(name: str) -> None:
    found = re.findall(r"^.*(?:://|--index|--find-links|@ ).*$", locked(name), re.MULTILINE)
    assert found == [], f"requirements/{name}.txt names a place: {found[:3]}"


@pytest.mark.parametrize("name", ["dev", "pdf"])
def test_other_locks_have_the_versions_that_run(name: str) -> None:
    def pins(lock: str) -> dict[str, str]:
        return dict(
            re.findall(r"^([a-z0-9-]+)(?:\[.*?\])?==([^ \\;]+)", locked(lock), re.MULTILINE)
        )

    other = pins(name)
    differing = {
        one: version for one, version in pins("runtime").items() if other.get(one) != version
    }
    assert differing == {}, f"run `make lock`: {name} has other versions than {differing}"


def test_development_can_make_pdf() -> None:
    extra = wanted("pdf") - wanted("")
    pinned = set(re.findall(r"^([a-z0-9-]+)==", locked("dev"), re.MULTILINE))
    assert extra - pinned == set(), "run `make lock`: the tests draw the PDF as well"
