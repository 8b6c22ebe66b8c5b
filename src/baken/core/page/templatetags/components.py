"""The page components as template tags: `{% load components %}`. Each draws one thing and
decides nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django import template
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.safestring import SafeString

from baken.core.page.cards import inbox_card_html
from baken.core.page.cells import facts_shown, read, table_rows
from baken.core.page.charts import Bar, time_chart_of
from baken.core.page.fields import field_view, first_control_id, named_error
from baken.core.page.icons import icon_html
from baken.core.page.levels import level_of
from baken.core.page.moments import time_html, unknown_html
from baken.core.page.phases import PHASES, phase_views
from baken.core.page.thread_picture import ThreadPicture

register = template.Library()

Shown = dict[str, Any]
FOLDER = "page/components/"
NOTICE_TONES = {
    "debug": "info",
    "info": "info",
    "success": "ok",
    "warning": "warning",
    "error": "error",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative icon; `name`: a symbol of page/icons.svg."""
    return icon_html(name)


@register.simple_tag
def timestamp(value: date | datetime | None, whole_day: object = False) -> SafeString:
    """A moment in local time, or a date, inside a time element; nothing known gives "unknown" in
    grey. `whole_day`: of a moment only its local day.
    """
    if whole_day and isinstance(value, datetime):
        value = timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return time_html(value) if value else unknown_html()


@register.simple_block_tag
def card(content: str, title: str = "", url: str = "", level: int = 2, tone: str = "") -> str:
    """A card around its content; `level`: 2-4, depth of the heading; `tone`: quiet, info, ok,
    warning or danger.
    """
    shown = {"content": content, "title": title, "url": url, "level": level, "tone": tone}
    return render_to_string(f"{FOLDER}card.html", shown)


@register.inclusion_tag(f"{FOLDER}facts.html")
def facts(items: Iterable[tuple[str, Any]]) -> Shown:
    """A list of (label, value); a value may be a text, a date, safe HTML, or a pair (text, url)."""
    return {"facts": facts_shown(items or [])}


@register.inclusion_tag(f"{FOLDER}badge.html")
def badge(label: str, tone: str = "neutral") -> Shown:
    """A state in one word; `tone`: neutral, info, ok, warning or danger."""
    return {"label": label, "tone": tone}


@register.inclusion_tag(f"{FOLDER}severity.html")
def severity(level: object, label: str = "", scale: str = "class") -> Shown:
    """A risk class or severity in word, shape and colour; see `levels.level_of`."""
    return {"level": level_of(level, scale, label)}


@register.inclusion_tag(f"{FOLDER}phase_meter.html")
def phase_meter(
    phases: Sequence[tuple[str, str]] | None, current: str, days: int | None = None
) -> Shown:
    """The phases with the current one in words; `phases`: (code, label), empty for the usual five;
    `days`: whole days since last touched."""
    views = phase_views(phases or PHASES, current)
    now = next((view for view in views if view.state == "current"), None)
    return {"phases": views, "now": now, "days": days}


@register.inclusion_tag(f"{FOLDER}thread.html")
def thread(nodes: Iterable[Any]) -> Shown:
    """A timeline; a node (mapping or object) has title, kind, ref, url, at, by, post, text,
    relation, current.
    """
    marked = [(node, str(read(node, "ref") or "").partition("-")[0][:2]) for node in nodes or []]
    return {"nodes": marked}


@register.inclusion_tag(f"{FOLDER}thread_picture.html")
def thread_picture(picture: ThreadPicture) -> Shown:
    """The whole thread as boxes in columns; what it shows must also stand in a list on the page."""
    return {"picture": picture}


@register.inclusion_tag(f"{FOLDER}whole_thread.html")
def whole_thread(record: Any) -> Shown:
    """The way from a record's page to its whole thread: back to the first report and forward."""
    return {"ref": read(record, "ref")}


@register.inclusion_tag(f"{FOLDER}step_button.html", takes_context=True)
def step_button(context: RequestContext, step: Any) -> Shown:
    """A step of a workflow: a button when `step.allowed`, else greyed with `step.reasons` and
    `step.who`.

    `step` (mapping or object): name, label, allowed, url; optional reasons (list of sentences), who
    (list of posts), primary, danger, and method "post" for a step that needs no form of its own.
    """
    return {"step": step, "who": read(step, "who") or [], "csrf_token": context.get("csrf_token")}


@register.inclusion_tag(f"{FOLDER}field.html")
def field(
    form_field: BoundField,
    label: str = "",
    description: str = "",
    big: bool = False,
    chips: bool = False,
    must: bool = False,
) -> Shown:
    """A form field with label, help, error and control tied together; see `fields.field_view`.

    `big`: a larger question for few-question forms; `chips`: many choices in little room, with a
    box to find one; `must`: do not call it optional, though the form lets it stay empty.
    """
    view = field_view(form_field, str(label), str(description))
    return {"field": view, "big": big, "chips": chips, "must": must}


@register.inclusion_tag(f"{FOLDER}upload.html")
def upload(control: str, control_id: str) -> Shown:
    """A file input in our words and with a preview; `control`: the input itself; its
    data-preview names `control_id` with "_preview" behind it.
    """
    return {"control": control, "id": control_id}


