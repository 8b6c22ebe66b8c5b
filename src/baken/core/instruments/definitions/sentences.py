"""What is said about a definition that cannot be used."""

from __future__ import annotations

from baken.core.instruments.texts import Text

CHANGED = Text(
    "deze versie is gepubliceerd en mag niet veranderen; zet hem terug en maak een nieuwe versie ernaast",
    "this version is published and may not change; put it back and make a new version beside it",
)
OTHER_CODE = Text("naar zijn map is dit {wanted}", "by its folder this is {wanted}")
VERSION_NEEDED = Text(
    "een versie heeft drie getallen, zoals 2.1.0", "a version has three numbers, such as 2.1.0"
)
EXPRESSION = Text("kolom {column}: {told}", "column {column}: {told}")
TWICE = Text(
    "“{given}” staat ook op regel {line} van {file}",
    "“{given}” also stands on line {line} of {file}",
)
RESERVED = Text(
    "“{given}” betekent al iets in een voorwaarde; kies een andere naam",
    "“{given}” already means something in a condition; choose another name",
)
CIRCLE = Text(
    "deze hangen in een kring van elkaar af: {circle}",
    "these depend on each other in a circle: {circle}",
)
NOT_FROM_OUTSIDE = Text(
    "“{name}” wordt herhaald, en van {kind} maak je geen lijst; vraag het binnen de eigen sectie",
    "“{name}” is repeated, and no list is made of {kind}; ask it within its own section",
)
NOT_IN_CONDITION = Text(
    "een antwoord van soort {type} kan niet in een voorwaarde staan",
    "an answer of type {type} cannot stand in a condition",
)

# The head.
DECIDER = Text(
    "kies by_mandate, team_leader of een rol", "choose by_mandate, team_leader or a role"
)
NO_SCORING_MODEL = Text(
    "er is geen scoringsmodel {code}, versie {version}",
    "there is no scoring model {code}, version {version}",
)
SCORING_NEEDED = Text(
    "een instrument met risico’s noemt een scoringsmodel",
    "an instrument with risks names a scoring model",
)
INCLUDE_WRITTEN = Text(
    "schrijf de code, @ en het eerste getal van de versie, zoals core_general@1",
    "write the code, @ and the first number of the version, such as core_general@1",
)
NO_LIBRARY = Text("er is geen bibliotheek {name}", "there is no library {name}")
OTHER_LIBRARY = Text(
    "dit is {found}, en er is gevraagd om {name}", "this is {found}, and {name} was asked for"
)
NO_SECTIONS = Text(
    "geef ten minste één sectie met een vraag", "give at least one section with a question"
)
TOO_MANY_QUESTIONS = Text(
    "dit zijn te veel vragen; het mogen er {most} zijn",
    "these are too many questions; there may be {most}",
)
LEVEL_NEEDED = Text(
    "een niveau is een heel getal van {least} tot {most}",
    "a level is a whole number from {least} to {most}",
)

# Questions.
NOT_FOR_TYPE = Text(
    "een vraag van soort {type} heeft dit niet", "a question of type {type} does not have this"
)
NEEDED_FOR_TYPE = Text(
    "een vraag van soort {type} heeft dit nodig", "a question of type {type} needs this"
)
NOT_IN_TABLE = Text("een kolom kan niet van soort {type} zijn", "a column cannot be of type {type}")
NOT_REPEATED = Text("het profiel wordt niet herhaald", "the profile is not repeated")
OPTION_TEXT = Text(
    "schrijf bij elke keuze code en text; alleen een klasse van het scoringsmodel kan zonder",
    "write code and text with every option; only a class of the scoring model can do without",
)
REPEATED_BEFORE = Text(
    "deze sectie wordt al herhaald met “{section}”; laat repeat weg",
    "this section is repeated along with “{section}” already; leave repeat out",
)
SECTION_TOO_DEEP = Text(
    "secties gaan ten hoogste {most} niveaus diep", "sections go at most {most} levels deep"
)
LEAST_ABOVE_MOST = Text("min is groter dan max", "min is larger than max")
BOUNDS_NEEDED = Text(
    "een vraag in {unit} heeft min en max nodig: in voorwaarden telt zij in {si}, en zo valt een getal in de"
    " verkeerde eenheid op",
    "a question in {unit} needs min and max: in conditions it counts in {si}, and this way a number in the"
    " wrong unit is noticed",
)
SCALE_STEPS = Text(
    "een schaal gaat in hele stappen, hoogstens 10", "a scale goes in whole steps, at most 10"
)
WHOLE_BOUNDS = Text(
    "hier hoort een heel getal van 0 of meer", "a whole number of 0 or more is needed"
)
DAY_NEEDED = Text("een dag is geschreven als 2026-11-28", "a day is written as 2026-11-28")
NO_REASON_NEEDED = Text(
    "bij deze soort kan niemand “niet van toepassing” antwoorden",
    "with this type nobody can answer “not applicable”",
)

# Risks and what follows.
PARTIAL_IS_GAP = Text(
    "gedeeltelijk telt als een tekort: schrijf answer in ['no', 'partial']",
    "partly counts as a gap: write answer in ['no', 'partial']",
)
SCORE = {
    "missing": Text("kies een waarde voor {axis}: {values}", "choose a value for {axis}: {values}"),
    "no_value": Text(
        "“{given}” is geen waarde van {axis}; kies {values}",
        "“{given}” is no value of {axis}; choose {values}",
    ),
    "no_axis": Text(
        "er is geen as “{axis}”; de assen zijn {values}",
        "there is no axis “{axis}”; axes are {values}",
    ),
}
REFUSAL_NEEDS_TEXT = Text(
    "wie weigert zegt waarom: geef een text", "who refuses says why: give a text"
)
REFUSE_IN_RULES = Text(
    "weigeren kan alleen onder rules, want het gaat over het hele blad",
    "refusing is only possible under rules, for it is about the whole sheet",
)
