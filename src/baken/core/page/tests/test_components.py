"""Each component draws what it was given, escapes it, and says in words what it shows in colour."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import timezone, translation

from baken.core.page.cells import table_rows

NOON = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def draw(source: str, **context: Any) -> str:
    """Renders one line of template in English, on Amsterdam time, with runs of white space made
    one.
    """
    with translation.override("en"), timezone.override("Europe/Amsterdam"):
        return " ".join(Template("{% load components %}" + source).render(Context(context)).split())


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (NOON, '<time datetime="2026-03-05T12:00+01:00">5 March 2026 12:00</time>'),
        (
            timezone.make_naive(NOON, UTC),
            '<time datetime="2026-03-05T11:00">5 March 2026 11:00</time>',
        ),
        (date(2026, 3, 5), '<time datetime="2026-03-05">5 March 2026</time>'),
        (None, '<span class="baken-unknown">unknown</span>'),
    ],
)
def test_timestamp_of_each_kind_shows_local_words(value: object, shown: str) -> None:
    assert draw("{% timestamp value %}", value=value) == shown


@pytest.mark.parametrize(
    ("value", "scale", "tone", "words"),
    [
        ("high", "class", "high", "<span>High</span>"),
        (0, "severity", "none", "<span>0 · No injury</span>"),
        (5, "severity", "extreme", "<span>5 · Several deaths</span>"),
        (6, "severity", "unknown", "<span>Not yet assessed</span>"),
        (4, "category", "extreme", "<span>Category 4</span>"),
        (5, "category", "unknown", "<span>Not yet assessed</span>"),
        (None, "severity", "unknown", "<span>Not yet assessed</span>"),
        ("", "class", "unknown", "<span>Not yet assessed</span>"),
    ],
)
def test_severity_of_each_level_has_word_and_tone(
    value: object, scale: str, tone: str, words: str
) -> None:
    html = draw("{% severity value scale=scale %}", value=value, scale=scale)
    assert (f"baken-level--{tone}" in html, words in html) == (True, True)


def test_severity_with_label_shows_the_label() -> None:
    assert "<span>Class 2B</span>" in draw('{% severity "medium" "Class 2B" %}')


def test_badge_shows_word_and_tone() -> None:
    assert draw('{% badge "Closed" "ok" %}') == (
        '<span class="utrecht-status-badge baken-badge baken-badge--ok">Closed</span>'
    )


def test_card_draws_title_link_and_content() -> None:
    html = draw('{% card title=title url="/x" level=3 %}<p>Inside</p>{% endcard %}', title="A < B")
    assert '<h3 class="baken-card__title"><a href="/x">A &lt; B</a></h3>' in html
    assert "<p>Inside</p>" in html


def test_facts_show_links_dates_references_and_what_is_unknown() -> None:
    html = draw(
        "{% facts items %}",
        items=[("Unit", ("C", "/u")), ("On", NOON.date()), ("Ref", "M-2026-000123"), ("By", "")],
    )
    values = [
        '<a href="/u">C</a>',
        '<time datetime="2026-03-05">',
        '<span class="baken-ref">M-2026-000123</span>',
        "unknown",
    ]
    assert [value in html for value in values] == [True] * 4


def test_facts_with_hostile_value_are_escaped() -> None:
    assert "&lt;script&gt;" in draw("{% facts items %}", items=[("Place", "<script>")])


def test_phase_meter_says_current_phase_and_days() -> None:
    html = draw('{% phase_meter None "weigh" 4 %}')
    assert "Now in phase 3 of 5: <strong>Weigh</strong>. Last touched 4 days ago." in html
    assert html.count("(done)") == 2


def test_phase_meter_touched_today_or_at_unknown_phase() -> None:
    assert "Last touched today." in draw('{% phase_meter None "report" 0 %}')
    assert "Now in phase" not in draw('{% phase_meter None "elsewhere" %}')


def test_thread_marks_kind_and_this_page() -> None:
    nodes = [
        {
            "title": "Loose nut",
            "ref": "AU-2026-000001",
            "url": "/a",
            "at": NOON,
            "by": "J",
            "post": "adviser",
            "kind": "Audit",
        },
        {"title": "Here", "current": True, "relation": "became", "text": "Because <b>"},
    ]
    html = draw("{% thread nodes %}", nodes=nodes)
    assert [
        'aria-hidden="true">AU</span>' in html,
        "(this page)" in html,
        "Because &lt;b&gt;" in html,
    ] == [True] * 3


def test_step_button_allowed_is_a_link_or_a_form() -> None:
    link = draw(
        "{% step_button step %}",
        step={"name": "weigh", "label": "Weigh", "allowed": True, "url": "/s", "primary": True},
    )
    form = draw(
        "{% step_button step %}",
        step={"label": "Close", "allowed": True, "url": "/s", "method": "post"},
        csrf_token="t0k",
    )
    assert '<a class="utrecht-button utrecht-button--primary-action" href="/s">Weigh</a>' in link
    assert '<input type="hidden" name="csrfmiddlewaretoken" value="t0k">' in form


def test_step_button_refused_says_why_and_who_can() -> None:
    step = {
        "name": "accept",
        "label": "Accept",
        "allowed": False,
        "reasons": ["Class is high."],
        "who": ["brigade commander"],
    }
    html = draw("{% step_button step %}", step=step)
    assert 'aria-disabled="true" aria-describedby="step-accept-why"' in html
    assert "<p>Class is high.</p><p>Who can: brigade commander.</p>" in html


def test_empty_state_offers_what_to_do() -> None:
    assert '<a class="utrecht-button utrecht-button--secondary-action" href="/p">See</a>' in draw(
        '{% empty_state "Nothing" "All done" "/p" "See" %}'
    )


def test_pager_shows_only_the_ways_there_are() -> None:
    assert draw("{% pager page %}", page={}) == ""
    html = draw("{% pager page %}", page={"next_url": "?cursor=b"})
    assert ('rel="next"' in html, 'rel="prev"' in html) == (True, False)


def test_data_table_labels_each_cell_for_the_phone() -> None:
    columns = [
        {"key": "ref", "label": "Number", "url": "url"},
        {"key": "n", "label": "Reports", "numeric": True},
    ]
    html = draw(
        "{% data_table columns rows %}", columns=columns, rows=[{"ref": "A", "url": "/a", "n": 0}]
    )
    assert 'role="rowheader" data-label="Number"><span><a href="/a">A</a></span>' in html
    assert 'data-label="Reports" class="baken-number"><span>0</span>' in html


def test_data_table_reads_objects_and_a_chosen_head() -> None:
    columns = [{"key": "year", "label": "Year"}, {"key": "month", "label": "Month", "head": True}]
    html = draw("{% data_table columns rows %}", columns=columns, rows=[date(2026, 3, 5)])
    assert '<th scope="row" role="rowheader" data-label="Month"><span>3</span>' in html


def test_data_table_without_rows_says_so() -> None:
    assert "No reports" in draw(
        '{% data_table columns rows empty="No reports" %}', columns=[], rows=[]
    )


def test_notice_bar_names_tone_and_role() -> None:
    notices = [
        {"level_tag": "success", "message": "Stored"},
        {"level_tag": "error", "message": "Too big"},
    ]
    html = draw("{% notice_bar notices %}", notices=notices)
    assert "utrecht-alert--ok" in html
    assert 'role="alert">Too big' in html
    assert draw("{% notice_bar nothing %}") == ""


def test_breadcrumbs_end_at_this_page() -> None:
    html = draw(
        "{% breadcrumbs items %}",
        items=[{"label": "Inbox", "url": "/"}, {"label": "Here", "url": "/h"}],
    )
    assert '<a href="/">Inbox</a></li><li><span aria-current="page">Here</span>' in html


def test_tabs_show_current_and_count() -> None:
    html = draw(
        '{% tabs items "Inbox" %}',
        items=[{"label": "Mine", "url": "/", "current": True, "count": 0}],
    )
    assert 'aria-label="Inbox"' in html
    assert 'aria-current="page">Mine <span class="baken-count">0</span>' in html


def test_inbox_card_says_what_why_when_and_how() -> None:
    item = {
        "title": "Decide",
        "url": "/r",
        "why": "Yours",
        "due": NOON.date(),
        "urgency": "overdue",
        "level": "high",
        "action": "Go",
        "action_url": "/go",
    }
    html = draw("{% inbox_card item %}", item=item)
    parts = [
        "Too late:",
        "Yours",
        "High",
        '<a href="/r">Decide</a>',
        'Go<span class="baken-hidden">: Decide</span>',
    ]
    assert [part in html for part in parts] == [True] * 5


def test_inbox_card_tells_how_grave_it_was_and_for_whom_it_waits() -> None:
    item = {
        "title": "A < B",
        "ref": "M-2026-000123",
        "level": 4,
        "scale": "severity",
        "badge": "Danger now",
        "badge_tone": "danger",
        "alarm": True,
        "urgency": "soon",
        "due": NOON,
        "waiting_for": "the adviser of A & B",
    }
    html = draw("{% inbox_card item %}", item=item)
    parts = [
        "baken-inbox-card--soon baken-inbox-card--alarm",
        '<span class="baken-small">Could have been:</span> ',
        "baken-badge--danger",
        '<span class="baken-ref">M-2026-000123</span>',
        "By <time ",
        '<h3 class="baken-inbox-card__title">A &lt; B</h3>',
        "Waiting for: the adviser of A &amp; B",
    ]
    assert [part in html for part in parts] == [True] * len(parts)
    assert "baken-inbox-card__action" not in html


def test_inbox_card_may_tell_a_term_in_words_and_nothing_more() -> None:
    html = draw("{% inbox_card item %}", item={"title": "T", "due_text": "some < day"})
    assert "<span>some &lt; day</span></span>" in html
    assert "baken-inbox-card--later" in html
    assert [part in html for part in ("baken-level", "baken-badge", "__why")] == [False] * 3
    assert "__due" not in draw("{% inbox_card item %}", item={"title": "T"})


def test_receipt_code_is_shown_in_groups() -> None:
    assert "<span>K7PQ</span> <span>2MXD</span>" in draw('{% receipt_code "K7PQ-2MXD" %}')


def test_draft_status_carries_its_texts() -> None:
    assert 'data-text-saved="Draft saved"' in draw("{% draft_status %}")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (datetime(2026, 3, 4, 23, 0, tzinfo=UTC), "5 March 2026"),
        (datetime(2026, 3, 5, 22, 59, tzinfo=UTC), "5 March 2026"),
        (datetime(2026, 3, 4, 23, 1, tzinfo=UTC), "5 March 2026 00:01"),
    ],
)
def test_timestamp_at_the_edge_of_a_day_shows_the_day(value: datetime, shown: str) -> None:
    assert f">{shown}</time>" in draw("{% timestamp value %}", value=value)


def test_timestamp_of_a_whole_day_shows_the_local_day() -> None:
    late = datetime(2026, 3, 4, 23, 30, tzinfo=UTC)
    assert ">5 March 2026</time>" in draw("{% timestamp value whole_day=True %}", value=late)


def test_cell_of_a_column_that_may_be_blank_shows_nothing_for_nothing() -> None:
    def drawn(rows: list[dict[str, Any]]) -> list[Any]:
        return table_rows([{"key": "act", "label": "Act", "blank": True, "url": "to"}], rows)

    rows = [{"act": "", "to": ""}, {"act": None}, {"act": "End", "to": '/x"&'}]
    shown = [html.partition("<span>")[2].partition("</span>")[0] for html in map(str, drawn(rows))]
    assert shown == ["", "", '<a href="/x&quot;&amp;">End</a>']


def test_data_table_says_which_cells_stand_without_label_on_a_phone() -> None:
    columns = [{"key": "ref", "label": "Number"}, {"key": "n", "label": "What", "phone": "lead"}]
    html = draw("{% data_table columns rows %}", columns=columns, rows=[{"ref": "A", "n": "B"}])
    assert 'data-label="What" class="baken-cell--lead"><span>B</span>' in html


def test_data_table_under_a_heading_keeps_its_caption_for_listeners() -> None:
    html = draw('{% data_table columns rows caption="Posts" quiet=True %}', columns=[], rows=[1])
    assert '<caption class="baken-hidden">Posts</caption>' in html


def test_notice_bar_forgets_the_draft_of_what_was_sent() -> None:
    notices = [
        {"level_tag": "success", "message": "Sent", "extra_tags": "draft:message-M-2026-000001"},
        {"level_tag": "info", "message": "Other", "extra_tags": "elsewhere"},
    ]
    html = draw("{% notice_bar notices %}", notices=notices)
    assert html.count("data-draft-clear") == 1
    assert 'data-draft-clear="message-M-2026-000001"' in html
