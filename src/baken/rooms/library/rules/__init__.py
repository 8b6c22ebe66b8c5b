"""Pure readings of the data files: no Django, no clock, no database."""
