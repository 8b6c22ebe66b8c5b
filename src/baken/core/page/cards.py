"""Turns what needs somebody into a card. Made here and not in a template: an inbox shows sixty."""

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any

from django.template.loader import render_to_string
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, pgettext

from baken.core.page.cells import read
from baken.core.page.icons import icon_html
from baken.core.page.levels import level_of
from baken.core.page.moments import badge_html, time_html

Told = Callable[[str], Any]


def inbox_card_html(item: Any) -> SafeString:
    """A task as a card; `item` is a mapping or an object, read by the names of the component."""
    told = partial(read, item)
    tone = conditional_escape(told("urgency") or "later")
    alarm = " baken-inbox-card--alarm" if told("alarm") else ""
    return SafeString(
        f'<article class="baken-inbox-card baken-inbox-card--{tone}{alarm}"><div>'
        f'<div class="baken-inbox-card__top">{_weight(told)}{_ref(told)}{_term(told)}</div>'
        f'<h3 class="baken-inbox-card__title">{_title(told)}</h3>{_why(told)}</div>'
        f"{_action(told)}</article>"
    )


def _weight(told: Told) -> str:
    """How grave it is, as far as somebody weighed it, and a word that stands out."""
    level, scale = told("level"), told("scale") or "class"
    html = "" if level in (None, "") else _level_of_card(str(level), scale)
    badge = told("badge")
    return html + (badge_html(badge, told("badge_tone") or "neutral") if badge else "")


def level_html(level: str, scale: str = "class") -> SafeString:
    """A class or severity in word, shape and colour, for a cell of a table; see `levels.level_of`."""
    return _level_html(level, scale, get_language())


@lru_cache(maxsize=64)
def _level_html(level: str, scale: str, _language: str | None) -> SafeString:
    shown = render_to_string("page/components/severity.html", {"level": level_of(level, scale)})
    return SafeString(shown)


def _level_of_card(level: str, scale: str) -> str:
    """What a card says of how grave it is: of a severity that it could have been so."""
    shown = level_html(level, scale)
    if scale != "severity":
        return shown
    before = conditional_escape(gettext("Could have been:"))
    return f'<span class="baken-small">{before}</span> {shown}'


def _ref(told: Told) -> str:
    ref = told("ref")
    return f'<span class="baken-ref">{conditional_escape(ref)}</span>' if ref else ""


def _term(told: Told) -> str:
    """By when, and whether that is past."""
    due, words = told("due"), told("due_text")
    if not (due or words):
        return ""
    before = ""
    if told("urgency") == "overdue":
        before = conditional_escape(pgettext("deadline", "Too late:")) + " "
    elif due:
        before = conditional_escape(pgettext("deadline", "By")) + " "
    shown = conditional_escape(words) if words else time_html(due)
    clock = icon_html("clock")
    return f'<span class="baken-inbox-card__due">{clock}<span>{before}{shown}</span></span>'


def _title(told: Told) -> str:
    title, url = conditional_escape(told("title")), told("url")
    return f'<a href="{conditional_escape(url)}">{title}</a>' if url else title


def _why(told: Told) -> str:
    """Why this person, and for whom it waits."""
    why, waiting = told("why"), told("waiting_for")
    lines = [conditional_escape(why)] if why else []
    if waiting:
        before = conditional_escape(gettext("Waiting for:"))
        lines.append(f"{before} {conditional_escape(waiting)}")
    return "".join(f'<p class="baken-inbox-card__why">{line}</p>' for line in lines)


def _action(told: Told) -> str:
    """The one thing to do; its name alone would be the same on every card."""
    url = told("action_url")
    if not url:
        return ""
    label, title = conditional_escape(told("action")), conditional_escape(told("title"))
    button = "utrecht-button utrecht-button--primary-action"
    return (
        f'<div class="baken-inbox-card__action"><a class="{button}" href="{conditional_escape(url)}">'
        f'{label}<span class="baken-hidden">: {title}</span></a></div>'
    )
