"""Worked examples: which files are read, which are refused and where, and what comes out otherwise."""

from __future__ import annotations

import pytest

from baken.core.instruments.definitions import Definition, Source
from baken.core.instruments.documents import Refused
from baken.core.instruments.filling import Given, Place, Scored
from baken.core.instruments.filling.examples import LEAST, Example, differences, read_examples
from baken.core.instruments.tests.instruments import changed, load, question, questions

NAMED = "name: {nl: Een, en: One}"
NO_MORE = f"""
  - {{{NAMED}, expect: {{}}}}
  - {{{NAMED}, expect: {{}}}}
"""
WITH_MACHINES = "profile.has_machines: yes"
ONE_RISK = "answers: {profile.has_machines: yes, m1@a: 'no'}, repetitions: {machines: [a]}"


DERIVED = """
    - {id: worst, expr: worst(risks.current_class)}
    - {id: wide_m, expr: sections.room.wide / 3}"""


@pytest.fixture(scope="module")
def workshop() -> Definition:
    return load(changed("max(risks.current_score)}", "max(risks.current_score)}" + DERIVED))


def text(one: str) -> str:
    """A file with this example and two that say nothing."""
    return f"examples:\n  - {{{NAMED}, {one}}}{NO_MORE}"


def first(definition: Definition, one: str) -> Example:
    return read_examples(Source("examples.yaml", text(one)), definition)[0]


def told(definition: Definition, one: str) -> list[str]:
    """What differs in the first example, in English, without its name."""
    return [
        said.en.removeprefix("One: ") for said in differences(definition, first(definition, one))
    ]


def refused(definition: Definition, whole: str) -> list[tuple[int, str, str]]:
    with pytest.raises(Refused) as caught:
        read_examples(Source("examples.yaml", whole), definition)
    return [(one.line, one.field, one.text.en) for one in caught.value.problems]


# ---- reading ----


def test_example_that_is_whole_is_read(workshop: Definition) -> None:
    found = read_examples(
        Source(
            "examples.yaml",
            f"""\
examples:
  - name: {{nl: Kap ontbreekt, en: Guard is missing}}
    otherwise: yes
    answers:
      {WITH_MACHINES}
      profile.heads: 4
      m1@lathe: {{value: na, reason: Geen as, evidence: 2}}
      tools: [{{name: Hamer, mass: 1.5}}]
    repetitions: {{machines: [lathe, press]}}
    scores:
      m1@lathe: {{current: {{harm: 10, chance: often}}, residual: {{harm: "0.3", chance: "1"}}}}
    expect: {{complete: true, worst: high, missing: [room, m1@press], refusals: 0}}{NO_MORE}""",
        ),
        workshop,
    )
    one = found[0]
    assert len(found) == LEAST
    assert (one.name.nl, one.otherwise) == ("Kap ontbreekt", "yes")
    assert one.filled.answers == {
        Place("profile.has_machines"): Given("yes"),
        Place("profile.heads"): Given(4),
        Place("m1", "lathe"): Given("na", "Geen as", 2),
        Place("tools"): Given([{"name": "Hamer", "mass": 1.5}]),
    }
    assert one.filled.repetitions == {"machines": ("lathe", "press")}
    assert one.filled.scores == {
        Place("m1", "lathe"): Scored(
            {"harm": 10, "chance": "often"}, {"harm": "0.3", "chance": "1"}
        )
    }
    assert one.expect.says == {
        "complete": True,
        "worst": "high",
        "missing": ("m1@press", "room"),
        "refusals": 0,
    }
    assert found[1].expect.risks is None
    assert found[1].otherwise == ""


