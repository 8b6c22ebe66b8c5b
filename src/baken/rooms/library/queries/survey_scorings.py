"""Which scoring models can score a survey in the XML of OiRA, and which do unless told otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from baken.core.instruments.scoring import ScoringModel
from baken.core.instruments.survey_xml import Scorings
from baken.core.workflow.errors import FieldsRefused
from baken.rooms.library.queries.scoring import scoring_model, scoring_models, versions_of

CHOSEN, CALCULATED = "chosen", "calculated"
# The axes and values that the XML names. Source: Euphorie, content, export.
NAMED: Mapping[str, Mapping[str, frozenset[str]]] = {
    CHOSEN: {"priority": frozenset({"low", "medium", "high"})},
    CALCULATED: {
        "probability": frozenset({"small", "medium", "large"}),
        "frequency": frozenset({"almost-never", "regular", "constant"}),
        "effect": frozenset({"weak", "significant", "high"}),
    },
}


def models_for(part: str) -> list[ScoringModel]:
    """The models that score what people choose, or what is calculated, the newest version of each first."""
    every = (scoring_model(code, one) for code in scoring_models() for one in versions_of(code))
    return [one for one in every if _knows(one, NAMED[part])]


def usual_scorings() -> Scorings:
    """The first model of each kind. Raises LookupError when the library has none."""
    chosen, calculated = (_first(part) for part in (CHOSEN, CALCULATED))
    return Scorings(chosen=chosen, calculated=calculated)


def scorings_from(given: Mapping[str, str]) -> Scorings:
    """The models that somebody names, each as ``code@version``; the usual one where nothing is named.

    Raises FieldsRefused by the name of the part for a model that cannot score a survey.
    """
    found, errors = {}, {}
    for part in NAMED:
        allowed = {named(one): (one.code, one.version) for one in models_for(part)}
        wanted = given.get(part) or named(models_for(part)[0])
        if wanted in allowed:
            found[part] = allowed[wanted]
        else:
            told = _("No survey can be scored with this. Choose from: %(models)s.")
            errors[part] = told % {"models": ", ".join(allowed)}
    if errors:
        raise FieldsRefused(errors)
    return Scorings(**found)


def named(model: ScoringModel) -> str:
    """A model in one version, as people and programs write it."""
    return f"{model.code}@{model.version}"


def kept_scorings(scorings: Scorings | None) -> dict[str, list[Any]]:
    """The models as they are kept with an import."""
    if scorings is None:
        return {}
    return {part: list(getattr(scorings, part)) for part in NAMED}


def scorings_kept(kept: Mapping[str, Sequence[Any]]) -> Scorings | None:
    """The models that were kept with an import; None for an instrument that names its own."""
    if not kept:
        return None
    pairs = {part: (str(kept[part][0]), int(kept[part][1])) for part in NAMED}
    return Scorings(**pairs)


def _first(part: str) -> tuple[str, int]:
    found = models_for(part)
    if not found:
        raise LookupError(f"the library has no scoring model for what is {part} in a survey")
    return found[0].code, found[0].version


def _knows(model: ScoringModel, axes: Mapping[str, frozenset[str]]) -> bool:
    """Whether a model has exactly these axes, each with at least these values."""
    values = {axis.code: {one.code for one in axis.values} for axis in model.axes}
    return values.keys() == axes.keys() and all(axes[name] <= values[name] for name in axes)
