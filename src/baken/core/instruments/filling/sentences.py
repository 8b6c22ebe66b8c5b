"""What is said about answers that cannot be, and about sheets that are not complete."""

from __future__ import annotations

from baken.core.instruments.texts import Text

# One answer.
CHOOSE = Text("kies uit: {known}", "choose from: {known}")
NUMBER = Text("geef een getal, zoals 12 of 3,5", "give a number, such as 12 or 3.5")
WHOLE = Text("geef een heel getal", "give a whole number")
CENTS = Text(
    "geef een bedrag met hoogstens twee decimalen", "give an amount with at most two decimals"
)
AT_LEAST = Text("dit is ten minste {least}", "this is at least {least}")
AT_MOST = Text("dit is ten hoogste {most}", "this is at most {most}")
MORE_NEEDED = Text("geef er ten minste {least}", "give at least {least}")
FEWER_NEEDED = Text("geef er ten hoogste {most}", "give at most {most}")
SHORTER = Text("gebruik ten hoogste {most} tekens", "use at most {most} characters")
LONGER = Text("gebruik ten minste {least} tekens", "use at least {least} characters")
DAY = Text("geef een dag als 2026-11-28", "give a day as 2026-11-28")
NOT_BEFORE = Text("dit is niet voor {day}", "this is not before {day}")
NOT_AFTER = Text("dit is niet na {day}", "this is not after {day}")
MOMENT = Text(
    "geef een moment met tijdzone, zoals 2026-11-28T14:05:00+01:00",
    "give a moment with its time zone, such as 2026-11-28T14:05:00+01:00",
)
TEXT = Text("geef een tekst", "give a text")
LIST = Text("geef een lijst", "give a list")
PARTS = Text("geef namen met waarden", "give names with values")
UNKNOWN_PART = Text("“{name}” hoort hier niet", "“{name}” does not belong here")
PLACE = Text(
    "geef een plaats als 52.1326, 5.2913 of in MGRS, zoals 31UFT9000",
    "give a place as 52.1326, 5.2913 or in MGRS, such as 31UFT9000",
)
FILES = Text("voeg de bestanden eerst toe", "add the files first")
SIGNED = Text("schrijf je naam", "write your name")
PART_NEEDED = Text("{name}: dit is nodig", "{name}: this is needed")
IN_PART = Text("{name}: {told}", "{name}: {told}")
IN_ROW = Text("rij {row}, {name}: {told}", "row {row}, {name}: {told}")
NOT_A_ROW = Text("rij {row}: {told}", "row {row}: {told}")
NOBODY_ANSWERS = Text("deze vraag beantwoordt niemand", "nobody answers this question")
SCORE_NEEDED = Text("kies voor elke as een waarde: {told}", "choose a value for every axis: {told}")

# A sheet.
MISSING = Text("deze vraag moet beantwoord worden", "this question must be answered")
REASON_NEEDED = Text(
    "zeg waarom deze vraag niet van toepassing is", "say why this question does not apply"
)
EVIDENCE_NEEDED = Text("hier hoort een foto of document bij", "a photo or document goes with this")
REPEAT_NEEDED = Text("vul dit ten minste {least} keer in", "fill this in at least {least} times")
REPEAT_FEWER = Text(
    "dit is ten hoogste {most} keer in te vullen", "this is filled in at most {most} times"
)
