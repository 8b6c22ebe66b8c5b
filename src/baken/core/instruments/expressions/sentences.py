"""What is said about an expression that cannot be used, in the language of whoever wrote it."""

from __future__ import annotations

from collections.abc import Mapping

from baken.core.instruments.expressions.answers import Reason
from baken.core.instruments.expressions.kinds import Kind
from baken.core.instruments.texts import Text

# What a part is.
KINDS: Mapping[Kind, Text] = {
    Kind.YES_NO: Text("ja of nee", Kind.YES_NO.value),
    Kind.NUMBER: Text("een getal", Kind.NUMBER.value),
    Kind.TEXT: Text("een tekst", Kind.TEXT.value),
    Kind.DATE: Text("een datum", Kind.DATE.value),
    Kind.CLASS: Text("een risicoklasse", Kind.CLASS.value),
    Kind.YES_NOS: Text("een lijst van ja of nee", Kind.YES_NOS.value),
    Kind.NUMBERS: Text("een lijst van getallen", Kind.NUMBERS.value),
    Kind.TEXTS: Text("een lijst van teksten", Kind.TEXTS.value),
    Kind.CLASSES: Text("een lijst van risicoklassen", Kind.CLASSES.value),
}
REASONS: Mapping[Reason, Text] = {
    Reason.DIVIDED_BY_ZERO: Text("delen door nul kan niet", Reason.DIVIDED_BY_ZERO.value),
    Reason.LOGARITHM: Text("van nul of minder is er geen logaritme", Reason.LOGARITHM.value),
    Reason.ROOT: Text("van minder dan nul is er geen wortel", Reason.ROOT.value),
    Reason.TOO_LARGE: Text("dit getal wordt te groot", Reason.TOO_LARGE.value),
    Reason.EMPTY: Text(
        "een lege lijst heeft geen laagste, hoogste, ergste of gemiddelde", Reason.EMPTY.value
    ),
    Reason.NO_ROW: Text("zo’n regel heeft de tabel niet", Reason.NO_ROW.value),
}

# How it is cut into words.
TOO_LONG = Text(
    "dit is te lang; gebruik ten hoogste {most} tekens",
    "this is too long; use at most {most} characters",
)
TOO_MANY_PARTS = Text(
    "dit heeft te veel delen; gebruik er ten hoogste {most}",
    "this has too many parts; use at most {most}",
)
STUCK = Text(
    "dit kan hier niet zonder spatie volgen; namen zijn in kleine letters, zoals outcome.death, en"
    " getallen zoals 2.5",
    "this cannot follow without a space; names are lower-case, such as outcome.death, and numbers"
    " such as 2.5",
)
NUMBER_TOO_LARGE = Text("dit getal is te groot", "this number is too large")
OPEN_TEXT = Text(
    "deze tekst houdt niet op; sluit hem met hetzelfde aanhalingsteken op dezelfde regel",
    "this text does not end; close it with the same quotation mark on the same line",
)
ONE_EQUALS = Text("schrijf == om te vergelijken", "write == to compare")
PERCENT = Text(
    "procenten schrijf je niet met %; deel door 100",
    "percentages are not written with %; divide by 100",
)
POWER = Text(
    "machten schrijf je niet met ^; schrijf a * a, of exp(b * ln(a))",
    "powers are not written with ^; write a * a, or exp(b * ln(a))",
)
CAPITAL = Text(
    "namen van feiten zijn in kleine letters, zoals outcome.death",
    "names of facts are written in lower case, such as outcome.death",
)
STRANGE_SIGN = Text("dit teken betekent hier niets", "this sign has no meaning here")

# How it is put together.
EXPECTED = Text(
    "hier hoort {expected} te staan, niet {found}", "here {expected} is expected, not {found}"
)
THE_END = Text("het einde", "the end")
AFTER_ALL = Text(
    "and, or, een vergelijking, + - * / of het einde", "and, or, a comparison, + - * /, or the end"
)
A_PART = Text(
    "een feit, een getal, een tekst, true, false, not of een haakje openen",
    "a fact, a number, a text, true, false, not or an opening bracket",
)
TABLE_NAME = Text("de naam van een tabel", "the name of a table")
ITEM = Text("een getal of een tekst in de lijst", "a number or a text in the list")
NEXT_ITEM = Text("een getal of een tekst na de komma", "a number or a text after the comma")
CLOSING = Text("een {sign} om te sluiten", "a closing {sign}")
TWO_AT_A_TIME = Text(
    "vergelijk er twee tegelijk, met and tussen de vergelijkingen",
    "compare two things at a time, with and between the comparisons",
)
LOOKUP_COMMA = Text(
    "schrijf een komma en de sleutel die wordt opgezocht: lookup(table, key)",
    "write a comma and the key that is looked up: lookup(table, key)",
)
NUMBER_AFTER_MINUS = Text(
    "hier hoort een getal te staan na de min, niet {found}",
    "here a number is expected after the minus, not {found}",
)
TOO_DEEP = Text(
    "haakjes, functies, min en not gaan te diep; gebruik er ten hoogste {most}",
    "brackets, functions, minus and not go too deep; use at most {most}",
)

