"""The frame shows what the context gives, leaves out what it lacks, and holds no inline script
or style.
"""

import re
from pathlib import Path
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from baken.core import page

FOLDER = Path(page.__file__).parent


def draw(template: str, **context: Any) -> str:
    """Renders a page template in English."""
    with translation.override("en"):
        return render_to_string(template, context, RequestFactory().get("/somewhere?q=1"))


def test_shell_shows_navigation_and_person() -> None:
    html = draw(
        "page/shell.html",
        nav=[{"label": "Reports", "url": "/r", "current": True}],
        user_name="Sgt De Vries",
    )
    assert '<html lang="en"' in html
    assert '<a href="/r" aria-current="page">Reports</a>' in html
    assert "Sgt De Vries" in html


def test_shell_without_person_has_no_account_menu() -> None:
    assert "shell-account" not in draw("page/shell.html")


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "405", "500"])
def test_error_page_says_what_to_do_now(name: str) -> None:
    assert "What you can do now:" in draw(f"{name}.html")


@pytest.mark.parametrize(
    "path", sorted(FOLDER.glob("templates/**/*.html")), ids=lambda path: path.name
)
def test_template_holds_no_inline_script_or_style(path: Path) -> None:
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", path.read_text()) == []
