"""What is said about a file that cannot be read, or a field that cannot be used."""

from __future__ import annotations

from baken.core.instruments.texts import Text

# The text of a file.
NO_YAML = Text("dit is geen geldige YAML: {told}", "this is no valid YAML: {told}")
TOO_LONG = Text(
    "het bestand is te lang; het mag {most} tekens hebben",
    "the file is too long; it may have {most} characters",
)
TOO_MANY = Text(
    "het bestand heeft te veel waarden; het mag er {most} hebben",
    "the file has too many values; it may have {most}",
)
TOO_DEEP = Text(
    "dit gaat te diep; gebruik ten hoogste {most} niveaus",
    "this goes too deep; use at most {most} levels",
)
ALIAS = Text(
    "verwijzingen met & en * kunnen hier niet; schrijf het uit",
    "references with & and * are not possible here; write it out",
)
TAG = Text(
    "een soort met ! kan hier niet; schrijf de waarde alleen",
    "a type with ! is not possible here; write the value alone",
)
TWO_DOCUMENTS = Text(
    "een bestand is één document, zonder ---", "a file is one document, without ---"
)
TWICE_NAMED = Text("“{name}” staat hier twee keer", "“{name}” stands here twice")
NO_TEXT = Text("het teken \\0 hoort in geen tekst", "the sign \\0 is in no text")
NO_NAME = Text("een naam is een tekst of een getal", "a name is a text or a number")

# The fields of a part.
MISSING = Text("dit ontbreekt", "this is missing")
NAMES_NEEDED = Text(
    "hier horen namen met waarden, tussen {{ en }} of onder elkaar",
    "names with values are needed, between {{ and }} or below each other",
)
LIST_NEEDED = Text(
    "hier hoort een lijst, tussen [ en ] of met streepjes",
    "a list is needed, between [ and ] or with dashes",
)
TEXT_NEEDED = Text("hier hoort een tekst", "a text is needed")
TEXT_TOO_LONG = Text(
    "deze tekst is te lang; hij mag {most} tekens hebben",
    "this text is too long; it may have {most} characters",
)
LANGUAGE_MISSING = Text("de tekst in het {language} ontbreekt", "the text in {language} is missing")
LANGUAGES = {"nl": Text("Nederlands", "Dutch"), "en": Text("Engels", "English")}
CODE_NEEDED = Text(
    "een code heeft kleine letters, cijfers en _, en begint met een letter; hoogstens {most} tekens",
    "a code has lower-case letters, digits and _, and begins with a letter; at most {most} characters",
)
NUMBER_NEEDED = Text("hier hoort een getal", "a number is needed")
WHOLE_NEEDED = Text(
    "hier hoort een heel getal van {least} tot {most}",
    "a whole number from {least} to {most} is needed",
)
YES_NEEDED = Text("schrijf true of false", "write true or false")
NOT_KNOWN = Text(
    "“{given}” kan hier niet; kies uit: {known}",
    "“{given}” is not possible here; choose from: {known}",
)
NOT_KNOWN_NEAR = Text(
    "“{given}” kan hier niet; bedoel je {near}?",
    "“{given}” is not possible here; did you mean {near}?",
)
NO_FIELD = Text(
    "dit veld bestaat niet; kies uit: {known}", "there is no such field; choose from: {known}"
)
NO_FIELD_NEAR = Text(
    "dit veld bestaat niet; bedoel je {near}?", "there is no such field; did you mean {near}?"
)
TWICE = Text("“{given}” staat hier twee keer", "“{given}” stands here twice")
TOO_MANY_ITEMS = Text(
    "dit zijn er te veel; het mogen er {most} zijn", "these are too many; there may be {most}"
)
EMPTY = Text("geef er ten minste een", "give at least one")
