"""House rule 9: files and functions stay small, and are called after what they do."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from pathlib import PurePath

import pytest

from tests.house.sources import Source, python_sources

MOST_LINES = 400
MOST_TEST_LINES = 600
MOST_FUNCTION = 50
MOST_VIEW = 25
MOST_COMPLEXITY = 8
FORBIDDEN = {"utils", "helpers", "common", "misc", "base"}

Function = ast.FunctionDef | ast.AsyncFunctionDef
_BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler, ast.match_case)


def size_problems(source: Source) -> Iterator[str]:
    """What is too large in a file or has a name that says nothing, each with what to do."""
    most = MOST_TEST_LINES if source.is_test else MOST_LINES
    if source.lines > most:
        yield f"{source.path}: {source.lines} lines, at most {most}; make it a package, a concept a file"
    names = {PurePath(source.path).stem, *PurePath(source.path).parent.parts}
    for name in sorted(FORBIDDEN & names):
        yield f"{source.path}: nothing is called {name!r}; name it after what it does"
    for node in ast.walk(source.tree):
        if isinstance(node, Function):
            yield from _function_problems(source, node)


def _function_problems(source: Source, node: Function) -> Iterator[str]:
    where = f"{source.path}:{node.lineno} {node.name}"
    length = (node.end_lineno or node.lineno) - node.lineno + 1
    most = MOST_VIEW if is_view(node) and not source.is_test else MOST_FUNCTION
    if length > most:
        yield f"{where}: {length} lines, at most {most}; take a step out and give it a name"
    branches = complexity(node)
    if branches > MOST_COMPLEXITY:
        yield f"{where}: complexity {branches}, at most {MOST_COMPLEXITY}; split by case"


def is_view(node: Function) -> bool:
    """A page or endpoint: the first parameter is the request, and it is decorated as one."""
    first = node.args.args[0].arg if node.args.args else ""
    return first == "request" and bool(node.decorator_list)


def complexity(node: Function) -> int:
    """One more than the number of branching statements, those of functions inside included."""
    return 1 + sum(isinstance(child, _BRANCHES) for child in ast.walk(node))


def problems_of(sources: Iterable[Source]) -> list[str]:
    """Every problem of size and name in some files."""
    return [problem for source in sources for problem in size_problems(source)]


def test_sizes_of_everything_we_wrote_are_within_limits() -> None:
    assert problems_of(python_sources()) == []


LONG = "def f():\n" + "    x = 1\n" * 50
VIEW = "@page(permit=READ)\ndef f(request):\n" + "    x = 1\n" * 25
BRANCHY = "def f(a):\n" + "".join(f"    if a == {n}:\n        return {n}\n" for n in range(8))


@pytest.mark.parametrize(
    ("path", "text", "word"),
    [
        ("src/baken/x.py", "x = 1\n" * 401, "401 lines, at most 400"),
        ("src/baken/tests/test_x.py", "x = 1\n" * 601, "601 lines, at most 600"),
        ("src/baken/x.py", LONG, "51 lines, at most 50"),
        ("src/baken/x.py", VIEW, "26 lines, at most 25"),
        ("src/baken/x.py", BRANCHY, "complexity 9"),
        ("src/baken/utils.py", "", "nothing is called 'utils'"),
        ("src/baken/common/x.py", "", "nothing is called 'common'"),
    ],
)
def test_sizes_planted_mistake_is_named(path: str, text: str, word: str) -> None:
    [problem] = size_problems(Source(path, text))
    assert word in problem


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("src/baken/x.py", "x = 1\n" * 400),
        ("src/baken/x.py", LONG.removesuffix("    x = 1\n")),
        ("src/baken/x.py", BRANCHY.replace("    if a == 7:\n        return 7\n", "")),
    ],
)
def test_sizes_at_the_limit_are_accepted(path: str, text: str) -> None:
    assert list(size_problems(Source(path, text))) == []
