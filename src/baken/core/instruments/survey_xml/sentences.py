"""What is said about a survey: why it is refused, what was left out, and the words put beside its own."""

from __future__ import annotations

from xml.parsers.expat import errors

from baken.core.instruments.texts import Text

# The text of a file.
NO_XML = Text("dit is geen geldige XML: {told}", "this is no valid XML: {told}")
TOO_LONG = Text(
    "het bestand is te lang; het mag {most} tekens hebben",
    "the file is too long; it may have {most} characters",
)
TOO_MANY_ELEMENTS = Text(
    "het bestand heeft te veel elementen; het mag er {most} hebben",
    "the file has too many elements; it may have {most}",
)
TOO_DEEP = Text(
    "dit gaat te diep; gebruik ten hoogste {most} niveaus",
    "this goes too deep; use at most {most} levels",
)
NO_DOCTYPE = Text(
    "een documenttype (DOCTYPE) met eigen entiteiten kan hier niet; haal het weg",
    "a document type (DOCTYPE) with entities of its own is not possible here; take it out",
)
NO_CHARACTER = Text("hier staat een half teken", "here stands half a character")
XML_MISTAKES = {
    errors.XML_ERROR_TAG_MISMATCH: Text(
        "een element eindigt dat niet open staat", "an element ends that is not open"
    ),
    errors.XML_ERROR_SYNTAX: Text("dit is geen XML", "this is not XML"),
    errors.XML_ERROR_MISPLACED_XML_PI: Text(
        "de regel met <?xml staat niet helemaal bovenaan",
        "the line with <?xml is not at the very top",
    ),
    errors.XML_ERROR_INVALID_TOKEN: Text(
        "dit teken kan hier niet staan", "this character cannot stand here"
    ),
    errors.XML_ERROR_NO_ELEMENTS: Text(
        "het eindigt voordat alles gesloten is", "it ends before everything is closed"
    ),
    errors.XML_ERROR_UNCLOSED_TOKEN: Text(
        "een element wordt niet gesloten", "an element is not closed"
    ),
    errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: Text(
        "na het laatste element staat nog iets", "something stands after the last element"
    ),
    errors.XML_ERROR_UNDEFINED_ENTITY: Text(
        "een entiteit die XML niet kent; schrijf het teken zelf",
        "an entity that XML does not know; write the character itself",
    ),
    errors.XML_ERROR_DUPLICATE_ATTRIBUTE: Text(
        "een attribuut staat er twee keer", "an attribute stands there twice"
    ),
    errors.XML_ERROR_UNBOUND_PREFIX: Text(
        "een voorvoegsel zonder naamruimte", "a prefix without a namespace"
    ),
}
NO_SURVEY = Text(
    "dit is geen RI&E uit OiRA of Euphorie: het buitenste element hoort sector te zijn, in de naamruimte"
    " {namespace}",
    "this is no survey of OiRA or Euphorie: the outermost element should be sector, in the namespace"
    " {namespace}",
)

# What does not fit.
YES_OR_NO = Text("schrijf true of false, niet “{given}”", "write true or false, not “{given}”")

# What was left out or changed, with its lines.
ELEMENT = Text(
    "“{name}” in “{around}” is niet overgenomen{shown}",
    "“{name}” in “{around}” was not taken over{shown}",
)
ATTRIBUTE = Text(
    "“{name}” bij “{around}” is niet overgenomen", "“{name}” of “{around}” was not taken over"
)
SHOWN = Text(": {text}", ": {text}")
STRAY_TEXT = Text(
    "tekst los in “{around}” is niet overgenomen: {text}",
    "text that stands loose in “{around}” was not taken over: {text}",
)
TWICE = Text(
    "“{name}” staat meer dan eens in “{around}”; het eerste geldt, niet: {given}",
    "“{name}” stands more than once in “{around}”; the first counts, not: {given}",
)
NO_TITLE = Text(
    "“{name}” heeft geen titel; er staat nu: {given}",
    "“{name}” has no title; it now says: {given}",
)
TITLE_OF_SECTOR = Text(
    "“{given}” is geen titel; de titel van de branche is genomen",
    "“{given}” is no title; that of the sector was taken",
)
SECTOR_TITLE = Text(
    "de titel van de branche, “{given}”, is niet overgenomen",
    "the title of the sector, “{given}”, was not taken over",
)
NO_LANGUAGE = Text(
    "de taal staat er niet bij; de teksten zijn als Nederlands gelezen",
    "the language is not given; the texts were read as Dutch",
)
NO_QUESTION = Text(
    "dit onderdeel is facultatief en heeft geen vraag; de titel is de vraag",
    "this module is optional and has no question; its title is the question",
)
NOT_OPTIONAL = Text(
    "dit onderdeel is niet facultatief; de vraag erbij staat in de toelichting",
    "this module is not optional; the question with it stands in the help",
)
ALWAYS_HIGH = Text(
    "bij vragen over beleid en de top 5 telt de gegeven beoordeling niet: de prioriteit is hoog",
    "with questions of the kinds policy and top 5 the given rating does not count: the priority is high",
)
NOT_ALL_SCORES = Text(
    "niet alle waarden van de berekening zijn gegeven; er is geen voorstel",
    "not all values of the calculation are given; nothing is proposed",
)
OTHER_ALGORITHM = Text(
    "deze RI&E rekent volgens “{given}”; die berekening is er niet, je kiest zelf de prioriteit",
    "this survey calculates by “{given}”; that calculation is not there, you choose the priority",
)
FIXED = Text(
    "de prioriteit ligt in de bron vast; hier is zij een voorstel",
    "the priority is fixed in the source; here it is a proposal",
)
NO_PICTURE = Text(
    "“{file}” is geen plaatje dat getoond kan worden", "“{file}” is no picture that can be shown"
)
TABLE = Text("een tabel in een tekst is in regels gezet", "a table in a text was written as lines")
EMBEDDED = Text(
    "een plaatje of filmpje in een tekst is een adres geworden",
    "a picture or film in a text became an address",
)
PROGRAM = Text(
    "een programma of opmaak in een tekst is weggelaten",
    "a program or style in a text was left out",
)

# Words of ours beside those of a survey, in its own language.
INTRODUCTION = Text("Inleiding", "Introduction")
ABOUT = Text("Over deze RI&E", "About this survey")
CLOSING = Text("Tot slot", "In closing")
SOLUTIONS = Text("Richting van oplossingen", "Direction of solutions")
PREVENTION = Text("Preventie", "Prevention")
REQUIREMENTS = Text("Wat ervoor nodig is", "What it takes")
PICTURE = Text("Afbeelding", "Picture")
APPLIES = Text("Is dit van toepassing: {title}?", "Does this apply: {title}?")
NOT_IN_ORDER = Text("Niet in orde: {title}", "Not in order: {title}")
UNTITLED = {
    "risk": Text("Vraag zonder tekst", "Question without text"),
    "module": Text("Onderdeel zonder titel", "Part without title"),
    "profile-question": Text("Vraag zonder tekst", "Question without text"),
    "solution": Text("Oplossing zonder tekst", "Solution without text"),
}