@pytest.mark.parametrize(
    ("one", "line", "field", "says"),
    [
        ("expect: {}, answer: {}", 2, "examples.1.answer", "did you mean answers?"),
        ("answers: {m9: 1}, expect: {}", 2, "answers.m9", "no question “m9”"),
        ("answers: {m1: yes}, expect: {}", 2, "answers.m1", "one of the list of section machines"),
        (
            "answers: {m1@b: yes}, repetitions: {machines: [a]}, expect: {}",
            2,
            "answers.m1@b",
            "write m1@",
        ),
        ("answers: {level@a: low}, expect: {}", 2, "answers.level@a", "write level alone"),
        ("answers: {level: lo}, expect: {}", 2, "answers.level", "choose from: low, high"),
        ("answers: {level: ''}, expect: {}", 2, "answers.level", "this is no answer"),
        (
            "answers: {level: {value: low, because: x}}, expect: {}",
            2,
            "answers.level.because",
            "no such field",
        ),
        (
            "answers: {level: {value: lo}}, expect: {}",
            2,
            "answers.level.value",
            "choose from: low, high",
        ),
        ("answers: {3: low}, expect: {}", 2, "answers.3", "no such field"),
        ("repetitions: {room: [a]}, expect: {}", 2, "repetitions.room", "section “room”"),
        ("repetitions: {sky: [a]}, expect: {}", 2, "repetitions.sky", "section “sky”"),
        ("scores: {level: {}}, expect: {}", 2, "scores.level", "“level” brings no risk"),
        ("scores: {m9: {}}, expect: {}", 2, "scores.m9", "no question “m9”"),
        ("scores: {level: 3}, expect: {}", 2, "scores.level", "names with values"),
        (
            "scores: {m1@a: {current: {harm: 10, chance: never}}}, repetitions: {machines: [a]},"
            " expect: {}",
            2,
            "scores.m1@a.current.chance",
            "“never” is no value of chance",
        ),
        (
            "scores: {m1@a: {residual: {harm: 10}}}, repetitions: {machines: [a]}, expect: {}",
            2,
            "scores.m1@a.residual",
            "choose a value for chance",
        ),
        (
            "scores: {m1@a: {later: {}}}, repetitions: {machines: [a]}, expect: {}",
            2,
            "scores.m1@a.later",
            "no such field",
        ),
        ("otherwise: perhaps, expect: {}", 2, "otherwise", "choose from"),
        ("answers: {}", 2, "expect", "this is missing"),
        ("expect: {worst: dreadful}", 2, "expect.worst", "choose from"),
        ("expect: {complete: perhaps}", 2, "expect.complete", "true or false"),
        ("expect: {refusals: -1}", 2, "expect.refusals", "a whole number"),
        ("expect: {worse: high}", 2, "expect.worse", "did you mean"),
        ("expect: {calculations: {loudest: 3}}", 2, "calculations.loudest", "no calculation"),
        ("expect: {calculations: {loud: [3]}}", 2, "calculations.loud", "a number, a word"),
        ("expect: {risks: [{number: 3}]}", 2, "risks.1.at", "this is missing"),
        ("expect: {risks: [{at: m1, score: 3}]}", 2, "risks.1.score", "no such field"),
        (
            "expect: {risks: [{at: m1, residual: {worse: 3}}]}",
            2,
            "risks.1.residual.worse",
            "no such field",
        ),
    ],
)
def test_example_with_a_mistake_is_refused_at_its_line(
    workshop: Definition, one: str, line: int, field: str, says: str
) -> None:
    [problem] = refused(workshop, text(one))
    assert problem[0] == line
    assert problem[1].endswith(field)
    assert says in problem[2]


def test_file_with_too_few_examples_is_refused(workshop: Definition) -> None:
    assert refused(workshop, f"examples:\n  - {{{NAMED}, expect: {{}}}}\n") == [
        (1, "examples", "give at least 3 examples")
    ]


def test_file_that_is_no_list_of_examples_is_refused(workshop: Definition) -> None:
    assert [one[2][:10] for one in refused(workshop, "- 3\n")] == ["names with"]
    assert [one[1] for one in refused(workshop, f"example:{NO_MORE}{NO_MORE}")] == [
        "example",
        "examples",
    ]


# ---- working out ----


