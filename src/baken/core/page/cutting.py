"""Cuts a text that is too long for its place."""


def cut_at_word(text: str, longest: int) -> str:
    """The text itself, or its beginning up to a word with a sign that more followed."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    at_word = head if text[longest - 1].isspace() else head.rpartition(" ")[0]
    return (at_word or head).rstrip() + "…"
