"""The report form: first the story, then the little that must be known now."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.core import clock
from baken.core.access import Actor
from baken.core.files.content import CleanFile, FileRefused, clean_upload
from baken.rooms.org.queries import tree
from baken.rooms.reports.forms.kept_files import kept_files
from baken.rooms.reports.forms.steps import choices_of
from baken.rooms.reports.rules import ANYWHERE, Arrived, Intake
from baken.rooms.reports.rules.naming import UNANSWERED

MOST_FILES = 6


class SeveralFiles(forms.ClearableFileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several uploads, each checked by content and cleaned."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[CleanFile]:
        """The cleaned files; raises a validation error that says which one is refused and why."""
        files = [one for one in (data or []) if one]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Send at most six files."))
        try:
            return [clean_upload(name=one.name, data=one.read()) for one in files]
        except FileRefused as refusal:
            raise forms.ValidationError(str(refusal)) from None


class ReportForm(forms.Form):
    """What a reporter is asked; a person with an account may stay named, anybody may be anonymous."""

    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    place_code = forms.CharField(
        required=False,
        max_length=20,
        widget=forms.HiddenInput(attrs={"data-draft-skip": ""}),
    )
    naming = forms.ChoiceField(required=False)
    story = forms.CharField(
        label=_("What happened, or could happen?"),
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True}),
        max_length=50_000,
        error_messages={
            "required": _("Tell in your own words what happened or could happen."),
            "max_length": _("Shorten the text to 50,000 characters."),
        },
    )
    place = forms.CharField(
        label=_("Where?"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    still_dangerous = forms.ChoiceField(
        label=_("Is it still dangerous now?"),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is still dangerous now.")},
    )
    files = FilesField(
        label=_("Photo"),
        required=False,
        widget=SeveralFiles(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf"}),
    )
    immediate_action = forms.CharField(
        label=_("What has been done at once?"),
        required=False,
        max_length=50_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    happened_at = forms.DateTimeField(
        label=_("When?"),
        required=False,
        help_text=_("Leave empty for just now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
    )
    unit = forms.CharField(
        label=_("Which unit is it about?"),
        required=False,
        max_length=120,
        help_text=_(
            "Code or name. Leave empty when you do not know: with your name it is your own unit,"
            " else the central desk passes it on."
        ),
    )
    identity = forms.ChoiceField(
        label=_("Your name"),
        widget=forms.RadioSelect,
        error_messages={
            "invalid_choice": _(
                "You are no longer logged in. Choose one of these, or log in and send it again."
            )
        },
    )
    contact = forms.CharField(
        label=_("How can the safety adviser reach you?"),
        required=False,
        max_length=200,
        help_text=_("Only when you choose confidential. Leave empty to use only the receipt code."),
    )

    def __init__(
        self, *args: Any, actor: Actor, arrived: Arrived = ANYWHERE, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if arrived.where:
            self.fields["place"].label = _("Where exactly?")
            self.initial["place_code"] = arrived.place_code
        known = not actor.is_nobody
        self.fields["naming"].choices = [("", ""), *choices_of("naming")]  # type: ignore[attr-defined]
        options = [("named", _("With my name"))] if known else []
        options += [
            ("confidential", _("Confidential: only the safety adviser knows")),
            ("anonymous", _("Anonymous: nobody knows")),
        ]
        self.fields["identity"].choices = options  # type: ignore[attr-defined]
        self.fields["identity"].initial = "named" if known else "anonymous"
        if known:
            del self.fields["contact"]

    def clean_unit(self) -> str:
        """The code of the unit that was meant."""
        text = self.cleaned_data["unit"].strip()
        if not text:
            return ""
        here = tree()
        called = [
            one for one in here.units if text.lower() in (one.name_nl.lower(), one.name.lower())
        ]
        unit = here.find(text) or min(called, key=lambda one: one.is_dissolved, default=None)
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code or name."))
        return unit.code

    @property
    def was_asked(self) -> bool:
        """Whether the form was shown once more to ask what it is about."""
        return "asked" in self.data

    def kept(self) -> list[CleanFile]:
        """The photos that came along from the time before."""
        texts = self.data.getlist("kept") if hasattr(self.data, "getlist") else []
        return kept_files(texts)

    def all_files(self) -> list[CleanFile]:
        """The photos chosen now and those that came along, at most six."""
        return [*self.kept(), *self.cleaned_data.get("files", [])][:MOST_FILES]

    def intake(self) -> Intake:
        """What is handed to the action; the moment defaults to now."""
        data = self.cleaned_data
        return Intake(
            story=data["story"],
            unit_code=data["unit"],
            place=data["place"],
            happened_at=data["happened_at"],
            just_now=data["happened_at"] is None,
            still_dangerous=data["still_dangerous"] == "yes",
            immediate_action=data["immediate_action"],
            identity=data["identity"],
            contact=data.get("contact", ""),
            naming=data["naming"] or (UNANSWERED if self.was_asked else ""),
        )

    def clean_happened_at(self) -> Any:
        """The moment, which may not lie in the future."""
        moment = self.cleaned_data["happened_at"]
        if moment and moment > clock.now():
            raise forms.ValidationError(
                _("This moment lies in the future. Check the date and time.")
            )
        return moment


class CodeForm(forms.Form):
    """The receipt code of a report without an account."""

    code = forms.CharField(
        label=_("Receipt code"),
        max_length=40,
        help_text=_("Sixteen signs, such as F8Y9-2E8K-CQN3-V19S."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
