"""The forms of the org room."""
