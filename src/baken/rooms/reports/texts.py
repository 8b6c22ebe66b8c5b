"""The sentences behind the refusal codes of the rules."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, Any] = {
    "own_report": _("You made this report yourself; somebody else has to do this."),
    "no_answer": _("Give the reporter an answer in plain words first."),
    "no_danger": _("Nobody says that it is dangerous now."),
    "danger_goes_on": _("This report says that it is still dangerous. Say first how that ended."),
    "in_occurrence": _("This report belongs to an occurrence. Note it there."),
    "no_occurrence": _("This report belongs to no occurrence yet. Triage it first."),
    "merge_unknown": _("The history does not say what came along when this was merged."),
    "names_nobody": _("This report names nobody, or it was said already what it is about."),
    "no_parent": _("This is not part of a larger occurrence."),
    "confirmed": _("You have said already that it is solved."),
    "too_late": _("The term for saying that it is not solved is over. Please make a new report."),
    "duties_unsettled": _(
        "A duty to notify is still open. Notify, or have a second reader agree that it is not needed."
    ),
    "hands_over": _(
        "You hand over command soon, and close nothing yourself until then. Ask the safety adviser to see"
        " whether it is done."
    ),
    "not_owner": _("This duty belongs to another post; you see it, and they do it."),
    "reading_waits": _("Something waits for a second reader already."),
    "nothing_proposed": _(
        "Nobody proposed to lower it, or it was changed since. Then it has to be proposed again."
    ),
    "nothing_disputed": _(
        "Nobody disputes the category, or it was changed since. Then it has to be disputed again."
    ),
    "first_reader": _("A second reader is somebody else than who proposed or classified it."),
    "unanswered_reports": _("Not every reporter has had an answer yet."),
    "own_accident": _("This is about yourself; somebody else has to do this."),
    "not_heard": _(
        "The person has not said anything about it yet. Wait for that, or for the end of the term."
    ),
    "records_not_asked": _("This is no accident in which somebody of the own staff was hurt."),
    "embargo_on": _("The information embargo is on already."),
    "embargo_off": _("There is no information embargo."),
    "embargo_goes_on": _("An information embargo is on. The duty officer lifts it first."),
    "kin_waiting": _(
        "Of more than one person the next of kin must still be informed. Note that first for each"
        " but the last."
    ),
    "risk_by_occurrence": _(
        "This report was triaged. State the risk from the occurrence that it belongs to."
    ),
    "risk_by_target": _("This was merged into another occurrence. Go on from there."),
    "not_told_by_older_system": _("No older system told of this occurrence."),
}

# What an occurrence can show of a barrier.
BARRIER_SHOWED: dict[str, Any] = {
    "named": _("It was named: something is wrong with it"),
    "worked_in_part": _("It worked in part"),
    "failed": _("It did not work"),
    "held": _("It held"),
}

# What is refused for these reasons has no meaning now: a page leaves it out, the API says why.
POINTLESS = frozenset(
    {
        "no_danger",
        "confirmed",
        "nothing_proposed",
        "nothing_disputed",
        "records_not_asked",
        "embargo_on",
        "embargo_off",
        "not_told_by_older_system",
        "no_occurrence",
        "no_parent",
        "names_nobody",
    }
)

INTAKE_PROBLEMS: dict[str, Any] = {
    "empty": _("Tell in your own words what happened or could happen."),
    "too_long": _("This text is too long. Shorten it to 50,000 characters (place: 200)."),
    "not_text": _("The text holds signs that cannot be stored. Type it again."),
    "in_future": _("This moment lies in the future. Check the date and time."),
    "long_ago": _("This moment lies before the year 1900. Check the date and time."),
    "not_persons": _("Give a number of persons up to 1,000."),
    "before_it": _(
        "This lies more than a day before it happened or was reported. Check the date and time."
    ),
    "unknown": _("Choose one of the options shown."),
    "anonymous_is_nobody": _("An anonymous report keeps no name or number."),
    "own_report_at_desk": _("This is you. Use the ordinary form for a report of your own."),
    "nobody_named": _("Say who told this: a person, or a way to reach them. Or choose anonymous."),
    "no_unit": _("Choose a unit, or leave it empty and say in the story where it was."),
}

ANSWER_PROBLEMS: dict[str, Any] = {
    "no_question": _("There is no such question."),
    "unknown": _("Choose one of the options shown."),
    "no_whole_number": _("Give a whole number, such as 3."),
    "no_number": _("Give a number, such as 2.5."),
    "out_of_range": _("This number cannot be right. Check it."),
    "no_date": _("Give a day that has been, such as 2026-03-10."),
    "not_text": _("The text holds signs that cannot be stored. Type it again."),
    "too_long": _("Shorten the text to 2,000 characters."),
}

KEY_REUSED = _(
    "This form was already sent with another text. Check your reports before sending again."
)
NOT_ALLOWED = _("Your account cannot report under your name. Choose anonymous instead.")
ADMINISTERING = _("End the administration session to report under your name.")
SETUP_CODE_WRONG = _(
    "This code does not fit, or is too old. Ask whoever manages the kiosk for a new one."
)
TOO_MANY = _("Very many reports came from this screen. Wait ten minutes and send it again.")
CODE_UNKNOWN = _("No report is known under this code. Check it sign by sign.")

# What the conditions of the rules of where reports go are called.
CONDITIONS: dict[str, Any] = {
    "units": _("Unit"),
    "sites": _("Site"),
    "equipment_kinds": _("Kind of equipment"),
    "subjects": _("Subjects"),
    "domains": _("Domains"),
    "contexts": _("Context"),
    "kinds": _("Kind"),
    "still_dangerous": _("Still dangerous"),
    "hosted": _("Site of another unit"),
}
NAMES_PERSON: dict[str, Any] = {
    "unanswered": _("yes; the reporter did not say what it is about"),
    "situation": _("yes; according to the reporter it is about a situation"),
    "behaviour": _("yes; according to the reporter it is about how somebody behaves"),
}
IDENTITIES: dict[str, Any] = {
    "named": _("with name"),
    "confidential": _("confidential: known to the safety adviser only"),
    "anonymous": _("anonymous"),
}
CHANNELS: dict[str, Any] = {
    "web": _("website"),
    "field": _("field app"),
    "kiosk": _("kiosk"),
    "desk": _("by telephone or in person"),
    "paper": _("on paper"),
    "import": _("another system"),
    "api": _("another program"),
}

# How an authority or somebody else outside is told.
NOTIFYING: dict[str, Any] = {
    "phone": _("by telephone"),
    "web": _("on their website"),
    "email": _("by e-mail"),
    "letter": _("by letter"),
    "in_person": _("in person"),
}
