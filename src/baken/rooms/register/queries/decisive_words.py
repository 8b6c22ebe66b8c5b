"""Says in sentences who decides on a risk and why, in the active language."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from baken.core.instruments.texts import Text
from baken.core.workflow.table import Refusal as Sentence
from baken.rooms.library.queries import (
    advice_roles,
    domain_authorities,
    label_of,
    mandate_table,
    stacking_rules,
)
from baken.rooms.library.rules.mandate_roles import CONSENT
from baken.rooms.org.queries import tree
from baken.rooms.register.rules.posts import DELEGATE, PROBLEMS, Post
from baken.rooms.register.rules.resolution import Question, Resolution, own_days, own_limit
from baken.rooms.register.rules.signing import Refusal
from baken.rooms.register.texts import DECISIONS, HEADS, LINES, NOT_SIGNED, UNDECIDED

Values = Mapping[str, Any]


def explained(found: Resolution, *, without: Collection[str] = ()) -> list[str]:
    """Who decides and why, a sentence a step: first the outcome, then how it came about.

    ``without`` are codes of steps that are kept from the reader. No queries where the tree is held,
    since posts carry their names.
    """
    steps = [one for one in found.steps if one.code in _SAID and one.code not in without]
    told = [_SAID[step.code](step.values, found) for step in steps]
    return [_outcome(found), *(one for one in told if one)]


def limit_of(asked: Question | Resolution, post: Post) -> str:
    """Up to which class a post may accept what is asked, with its stack, and for how long at most."""
    question = asked.question if isinstance(asked, Resolution) else asked
    step = own_limit(question, post, table=mandate_table())
    if not step.values["risk_class"]:
        return _("By this post you may accept no risk here.")
    code = step.values["risk_class"]
    days = own_days(question, post, code, table=mandate_table())
    told = {"class": label_of("risk_classes", code).lower(), "days": days}
    return (
        ngettext(
            "By this post you may accept up to %(class)s, for at most %(days)s day.",
            "By this post you may accept up to %(class)s, for at most %(days)s days.",
            days,
        )
        % told
    )


def refused(refusals: Iterable[Refusal], found: Resolution | None = None) -> list[Sentence]:
    """A sentence for every reason why somebody does not sign; ``found`` says who can sign now."""
    return [Sentence(one.code, _refused(one, found)) for one in refusals]


def post_in_words(post: Post) -> str:
    """Who holds a post, and which: "kol Jansen, acting commander of 43MECHBRIG"."""
    values = {"name": post.name, "unit": post.unit}
    if post.named and post.kind != DELEGATE:
        return f"{post.name}, {_said(mandate_table().posts[post.named])}"
    if post.delegation is not None:
        given = {**values, "source": post.delegation.source.name, "until": _day(post.until)}
        return (
            _("%(name)s, for %(source)s as commander of %(unit)s, until %(until)s inclusive")
            % given
        )
    if post.kind == "acting":
        return _("%(name)s, acting commander of %(unit)s") % values
    return _("%(name)s, commander of %(unit)s") % values


def _outcome(found: Resolution) -> str:
    """The class, the time, the kind of work, and which post decides: by level or by name."""
    told = {
        "class": label_of("risk_classes", found.risk_class),
        "days": found.days,
        "context": label_of("contexts", found.question.context).lower(),
        "who": _who(found),
    }
    if found.row is None:
        return _("%(class)s in %(context)s: no rule of the mandate table fits.") % told
    return (
        ngettext(
            "%(class)s for %(days)s day in %(context)s: %(who)s decides.",
            "%(class)s for %(days)s days in %(context)s: %(who)s decides.",
            found.days,
        )
        % told
    )


def _who(found: Resolution) -> str:
    if found.row is not None and found.row.posts:
        return _any_of(_said(mandate_table().posts[one]) for one in found.row.posts)
    return str(HEADS[found.min_level or 0])


def _line(values: Values, found: Resolution) -> str:
    units = tree().by_code
    names = [units[code].name if code in units else code for code in values["units"]]
    told = {"line": LINES[values["line"]], "units": ", ".join(names)}
    return _("%(line)s. From near to far: %(units)s.") % told


def _class(values: Values, found: Resolution) -> str:
    if len(values["classes"]) < 2:
        return ""
    told = {"class": label_of("risk_classes", values["risk_class"]).lower()}
    return _("The worst of the classes counts: %(class)s.") % told


def _duration(values: Values, found: Resolution) -> str:
    if values["days"] == values["together"]:
        return ""
    text = _(
        "With the decisions before it, it lasts %(together)s days; that is what the rule looks at."
    )
    return text % values


def _rule(values: Values, found: Resolution) -> str:
    row = mandate_table().rows.get(values["row"])
    told = {"row": _said(row.text) if row else values["row"], "level": values["min_level"]}
    return _("Rule of the mandate table: %(row)s (level %(level)s or above).") % told


def _no_rule(values: Values, found: Resolution) -> str:
    told = {"line": LINES[values["line"]]}
    return _("%(line)s, and the table has no rule for this class and kind of work there.") % told


def _legal(values: Values, found: Resolution) -> str:
    return _("A limit of law is deviated from: that takes level %(level)s or above.") % values


def _stack(values: Values, found: Resolution) -> str:
    told = {
        "from": values["from_level"],
        "to": values["to_level"],
        "reasons": "; ".join(_reason(code) for code in values["reasons"]),
    }
    if values["from_level"] == values["to_level"]:
        text = _(
            "People meet more risks at once (%(reasons)s). Nobody stands above level %(to)s here, so"
            " that level decides."
        )
    else:
        text = _(
            "People meet more risks at once (%(reasons)s). That raises the decision from level %(from)s"
            " to level %(to)s; the class stays what it is."
        )
    return text % told


def _reason(code: str) -> str:
    rules = stacking_rules()
    texts = {one.code: one.text for one in rules.counts}
    texts |= {one.code: one.text for one in rules.combinations}
    return _said(texts[code]) if code in texts else code


def _authority(values: Values, found: Resolution) -> str:
    one = domain_authorities()[values["subject"]]
    told = {"subject": _said(one.text), "authority": _said(one.authority)}
    if values["power"] == CONSENT:
        return _("%(subject)s: nothing is decided without a yes of the %(authority)s.") % told
    return _("%(subject)s: a no of the %(authority)s stops the decision.") % told


def _decider(values: Values, found: Resolution) -> str:
    first = found.can_sign[0]
    told = {"post": post_in_words(first), "level": found.min_level}
    text = _("Who can sign now: %(post)s.") % told
    if found.min_level is not None and first.level > found.min_level:
        nobody = _(
            "In this line nobody has a post at level %(level)s, so the next one above decides."
        )
        return f"{nobody % told} {text}"
    return text


def _no_post(values: Values, found: Resolution) -> str:
    if values["posts"]:
        told = {"posts": _any_of(_said(mandate_table().posts[one]) for one in values["posts"])}
        return _("In this line nobody holds the post of %(posts)s now.") % told
    return _("In this line nobody has a post at level %(min_level)s or above now.") % values


def _escalated(values: Values, found: Resolution) -> str:
    return str(UNDECIDED)


_SAID: Mapping[str, Callable[[Values, Resolution], str]] = {
    "line": _line,
    "class": _class,
    "duration": _duration,
    "rule": _rule,
    "no_rule": _no_rule,
    "legal": _legal,
    "stack": _stack,
    "authority": _authority,
    "decider": _decider,
    "no_post": _no_post,
    "escalated": _escalated,
}


def _refused(refusal: Refusal, found: Resolution | None) -> str:
    text = str(NOT_SIGNED[refusal.code]) % _values_of(refusal)
    if refusal.code not in PROBLEMS or found is None:
        return text
    return " ".join([text, *_of_stack(refusal, found), _who_can(found)])


def _of_stack(refusal: Refusal, found: Resolution) -> list[str]:
    """That a level is asked because risks come together, and that there is a way out."""
    if refusal.code != "level_too_low" or not found.question.stack.raises:
        return []
    return [_("The stack raises the decision: take a risk out of it, or hand it up.")]


def _who_can(found: Resolution) -> str:
    if not found.can_sign:
        return " ".join([_("Nobody in this line can sign now."), str(UNDECIDED)])
    nearest = found.can_sign[:3]
    told = {"posts": "; ".join(post_in_words(one) for one in nearest)}
    return _("Who can sign now: %(posts)s.") % told


def _values_of(refusal: Refusal) -> dict[str, Any]:
    """The values of a refusal in words; each code takes those that it names."""
    values = dict(refusal.values)
    words: dict[str, Callable[[Any], str]] = {
        "until": _day,
        "latest_end": _day,
        "one_of": lambda codes: _any_of(_said(advice_roles()[one].text) for one in codes),
        "subject": lambda code: _said(domain_authorities()[code].authority),
        "decision": lambda code: str(DECISIONS[code]),
        "offered": lambda codes: _any_of(str(DECISIONS[one]) for one in codes),
        "risks": lambda refs: ", ".join(refs),
        "barriers": lambda names: "; ".join(names),
    }
    told = {name: words[name](one) if name in words else one for name, one in values.items()}
    return {"unit": "", "level": "", "until": "", "min_level": "", **told}


def _any_of(words: Iterable[str]) -> str:
    return get_text_list(list(words), _("or"))


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else _("until further notice")


def _said(text: Text) -> str:
    return text.said(get_language() or "nl")
