"""The whole thread as the API shows it: nodes, and links between them by their places."""

from __future__ import annotations

from typing import Any

from baken.core.api.schemas import (
    Thread,
    ThreadLinkOut,
    ThreadMarkOut,
    ThreadNodeOut,
    ThreadRecordOut,
)
from baken.core.questions.threads import Line
from baken.core.threads import ThreadPoint, WholeThread


def thread_out(items: list[ThreadNodeOut], whole: WholeThread) -> Thread:
    """A record's own neighbours and steps, and all that hangs together with it."""
    places = {point.key: place for place, point in enumerate(whole.points)}
    return Thread(
        items=items,
        nodes=[_node(point) for point in whole.points],
        links=[
            ThreadLinkOut(
                source=places[tie.source], relation=tie.relation, target=places[tie.target]
            )
            for tie in whole.ties
        ],
        more=whole.more,
    )


def _node(point: ThreadPoint) -> ThreadRecordOut:
    view: Any = point.view
    return ThreadRecordOut(
        kind=point.kind,
        title=point.line.title,
        ref=point.ref,
        url=point.url,
        state=point.line.state,
        unit=point.line.unit,
        when=_when(point.line),
        view=view,
        is_start=point.is_start,
        marks=[ThreadMarkOut(code=one.code, label=one.label, on=one.on) for one in point.marks],
    )


def _when(line: Line) -> str:
    if line.on is None:
        return ""
    return f"{line.on:%Y-%m}" if line.month_only else line.on.isoformat()
