"""Who decides on a risk: its line and the posts in it, looked at by the mandate table.

Source: domain reference, integral risk management, section 5; organisation, sections 1, 5 and 6.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from baken.core import clock
from baken.rooms.library.queries import domain_authorities, mandate_table
from baken.rooms.org.queries import PostFacts, Tree, commanders_on, every_post_of, tree
from baken.rooms.register.models import Risk
from baken.rooms.register.queries.decisive_lines import line_of
from baken.rooms.register.queries.decisive_words import explained, limit_of, refused
from baken.rooms.register.rules.periods import Period
from baken.rooms.register.rules.posts import Delegation, Post
from baken.rooms.register.rules.resolution import Question, Resolution, resolve
from baken.rooms.register.rules.stacking import NO_STACK, Stack

__all__ = ["explained", "held_by", "limit_of", "posts_in", "refused", "resolution_of"]

# A post that ended this long ago can still be named when somebody tries to sign by it.
RECENTLY = timedelta(days=92)


def resolution_of(
    risk: Risk,
    *,
    decision: str,
    period: Period,
    at: datetime,
    risk_class: str = "",
    stack: Stack = NO_STACK,
    earlier: tuple[Period, ...] = (),
    activity_ends_on: date | None = None,
    subjects: frozenset[str] = frozenset(),
) -> Resolution:
    """Who decides on a risk for a period, with every step of the explanation.

    ``risk_class`` is the class that is let go on; empty for the current one of the risk. ``subjects``
    are codes of domain authorities whose field the risk touches. The posts are read in one query.
    Raises ValueError for a risk without a class.
    """
    here, day = tree(), clock.local_date(at)
    line, units = line_of(risk, here, day)
    question = Question(
        context=risk.context,
        line=line,
        classes=(risk_class or risk.current_class,),
        period=period,
        day=day,
        units=units,
        posts=posts_in(units, here, day),
        earlier=earlier,
        stack=stack,
        decision=decision,
        activity_ends_on=activity_ends_on,
        subjects=subjects,
    )
    return resolve(question, table=mandate_table(), authorities=domain_authorities())


def held_by(person: uuid.UUID, at: datetime) -> tuple[Post, ...]:
    """Every post of a person in any line, also announced and recently ended ones; one query."""
    since = clock.local_date(at) - RECENTLY
    return tuple(_post(one) for one in every_post_of(person, since=since))


def posts_in(units: Iterable[str], here: Tree, day: date) -> tuple[Post, ...]:
    """The commanders of lines, and of the named posts: some rows may go to these only; one query."""
    ids = {here.by_code[code].id for code in units} | here.named_posts.keys()
    return tuple(_post(one) for one in commanders_on(ids, day))


def _post(facts: PostFacts) -> Post:
    given = None
    if facts.source is not None:
        source = _post(facts.source)
        given = Delegation(source, facts.classes, facts.contexts, facts.reason)
    return Post(
        person=str(facts.person),
        unit=facts.unit.code,
        level=facts.unit.level,
        from_on=facts.from_on,
        until=facts.until,
        kind=facts.kind,
        role=facts.role,
        below=facts.below,
        named=facts.named,
        delegation=given,
        name=facts.name,
    )
