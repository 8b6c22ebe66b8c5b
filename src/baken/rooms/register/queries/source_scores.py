"""How a risk was rated where it was found: advice to who scores it here."""

from __future__ import annotations

from django.utils.translation import gettext as _

from baken.rooms.library.queries import label_of
from baken.rooms.library.queries.scoring import scoring_model
from baken.rooms.register.models import Risk, RiskStep
from baken.rooms.register.queries.models_said import said, said_model
from baken.rooms.register.rules.source_scores import SourceScore, source_score_in


def source_score_of(risk: Risk) -> SourceScore | None:
    """How a risk that was read through the guard was rated at its source; one query."""
    first = RiskStep.objects.of(risk).order_by("serial").values_list("facts", flat=True).first()
    return source_score_in(first or {})


def source_said(found: SourceScore | None) -> str:
    """It in words: the model of the source and its class, and to which common class that answers."""
    if found is None:
        return ""
    model = scoring_model(found.model, found.version)
    native = next((one for one in model.classes if one.code == found.native), None)
    told = {
        "model": said_model(model),
        "native": said(native.text) if native else found.native,
        "common": label_of("risk_classes", found.common),
    }
    if not found.common:
        return _("%(model)s: %(native)s") % told
    return _("%(model)s: %(native)s (as a class here: %(common)s)") % told
