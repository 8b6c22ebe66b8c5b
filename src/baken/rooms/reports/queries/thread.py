"""The thread of a report or occurrence: where it came from, what it became, every step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from baken.core import threads
from baken.core.access import Actor, may
from baken.core.access.roles import role_label
from baken.core.links.registry import linked_records
from baken.core.page.addresses import record_address
from baken.core.questions import ThreadNode
from baken.core.threads import page_of_record, relation_words
from baken.rooms.library.queries import label_of
from baken.rooms.org.queries import tree
from baken.rooms.register.queries.thread import risk_nodes
from baken.rooms.reports.models import (
    AccidentRecord,
    Occurrence,
    OccurrenceStep,
    Report,
)
from baken.rooms.reports.permits import READ_OCCURRENCE, READ_SUMMARY
from baken.rooms.reports.queries.embargo import kin_told
from baken.rooms.reports.queries.immediate import done_at_once
from baken.rooms.reports.queries.occurrence import reports_of
from baken.rooms.reports.queries.second_reading import CLASSIFIED
from baken.rooms.reports.queries.steps import newest_steps
from baken.rooms.reports.queries.told_of_level import told_of_level

MOST_RELATIVES = 20


def nodes_of(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    """Linked records first, then the steps, newest first."""
    yield from _relatives(actor, record)
    if isinstance(record, Report) and record.occurrence is not None:
        yield from risk_nodes(actor, record.occurrence)
    for relation, other in linked_records(record, actor):
        if isinstance(other, Report | Occurrence):  # a room below tells of its own records
            yield _linked_node(other, relation_words(relation))
    steps = newest_steps(record)
    in_full = isinstance(record, Report) or may(actor, READ_OCCURRENCE, record)
    reworded = _reworded(steps) if in_full else {}
    for step in steps:
        yield step_node(record, step, reworded.get(step.serial, ()))


def step_node(record: Any, step: Any, reworded: Sequence[str] = ()) -> ThreadNode:
    """One step as the thread shows it; who and why only as far as they are kept.

    ``reworded`` says which words a revision put in the place of which.
    """
    text = " – ".join(part for part in (_text_of(step), *reworded) if part)
    return threads.step_node(root=type(record), step=step, title_of=title_of_code, text=text)


def _text_of(step: Any) -> str:
    """What was said at a step, and at a triage or its revision what was decided."""
    said = [step.words.get(name, "") for name in ("how", "note", "result", "reason")]
    dangerous = _("The reporter said that it was still dangerous.")
    danger = dangerous if step.facts.get("still_dangerous") else ""
    posts = (one.partition(" ") for one in step.facts.get("told", ()))
    raised = ", ".join(f"{role_label(role)} {unit}" for role, _space, unit in posts)
    lapsed = _("Meanwhile it waited for a second reader; that was ended, because this changed it.")
    told = (
        _decided(step.facts),
        told_of_level(step.facts),
        lapsed if "lapsed" in step.facts else "",
        *routes_told(step.facts),
    )
    kin = kin_told(step.words, step.facts)
    parts = (done_at_once(step), kin, *said, danger, raised, *told)
    return " – ".join(part for part in parts if part)


def routes_told(facts: Mapping[str, Any]) -> list[str]:
    """Which rules sent a record where, told whom and asked whom, a sentence each."""
    language = get_language() or "nl"
    told = []
    for row in facts.get("routes", ()):
        named = {"rule": row["nl"] if language.startswith("nl") else row["en"]}
        unit = tree().find(row["owner"]) if row.get("owner") else None
        if unit is not None:
            told.append(
                _("Went to %(unit)s because of the rule “%(rule)s”.") % {"unit": unit.name, **named}
            )
        for roles, sentence in _named_roles(row):
            listed = ", ".join(role_label(role) for role in roles)
            told.append(sentence % {"roles": listed, **named})
    return told


def _named_roles(row: Mapping[str, Any]) -> Iterable[tuple[Sequence[str], str]]:
    """The roles that a rule told or asked, or will once an embargo is over, with the sentence."""
    waits = row.get("waits", {})
    pairs = (
        (row.get("tell"), _("Told because of the rule “%(rule)s”: %(roles)s.")),
        (row.get("advice"), _("Asked for advice because of the rule “%(rule)s”: %(roles)s.")),
        (
            waits.get("tell"),
            _(
                "Told once the information embargo is over, because of the rule “%(rule)s”:"
                " %(roles)s."
            ),
        ),
        (
            waits.get("advice"),
            _(
                "Asked for advice once the information embargo is over, because of the rule"
                " “%(rule)s”: %(roles)s."
            ),
        ),
    )
    return ((roles, sentence) for roles, sentence in pairs if roles)


def _reworded(steps: Sequence[Any]) -> dict[int, list[str]]:
    """What a revision made of a title and a summary, by its serial, of steps newest first.

    What was erased, or came in from another system, has no earlier words to show.
    """
    told = {
        "title": _("Title from “%(before)s” to “%(after)s”"),
        "summary": _("Summary from “%(before)s” to “%(after)s”"),
    }
    found: dict[int, list[str]] = {}
    standing: dict[str, str] = {}
    for step in reversed(steps):
        for name, sentence in told.items():
            before, after = standing.get(name), step.words.get(name)
            if before and after and before != after:
                named = {"before": before, "after": after}
                found.setdefault(step.serial, []).append(sentence % named)
            standing[name] = after or standing.get(name, "")
    return found


def _decided(facts: Mapping[str, Any]) -> str:
    """A version of the classification in one line; every version stays in the trail."""
    if "potential_severity" not in facts or ("lowered" in facts and "kind" not in facts):
        return ""
    numbers = {
        _("category"): facts.get("category"),
        _("happened"): facts.get("actual_severity"),
        _("worst possible"): facts.get("potential_severity"),
        _("investigation level"): facts.get("investigation_level"),
    }
    told = [f"{name} {number}" for name, number in numbers.items() if number is not None]
    if facts.get("raised_by_similar"):
        told.append(_("raised: three alike in 24 months"))
    return ", ".join([label_of("kinds", facts.get("kind", "")), *told])


def was_raised(record: Any) -> bool:
    """Whether others alike raised the investigation level when this was last weighed."""
    occurrence = record.occurrence if isinstance(record, Report) else record
    rows = OccurrenceStep.objects.of(occurrence).order_by("-serial")
    newest = rows.filter(code__in=CLASSIFIED).values_list("facts", flat=True).first()
    return bool(newest and newest.get("raised_by_similar"))


def nodes_of_accident_record(record: AccidentRecord) -> Iterable[ThreadNode]:
    """The steps of an accident record, newest first; what was remarked and added stands on its page."""
    return [step_node(record, step) for step in newest_steps(record)]


def _relatives(actor: Actor, record: Any) -> Iterable[ThreadNode]:
    if isinstance(record, Report):
        occurrence = record.occurrence
        if occurrence is not None and (
            may(actor, READ_OCCURRENCE, occurrence) or may(actor, READ_SUMMARY, occurrence)
        ):
            in_full = may(actor, READ_OCCURRENCE, occurrence)
            title = occurrence.title if in_full else occurrence.summary
            yield _record_node(occurrence, _("became"), title)
        return
    for report in reports_of(actor, record)[:MOST_RELATIVES]:
        yield _record_node(report, _("reported by"), report.headline)


def _linked_node(other: Any, relation: str) -> ThreadNode:
    """A record tied by link: one of this room, or of another as far as every root tells of itself."""
    if isinstance(other, Report):
        return _record_node(other, relation, other.headline)
    if isinstance(other, Occurrence):
        return _record_node(other, relation, other.title)
    title = str(getattr(other, "title", other.ref))
    return ThreadNode(
        kind=str(other._meta.model_name),
        title=title,
        ref=other.ref,
        url=page_of_record(other),
        relation=relation,
    )


def _record_node(record: Any, relation: str, title: str) -> ThreadNode:
    moment = record.received_at if isinstance(record, Report) else record.triaged_at
    return ThreadNode(
        kind="report" if isinstance(record, Report) else "occurrence",
        title=title,
        at=moment,
        whole_day=isinstance(record, Report) and record.identity == "anonymous",
        ref=record.ref,
        url=record_address(record),
        relation=relation,
    )


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    titles = {
        "reports.report.received": _("Report received"),
        "reports.report.imported": _("Taken over from another system"),
        "reports.occurrence.imported": _("Taken over from another system"),
        "reports.occurrence.source_added": _(
            "Another system, or another row, told of this as well"
        ),
        "reports.occurrence.triaged": _("Occurrence recorded at triage"),
        "reports.report.message_by_reporter": _("Message from the reporter"),
        "reports.report.message_by_handler": _("Message to the reporter"),
        "reports.report.follow_up_by_reporter": _("Further answers from the reporter"),
        "reports.report.follow_up_by_handler": _("Further answers noted"),
        "reports.report.raised_unread": _("Raised because unread: the danger was told to others"),
        "reports.report.correction_by_reporter": _("The reporter added to the story"),
        "reports.report.correction_by_handler": _("Something was added to the story"),
        "reports.report.file_added": _("File added"),
        "reports.occurrence.file_added": _("File added"),
        "reports.occurrence.merged_from": _("Another occurrence was merged into this one"),
        "reports.occurrence.moved_along": _("Moved along when its occurrence was merged"),
        "reports.report.moved_along": _("Moved along when its occurrence was merged"),
        "reports.report.embargo_followed": _(
            "The information embargo of what it belongs to counts"
        ),
        "reports.occurrence.embargo_followed": _(
            "The information embargo of a report of it counts"
        ),
        "reports.occurrence.e5x_made": _("Form of the aviation authority made"),
        **dict.fromkeys(
            ("reports.report.set_apart", "reports.occurrence.set_apart"),
            _("Set apart from a record that looked like it"),
        ),
        **dict.fromkeys(
            ("reports.report.put_back", "reports.occurrence.put_back"),
            _("No longer set apart from a record that looks like it"),
        ),
        "reports.occurrence.moved_back": _("Moved back when a merge was undone"),
        "reports.report.moved_back": _("Moved back when a merge was undone"),
        "reports.occurrence.unmerged_from": _("What was merged into this one went back"),
        "reports.occurrence.report_left": _("A report was moved away from this occurrence"),
        "reports.occurrence.report_joined": _("A report was moved to this occurrence"),
        "reports.report.identity_released": _("Somebody else may know who reported"),
        "reports.report.identity_release_ended": _("Somebody's look at who reported was ended"),
        "reports.report.identity_read": _("Looked up who reported"),
    }
    return titles.get(code) or _titles_beside().get(code, code)


def _titles_beside() -> dict[str, str]:
    """Of what happens beside a record: cases and conflicts, accident records, duties to notify."""
    return {
        "reports.notification.opened": _("Duty to notify opened"),
        "reports.notification.handed_over": _("Went along to another unit"),
        "reports.notification.evidence_added": _("Proof added"),
        "reports.accident_record.opened": _("Opened"),
        "reports.accident_record.requested": _("Asked for by the person"),
        "reports.accident_record.overdue": _("A commander heard that it waits too long"),
        "reports.accident_record.file_added": _("File added"),
        "org.conflict.declared": _("Somebody is kept away from this"),
        "org.conflict.lifted": _("Somebody is no longer kept away from this"),
        "org.case.given": _("Somebody was given this case or asked for advice"),
        "org.case.changed": _("What somebody was given or asked, or until when, was changed"),
        "org.case.ended": _("Somebody's case, or the request for their advice, was ended"),
        "org.ties.vouched": _("Cases and conflicts vouched for by the history from here on"),
    }