@pytest.mark.parametrize(
    ("one", "differs"),
    [
        ("expect: {}", []),
        ("expect: {complete: false}", []),
        ("expect: {complete: true}", ["complete should be true, and is false"]),
        ("expect: {missing: [profile.has_machines]}", []),
        ("expect: {missing: []}", ["missing should be nothing, and is profile.has_machines"]),
        (f"{ONE_RISK}, expect: {{worst: high, worst_after: high}}", []),
        (f"{ONE_RISK}, expect: {{worst: low}}", ["worst should be low, and is high"]),
        (
            "expect: {worst: low, worst_after: low}",
            [
                "worst should be low, and is nothing",
                "worst_after should be low, and is nothing",
            ],
        ),
        (f"{ONE_RISK}, expect: {{told: [warn_stop_work@m1@a], follow_ups: []}}", []),
        (
            f"{ONE_RISK}, expect: {{told: []}}",
            ["told should be nothing, and is warn_stop_work@m1@a"],
        ),
        (
            "answers: {profile.has_machines: yes, m1@a: yes, m2@a: 80}, repetitions: {machines: [a]},"
            " expect: {follow_ups: [ni_noise], risks: []}",
            [],
        ),
        (
            "answers: {profile.has_machines: yes, m1@a: yes, m2@a: 79.9}, repetitions:"
            " {machines: [a]}, expect: {follow_ups: [ni_noise]}",
            ["follow_ups should be ni_noise, and is nothing"],
        ),
        ("answers: {more: Omdat}, expect: {hidden: [more]}", []),
        ("answers: {wide: 50}, expect: {told: [notify_safety_adviser, offer_report]}", []),
        ("answers: {wide: 50}, expect: {calculations: {wide_m: 0.166666666667}}", []),
        (
            "answers: {wide: 100}, expect: {calculations: {wide_m: 1, loud: null, worst: high}}",
            [
                "wide_m should be 1, and is 0.333333333333",
                "worst should be high, and is nothing",
            ],
        ),
        (f"{ONE_RISK}, expect: {{calculations: {{worst: high, worst_score: 70}}}}", []),
    ],
)
def test_example_says_what_comes_out_otherwise(
    workshop: Definition, one: str, differs: list[str]
) -> None:
    assert told(workshop, one) == differs


@pytest.mark.parametrize(
    ("risks", "differs"),
    [
        (
            "{at: m1@a, number: 70, native: c, common: high, hazard: mechanical.rotating_parts,"
            " proposed: true, residual: {number: null, native: null, common: null}}",
            [],
        ),
        ("{at: m1@a}", []),
        (
            "{at: m1@a, number: 3, proposed: false, residual: {common: low}}",
            [
                "m1@a number should be 3, and is 70",
                "m1@a proposed should be false, and is true",
                "m1@a residual.common should be low, and is nothing",
            ],
        ),
        (
            "{at: m1@b, number: 3}",
            ["risks should be m1@b, and is m1@a"],
        ),
        ("", ["risks should be nothing, and is m1@a"]),
    ],
)
def test_risks_are_compared_whole_and_each_by_what_is_said_of_it(
    workshop: Definition, risks: str, differs: list[str]
) -> None:
    assert told(workshop, f"{ONE_RISK}, expect: {{risks: [{risks}]}}") == differs


def test_scores_of_an_example_count_in_place_of_the_proposal(workshop: Definition) -> None:
    scores = "scores: {m1@a: {current: {harm: '0.3', chance: often}, residual: {harm: '0.3', chance: 1}}}"
    risk = (
        "{at: m1@a, number: 2.1, native: a, common: low, proposed: false, residual: {number: 0.3}}"
    )
    assert told(workshop, f"{ONE_RISK}, {scores}, expect: {{risks: [{risk}]}}") == []


def test_refusals_of_an_example_are_counted(workshop: Definition) -> None:
    answers = "{profile.has_machines: yes, m1@a: yes, m2@a: 90, level: high, more: Lawaai}"
    one = f"answers: {answers}, repetitions: {{machines: [a]}}, expect: {{refusals: 1}}"
    assert told(workshop, one) == ["refusals should be 1, and is 0"]


def test_otherwise_answers_what_has_no_answer_and_what_that_opens(workshop: Definition) -> None:
    one = "otherwise: yes, answers: {m1@b: 'no'}, repetitions: {machines: [a, b]}"
    expect = "expect: {complete: true, risks: [{at: m1@b}], missing: [], hidden: []}"
    assert told(workshop, f"{one}, {expect}") == []


def test_risk_of_a_list_is_compared_by_its_line() -> None:
    small = load(questions(question("all_risks", "risk_list"), question("more", "text")))
    row = "{title: Val, hazard: %s, current: {harm: 10, chance: %s}}"
    rows = ", ".join([row % ("physical.noise", "often"), row % ("''", "'1'")])
    risks = "{at: all_risks, number: 70, hazard: physical.noise}, {at: all_risks, number: 10}"
    one = f"answers: {{all_risks: [{rows}]}}, expect: {{risks: [{risks}]}}"
    assert told(small, one) == []
    wrong = one.replace("number: 10", "number: 11")
    assert told(small, wrong) == ["all_risks number should be 11, and is 10"]
