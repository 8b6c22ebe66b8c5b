"""What is asked of whoever states a risk."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from baken.rooms.library.queries.assessment import assessment
from baken.rooms.library.queries.scoring import scoring_models_for_risks
from baken.rooms.org.queries import UnitView, tree
from baken.rooms.org.queries.heirs import why_gone
from baken.rooms.register.forms.steps import StepForm
from baken.rooms.register.queries.models_said import said_model
from baken.rooms.register.workflow import IDENTIFYING

# What stands first, and what is folded away until somebody knows more.
FIRST = ("title", "scenario", "unit", "hazard", "context")
BESIDE = ("unit", "site", "scoring_model", "key", "note")


# Who can own a risk of a unit, by person, as far as the reader may name one.
Owners = Callable[[UnitView | None], Mapping[str, str]]


def unit_meant(text: str) -> UnitView | None:
    """The unit that is meant by a code or a name; of two of one name, the one that is still there."""
    here, low = tree(), text.strip().lower()
    called = [one for one in here.units if low in (one.name_nl.lower(), one.name.lower())]
    return here.find(text.strip()) or min(called, key=lambda one: one.is_dissolved, default=None)


class StateForm(StepForm):
    """A risk in words, of which unit, where, and with which scoring model it will be scored."""

    data: Any
    key = forms.CharField(required=False, max_length=80, widget=forms.HiddenInput)
    unit = forms.CharField(
        label=_("Which unit is it about?"),
        max_length=120,
        help_text=_("Code or name."),
        widget=forms.TextInput(attrs={"list": "near-units", "autocomplete": "off"}),
    )
    site = forms.CharField(
        label=_("Location"),
        required=False,
        max_length=120,
        help_text=_("Code or name of one of our locations."),
    )
    scoring_model = forms.ChoiceField(
        label=_("How it is scored"),
        required=False,
        help_text=_("Leave it as it is unless your unit uses another way of scoring."),
    )

    def __init__(self, *args: Any, owners: Owners, **kwargs: Any) -> None:
        super().__init__(*args, step=IDENTIFYING, **kwargs)
        del self.fields["note"]
        text = self.data.get("unit", "") if self.is_bound else self.initial.get("unit", "")
        self.proposes_anew = False
        self._offer_owners(owners(unit_meant(text)))
        models, usual = scoring_models_for_risks(), assessment().default_model
        ordered = sorted(models.values(), key=lambda model: model.code != usual)
        self.fields["scoring_model"].choices = [  # type: ignore[attr-defined]
            (model.code, said_model(model)) for model in ordered
        ]

    def _offer_owners(self, owners: Mapping[str, str]) -> None:
        """Ask for the owner of who may say it, and propose the commander; others are not asked."""
        if not owners:
            del self.fields["owner"]
            return
        field = self.fields["owner"]
        field.choices = [("", _("Nobody yet")), *owners.items()]  # type: ignore[attr-defined]
        field.initial = next(iter(owners))
        if self.data.get("owner") and self.data["owner"] not in owners:
            self.proposes_anew = True
            self.data = self.data.copy()
            self.data["owner"] = field.initial

    def clean_owner(self) -> str:
        """Who is to own it; another unit has others, and nobody is named whom the sender did not see."""
        if self.proposes_anew:
            text = _("Others lead this unit. Check who is to own the risk, and send it again.")
            raise forms.ValidationError(text)
        return str(self.cleaned_data["owner"])

    def clean_unit(self) -> UnitView:
        """The unit that was meant, by its code or its name; one that was dissolved has no new risks."""
        unit = unit_meant(self.cleaned_data["unit"])
        if unit is None:
            raise forms.ValidationError(_("There is no unit with this code or name."))
        if gone := why_gone(unit):
            raise forms.ValidationError(gone)
        return unit

    def clean_site(self) -> int | None:
        """The id of the location that was meant, or None."""
        text = self.cleaned_data["site"].strip()
        site = tree().site_meant(text) if text else None
        if text and site is None:
            raise forms.ValidationError(_("There is no location with this code or name."))
        return site.id if site else None

    def step_fields(self) -> dict[str, Any]:
        """What describes the risk, without what stands beside it."""
        return {k: v for k, v in super().step_fields().items() if k not in BESIDE}

    @property
    def first(self) -> list[Any]:
        """The fields that everybody fills in."""
        return [self[name] for name in FIRST]

    @property
    def more(self) -> list[Any]:
        """The fields for who knows more."""
        return [self[name] for name in self.fields if name not in (*FIRST, "key")]

    @property
    def opens_more(self) -> bool:
        """Whether something that is folded away was refused or filled in before."""
        asked = ("site", "activity", "from_on", "until_on", "group", "exposed", "legal_basis")
        return any(bound.errors for bound in self.more) or any(self[n].value() for n in asked)
