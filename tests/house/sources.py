"""The product's own source files, parsed once, for the house tests that read code."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "src" / "baken"
SKIPPED = {"migrations", "vendor", "__pycache__", "node_modules"}


@dataclass(frozen=True)
class Source:
    """One file: where it stands in the repository and what it says."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """The file as a syntax tree."""
        return ast.parse(self.text)

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return self.text.count("\n")

    @property
    def is_test(self) -> bool:
        """Whether the file belongs to the tests."""
        return "/tests/" in f"/{self.path}" or self.path.endswith("conftest.py")


def read_sources(*folders: str, suffix: str = ".py") -> list[Source]:
    """The files of some folders of the repository; migrations and vendored ones left out."""
    found = [path for folder in folders for path in (ROOT / folder).rglob(f"*{suffix}")]
    kept = sorted(path for path in found if not SKIPPED & set(path.parts))
    return [
        Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8"))
        for path in kept
        if path.is_file()
    ]


@lru_cache(maxsize=1)
def migrations() -> tuple[Source, ...]:
    """The migrations: not held to style, but some write histories."""
    paths = sorted((ROOT / "src").rglob("migrations/*.py"))
    return tuple(Source(str(p.relative_to(ROOT)), p.read_text(encoding="utf-8")) for p in paths)


@lru_cache(maxsize=1)
def python_sources() -> tuple[Source, ...]:
    """Every Python file we wrote."""
    return tuple(read_sources("src", "tests", "tools", "bench"))


@lru_cache(maxsize=1)
def product_sources() -> tuple[Source, ...]:
    """The Python files of the product itself, without its tests."""
    return tuple(source for source in read_sources("src") if not source.is_test)
