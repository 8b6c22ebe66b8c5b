"""What is said about a layout that cannot be used."""

from __future__ import annotations

from baken.core.instruments.texts import Text

TWICE = Text("“{given}” staat hier twee keer", "“{given}” stands here twice")
PART_MISSING = Text("het onderdeel “{part}” ontbreekt", "the part “{part}” is missing")
COLOUR_NEEDED = Text(
    "een kleur is # met zes cijfers of letters a tot f, zoals '#154273'",
    "a colour is # with six digits or letters a to f, such as '#154273'",
)
COLOUR_TOO_LIGHT = Text(
    "deze kleur is op wit niet te lezen; kies een donkerder kleur",
    "this colour cannot be read on white; choose a darker one",
)
PICTURE_NEEDED = Text(
    "geef de naam van een png of jpg in dezelfde map, zonder pad",
    "give the name of a png or jpg in the same folder, without a path",
)
LOGO_UNSAID = Text(
    "zeg in logo_text wat er op het logo staat, voor wie het niet ziet",
    "say in logo_text what the logo shows, for those who do not see it",
)
PICTURE_UNFIT = Text(
    "de afbeelding {name} is er niet of is niet te gebruiken: png of jpg, hoogstens 1 MB en 4000 beeldpunten"
    " breed en hoog",
    "the picture {name} is not there or cannot be used: png or jpg, at most 1 MB, 4000 pixels wide and high",
)
FILE_UNREAD = Text("het bestand is niet te lezen", "the file cannot be read")