# Whether it fits what there is.
OF_OTHER_KIND = Text(
    "hier hoort {wanted} te staan, en dit is {found}",
    "here {wanted} is expected, and this is {found}",
)
BETWEEN_DATES = Text(
    "hier hoort {wanted} te staan, en dit is {found}; days_between(from, to) is het aantal dagen tussen"
    " twee datums",
    "here {wanted} is expected, and this is {found}; days_between(from, to) is the number of days"
    " between two dates",
)
FACT, FUNCTION, TABLE = (
    Text("feit", "fact"),
    Text("functie", "function"),
    Text("tabel", "table"),
)
NO_SUCH = Text("er is geen {what} “{name}”", "there is no {what} “{name}”")
NO_SUCH_NEAR = Text(
    "er is geen {what} “{name}”; bedoel je {near}?",
    "there is no {what} “{name}”; did you mean {near}?",
)
MIXED_LIST = Text(
    "een lijst heeft alleen getallen, of alleen teksten",
    "a list holds numbers alone, or texts alone",
)
GIVEN_OTHERWISE = Text(
    "dit schrijf je als {written}, en hier krijgt het: {given}",
    "this is written {written}, and here it is given: {given}",
)
LIST_LEFT = Text(
    "een lijst kan alleen rechts van in staan", "a list can only stand on the right of in"
)
NO_LIST = Text(
    "na in hoort een lijst te staan, zoals ['a', 'b'], en dit is {found}",
    "after in a list is expected, such as ['a', 'b'], and this is {found}",
)
LOOKS_FOR = Text("dit zoekt {left} in {right}", "this looks for {left} in {right}")
COMPARES = Text(
    "dit vergelijkt {left} met {right}; beide moeten hetzelfde zijn",
    "this compares {left} with {right}; both must be the same",
)
NO_ORDER = Text(
    "{sign} vergelijkt getallen, en dit is {left}; gebruik == of in",
    "{sign} compares numbers, and this is {left}; use == or in",
)
NEVER_TEXT = Text("“{value}” is geen van: {known}", "“{value}” is not one of: {known}")
NEVER_NUMBER = Text(
    "dit is nooit {value}: het ligt van {least} tot {most}{unit}",
    "this is never {value}: it lies from {least} to {most}{unit}",
)

# Around it.
CONDITION_AS_TEXT = Text(
    "een voorwaarde schrijf je als tekst, tussen aanhalingstekens",
    "a condition is written as text, between quotation marks",
)
FORMULA_AS_TEXT = Text(
    "een formule schrijf je als tekst, tussen aanhalingstekens",
    "a formula is written as text, between quotation marks",
)
NO_CONDITION = Text(
    "dit is geen voorwaarde: het geeft {found}", "this is no condition: it gives {found}"
)
FACT_OF_OTHER_KIND = Text(
    "een feit is hier van een andere soort dan werd opgegeven",
    "a fact here is not of the kind it was declared to be",
)
NO_FACT = Text(
    "het feit “{name}” is geen ja of nee, getal, tekst, datum, klasse of lijst",
    "the fact “{name}” is neither yes or no, nor a number, a text, a date, a class or a list",
)

# Tables.
ROWS = Text(
    "een tabel heeft 1 tot {most} regels, elk met een sleutel en een waarde",
    "a table has 1 to {most} rows, each a key and a value",
)
SAME_KEYS = Text(
    "twee sleutels van deze tabel zijn hetzelfde getal",
    "two keys of this table are the same number",
)
MIXED_KEYS = Text(
    "de sleutels van een tabel zijn allemaal teksten, of allemaal getallen",
    "the keys of a table are all texts, or all numbers",
)
MIXED_VALUES = Text(
    "de waarden van een tabel zijn allemaal getallen, allemaal teksten, of allemaal true of false",
    "the values of a table are all numbers, all texts, or all true or false",
)
NO_CELL = Text(
    "“{value}” is geen getal, geen tekst en geen true of false",
    "“{value}” is neither a number, nor a text, nor true or false",
)
