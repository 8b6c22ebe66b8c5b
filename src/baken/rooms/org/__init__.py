"""The organisation: units in a tree, persons, and who holds which post where."""
