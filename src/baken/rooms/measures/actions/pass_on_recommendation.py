"""What was answered already gets another addressee, such as when its unit ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from baken.core.access import Actor
from baken.core.workflow.advance import Change
from baken.rooms.measures.actions.answer_recommendation import readdressed
from baken.rooms.measures.actions.judge_recommendation import opened_again
from baken.rooms.measures.models import Recommendation


def passed_on(
    record: Recommendation, actor: Actor, at: datetime, fields: Mapping[str, Any]
) -> Change:
    """The other unit answers anew, in the weeks of an answer; what was said and done stays in the history."""
    to = readdressed(record, actor, at, fields)
    opened = opened_again(record, at, facts=to.facts, words=to.words)
    return replace(opened, values={**opened.values, **to.values})
