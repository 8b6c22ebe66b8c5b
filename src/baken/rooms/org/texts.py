"""The sentences behind the codes of the rules, and the names of what happened to sites and equipment."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "is_top": _("This is the top of the organisation."),
    "units_below": _("There are units below it. Move them first."),
    "open_items": _("Records still wait for this unit (%(waiting)s). Hand them over first."),
    "no_lines": _("The unit has no line of command beside the tree."),
    "inspection_failed": _(
        "It failed its last inspection. First record an inspection that it passed."
    ),
    "not_outgoing": _("This is for whoever hands over."),
    "not_incoming": _("This is for whoever takes over command."),
    "none_together": _("Nothing is left that is low or only to be known."),
    "items_left": _(
        "Still to be accepted again, revised, handed up or taken over: %(left)s. The list shows them."
    ),
}

LINE_KINDS: dict[str, Any] = {
    "operational": _("operational: reads and decides"),
    "training": _("training: reads"),
    "functional": _("functional, advice: reads"),
    "host": _("host: holds the site; reads what is about it"),
    "administrative": _("administrative: reads nothing"),
}
CHOICES: dict[str, dict[str, Any]] = {"line_kinds": LINE_KINDS}

MOVES: dict[str, Any] = {
    "parent_gone": _("That unit has been dissolved."),
    "below_itself": _("A unit cannot stand below itself."),
    "level_rises": _("Its level is higher than that of the unit above it."),
    "too_deep": _("The tree would become too deep."),
    "same": _("It stands there already."),
    "code": _("Use capitals, digits, hyphens and underscores, at most 40, such as 45PAINFBAT_A."),
    "taken": _("A unit has this code already, or had it before it was dissolved."),
    "level": _("Choose one of the options shown."),
    "full": _("There are as many units below it as there can be."),
}

LEVEL_NAMES: dict[int, Any] = {
    0: _("individual"),
    1: _("team"),
    2: _("subunit"),
    3: _("unit"),
    4: _("formation"),
    5: _("organisation part"),
    6: _("chief of defence"),
    7: _("ministry"),
}
UNIT_KINDS: dict[str, Any] = {
    "unit": _("unit"),
    "subunit": _("subunit"),
    "team": _("team"),
    "staff": _("staff"),
    "detachment": _("detachment"),
    "task_force": _("task force"),
    "formation": _("formation"),
    "organisation_part": _("organisation part"),
}

LINES: dict[str, Any] = {
    "itself": _("A unit cannot answer to itself."),
    "circle": _("That unit answers to this one already, through the tree or a line of command."),
    "superior_lower": _("A unit cannot answer to one of a lower level."),
    "in_the_past": _("A line cannot begin in the past. Give today or later."),
    "before_yesterday": _("Yesterday is the earliest: that ends the line at once."),
    "ends_before_that": _("It ends before that day. Add a line for a longer time."),
}

APPOINTMENTS: dict[str, Any] = {
    "not_given_by_you": _("Your own posts do not give this role to others here."),
    "wider_than_yours": _("This reaches further than your own post."),
    "reaches_further": _(
        "This role reaches further than its unit, and further than you may give it. Somebody who "
        "appoints for all that it reaches can give it."
    ),
    "more_than_yours": _("In this role one may decide more than you may yourself."),
    "yourself": _("Nobody appoints themselves."),
    "session": _(
        "A post to administer is used within an administration session, your other posts outside it."
    ),
    "no_end": _("A delegation has a last day."),
    "after_yours": _("It would last longer than your own post."),
    "delegated_twice": _("What was delegated to you cannot be delegated again."),
    "not_yours": _("Only your own post can be delegated by you."),
    "ends_before_start": _("The last day lies before the first."),
    "in_the_past": _("It cannot begin in the past."),
    "employee": _("Everybody is an employee of the unit they belong to; HR keeps that."),
    "before_yesterday": _("Yesterday is the earliest: that ends it at once."),
    "ends_before_that": _("It ends before that day. Give a new appointment for a longer time."),
    "fourth_beside_others": _(
        "This person has a post in that time in which one acts on safety. The inspectorate never "
        "does: an inspector holds no such post."
    ),
    "beside_fourth": _(
        "This person is an inspector in that time. The inspectorate never acts itself: an inspector "
        "holds no other post in safety."
    ),
    "service": _("This is a service account. It is not given this role."),
    "over": _("This appointment has ended already."),
    "say_for_what": _("Choose at least one: a delegation says for what it is given."),
    "decides_nothing": _("By this post nothing is decided on risks. Leave this empty."),
    "beyond_your_mandate": _("This is more than your post may decide or pass on."),
    "not_together": _(
        "Not every class you chose may be decided by your post in each kind of work."
    ),
}

# The kinds of items of a handover, of the rooms that answer; what became of one; kinds of posts.
HANDOVER_ITEMS: dict[str, Any] = {
    "accepted": _("Accepted risk"),
    "treating": _("Risk with measures, or transferred"),
    "undecided": _("Risk that waits for a decision"),
    "slice": _("Slice of exposure"),
    "occurrence": _("Occurrence"),
    "duty": _("Duty to notify"),
    "measure": _("Overdue measure"),
    "recommendation": _("Open recommendation"),
    "purchase": _("Open small purchase"),
}
OUTCOMES: dict[str, Any] = {
    "taken_over": _("taken over"),
    "reaccepted": _("accepted again"),
    "revised": _("asked anew"),
    "handed_up": _("handed up"),
    "decided": _("decided on"),
    "lapsed": _("lapsed"),
    "gone": _("no longer there"),
    "not_looked_at": _("not looked at"),
    "still_waits": _("still waited for a decision"),
}
HANDOVER_KINDS: dict[str, Any] = {
    "permanent": _("a new commander"),
    "acting": _("an acting commander"),
}

MISTAKES: dict[str, Any] = {
    "in_future": _("This day lies in the future. Check the date."),
    "long_ago": _("This day lies before the year 1900. Check the date."),
    "unknown": _("Choose one of the options shown."),
    "not_after": _("This day must come after the first one."),
    "too_far": _("This is more than 25 years later. Check the date."),
    "again": _("This was already recorded for this day."),
}

STANDINGS: dict[str, Any] = {
    "valid": _("valid"),
    "expiring": _("expires soon"),
    "expired": _("expired"),
}

COUNCILS: dict[str, Any] = {
    "MC": _("employee council of a unit"),
    "DMC": _("employee council of an organisation part"),
    "CMC": _("central employee council"),
}

EVENTS: dict[str, Any] = {
    "org.unit.founded": _("In the organisation"),
    "org.unit.post_named": _("Its commander's post has a name of its own, or has it no longer"),
    "org.unit.lines_imported": _("Lines of command from an organisation file"),
    "org.unit.vouched": _("Vouched for by the history from here on"),
    "org.site.imported": _("Came in with an organisation file"),
    "org.site.changed": _("Changed by an organisation file"),
    "org.equipment.imported": _("Came in with an organisation file"),
    "org.equipment.changed": _("Changed by an organisation file"),
    "org.equipment.file_added": _("File added"),
    "org.handover.prepared": _("A successor was announced"),
}


def title_of_code(code: str) -> str:
    """What an event that is no step of the workflow is called; an unknown code stays as it is."""
    return str(EVENTS.get(code, code))


KIOSK_STATES: dict[str, Any] = {
    "waiting": _("waits for its device"),
    "at_work": _("at work"),
    "shut": _("shut down"),
}