@register.inclusion_tag(f"{FOLDER}error_summary.html")
def error_summary(form: BaseForm) -> Shown:
    """Everything that is wrong with `form`, each error a link to its field; nothing when all is
    well.
    """
    linked = [
        (first_control_id(form[name]), named_error(form[name], error))
        for name in form.fields
        for error in form[name].errors
    ]
    general = [str(error) for error in form.non_field_errors()]
    return {"linked": linked, "general": general, "count": len(linked) + len(general)}


@register.inclusion_tag(f"{FOLDER}empty_state.html")
def empty_state(
    title: str, text: str = "", url: str = "", action: str = "", symbol: str = "inbox"
) -> Shown:
    """Says that there is nothing here and what one could do: `url` with `action` as its label."""
    return {"title": title, "text": text, "url": url, "action": action, "symbol": symbol}


@register.inclusion_tag(f"{FOLDER}pager.html")
def pager(page: Any) -> Shown:
    """Next and previous; `page` (mapping or object): next_url, previous_url, optional label."""
    return {
        "next": read(page, "next_url"),
        "previous": read(page, "previous_url"),
        "label": read(page, "label"),
    }


@register.inclusion_tag(f"{FOLDER}data_table.html")
def data_table(
    columns: Sequence[Mapping[str, Any]],
    rows: Iterable[Any],
    caption: str = "",
    empty: str = "",
    wide: bool = False,
    quiet: bool = False,
) -> Shown:
    """A table that becomes cards on a phone; see `cells.table_rows` for columns and rows.

    `caption`: its title; `empty`: sentence when there are no rows; `wide`: stay a scrolling table
    on a phone; `quiet`: only listeners get the caption, since a heading above says the same.
    """
    return {
        "columns": columns,
        "rows": table_rows(columns, rows),
        "caption": caption,
        "empty": empty,
        "wide": wide,
        "quiet": quiet,
    }


@register.inclusion_tag(f"{FOLDER}time_chart.html")
def time_chart(
    bars: Sequence[Bar], borders: Sequence[int] = (), label: str = "", note: str = ""
) -> Shown:
    """Figures in time as bars, with a vertical line before each place in `borders`, numbered from 1.

    `bars`: of `charts.Bar`; `label`: what listeners get in its place, since the table stands below
    it; `note`: a line under it.
    """
    return {"chart": time_chart_of(bars, borders), "label": label, "note": note}


@register.inclusion_tag(f"{FOLDER}notice_bar.html")
def notice_bar(messages: Iterable[Any] | None) -> Shown:
    """Notices about what just happened; `messages`: Django's, or mappings with level_tag, message
    and, when a form with a draft was sent, extra_tags "draft:" with the key of that draft.
    """
    toned = [
        (
            NOTICE_TONES.get(str(read(m, "level_tag")), "info"),
            read(m, "message"),
            _draft_done(str(read(m, "extra_tags") or "")),
        )
        for m in messages or []
    ]
    return {"notices": toned}


def _draft_done(tags: str) -> str:
    return tags.removeprefix("draft:") if tags.startswith("draft:") else ""


@register.inclusion_tag(f"{FOLDER}breadcrumbs.html")
def breadcrumbs(items: Sequence[Mapping[str, str]] | None) -> Shown:
    """The way to this page; `items`: label and url, the last one is this page."""
    return {"items": items}


@register.inclusion_tag(f"{FOLDER}tabs.html")
def tabs(items: Sequence[Mapping[str, Any]], label: str = "") -> Shown:
    """Links between views of one thing; `items`: label, url, current, optional count; `label`:
    name for listeners.
    """
    return {"items": items, "label": label}


@register.simple_tag
def inbox_card(item: Any) -> SafeString:
    """A task; `item` (mapping or object): title, url, ref, why, due, urgency (overdue, soon or
    later), due_text, level and scale, badge and badge_tone, alarm, waiting_for, action,
    action_url.
    """
    return inbox_card_html(item)


@register.inclusion_tag(f"{FOLDER}filter_bar.html")
def filter_bar(form: BaseForm, clear_url: str = "") -> Shown:
    """A GET form above a list: its first two fields, the others folded until one of them is set;
    `clear_url`: the list without filters, shown when one is set.
    """
    views = [field_view(bound) for bound in form]
    first, rest = views[:2], views[2:]
    opened = any(view.bound.value() or view.errors for view in rest)
    return {"first": first, "rest": rest, "opened": opened, "clear_url": clear_url}


@register.inclusion_tag(f"{FOLDER}receipt_code.html")
def receipt_code(code: str) -> Shown:
    """The code of a report without an account, in groups; `code`: groups parted by hyphens or
    spaces.
    """
    return {"code": code, "groups": str(code).replace("-", " ").split()}


@register.inclusion_tag(f"{FOLDER}draft_status.html")
def draft_status() -> Shown:
    """The line that says whether a draft is saved, and where; stands inside a form with
    data-draft-key.
    """
    return {}
