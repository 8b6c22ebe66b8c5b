"""What is said about worked examples that cannot be read, or that come out otherwise."""

from __future__ import annotations

from baken.core.instruments.texts import Text

# Reading.
TOO_FEW = Text("geef ten minste {least} voorbeelden", "give at least {least} examples")
NO_QUESTION = Text("er is geen vraag “{key}”", "there is no question “{key}”")
NO_SECTION = Text(
    "er is geen sectie “{key}” die wordt herhaald", "there is no section “{key}” that is repeated"
)
NO_REPETITION = Text(
    "“{key}” wordt herhaald; schrijf {key}@ en iets uit de lijst van sectie {section}",
    "“{key}” is repeated; write {key}@ and one of the list of section {section}",
)
NOT_REPEATED = Text(
    "“{key}” wordt niet herhaald; schrijf alleen {key}",
    "“{key}” is not repeated; write {key} alone",
)
NO_RISK = Text("“{key}” brengt geen risico", "“{key}” brings no risk")
NO_ANSWER = Text("dit is geen antwoord", "this is no answer")
NO_CALCULATION = Text("er is geen berekening “{key}”", "there is no calculation “{key}”")
PLAIN_NEEDED = Text(
    "hier hoort een getal, een woord, true, false of niets",
    "a number, a word, true, false or nothing is needed",
)

# Running.
DIFFERS = Text(
    "{example}: {what} zou {wanted} zijn, en is {found}",
    "{example}: {what} should be {wanted}, and is {found}",
)
NOTHING = Text("niets", "nothing")
YES_NO = {True: Text("waar", "true"), False: Text("niet waar", "false")}
