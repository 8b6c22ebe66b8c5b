"""House rules beside the twelve: one writer of state, plain templates, and nothing of anybody's workplace."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator

import pytest

from tests.house.sources import ROOT, Source, product_sources, read_sources

WRITERS_OF_STATE = "src/baken/core/workflow/"
INLINE = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=|<style|javascript:", re.IGNORECASE)
SCRIPT = re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE)
# Spelled in pieces, so that this file does not match itself.
WORKPLACE = tuple(
    "".join(pieces)
    for pieces in (
        ("pypi", ".org"),
        ("files.python", "hosted"),
        ("registry.", "npmjs"),
        ("/wo", "rk/"),
        ("/ro", "ot/"),
        ("/ho", "me/"),
        ("/tm", "p/"),
    )
)
BINARY = {".png", ".jpg", ".webp", ".pdf", ".mo", ".gz", ".xlsx", ".woff2", ".ico"}


def state_writers(source: Source) -> Iterator[str]:
    """Assignments to a record's state outside the workflow."""
    if source.path.startswith(WRITERS_OF_STATE):
        return
    for node in ast.walk(source.tree):
        for target in _targets(node):
            if isinstance(target, ast.Attribute) and target.attr == "state":
                yield _state_text(source, node)
        is_update = isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "update"
        if is_update and any(k.arg == "state" for k in node.keywords):  # type: ignore[attr-defined]
            yield _state_text(source, node)


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _state_text(source: Source, node: ast.AST) -> str:
    line = getattr(node, "lineno", 0)
    return f"{source.path}:{line}: sets a state; only core.workflow does: take a step instead"


def template_problems(source: Source) -> Iterator[str]:
    """What a template may not hold under the content security policy, each with what to do."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        if INLINE.search(line):
            yield f"{source.path}:{number}: no style or handler in a template; use a class or a script file"
        if SCRIPT.search(line):
            yield f"{source.path}:{number}: no script in a template; put it in static/ and name its src"


def workplace_problems(source: Source) -> Iterator[str]:
    """Words that tell where or with what this was made."""
    for number, line in enumerate(source.text.splitlines(), start=1):
        for word in WORKPLACE:
            if word in line.lower():
                yield f"{source.path}:{number}: names {word!r}; leave out where and with what we work"


def committed() -> list[Source]:
    """Every text file that git knows or would take in."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    paths = [ROOT / name for name in listed]
    return [
        Source(str(path.relative_to(ROOT)), path.read_text(encoding="utf-8", errors="replace"))
        for path in paths
        if path.is_file() and path.suffix not in BINARY
    ]


def all_of(problems: Iterable[Iterator[str]]) -> list[str]:
    """Problems of many files as one list."""
    return [text for of_file in problems for text in of_file]


def test_state_is_written_by_the_workflow_alone() -> None:
    assert all_of(state_writers(source) for source in product_sources()) == []


def test_templates_hold_no_style_and_no_script() -> None:
    assert all_of(template_problems(page) for page in read_sources("src", suffix=".html")) == []


def test_repository_names_no_workplace() -> None:
    assert all_of(workplace_problems(source) for source in committed()) == []


@pytest.mark.parametrize(
    "text", ["report.state = 'closed'", "report.state: str = 'x'", "rows.update(state='closed')"]
)
def test_state_planted_writer_is_named(text: str) -> None:
    [problem] = state_writers(Source("src/baken/rooms/x/actions.py", text))
    assert "take a step" in problem
    assert list(state_writers(Source("src/baken/core/workflow/x.py", text))) == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        '<a onclick="go()">',
        "<style>p {}</style>",
        "<script>go()</script>",
        '<a href="javascript:go()">',
    ],
)
def test_templates_planted_mistake_is_named(text: str) -> None:
    assert len(list(template_problems(Source("x.html", text)))) == 1


@pytest.mark.parametrize("text", ['<script src="/static/page.js"></script>', '<p class="style">'])
def test_templates_plain_line_is_accepted(text: str) -> None:
    assert list(template_problems(Source("x.html", text))) == []


@pytest.mark.parametrize("word", WORKPLACE)
def test_workplace_planted_word_is_named(word: str) -> None:
    [problem] = workplace_problems(Source("docs/x.md", f"see {word.upper()}x"))
    assert problem.startswith("docs/x.md:1")
