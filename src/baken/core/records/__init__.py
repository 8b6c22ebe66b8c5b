"""What every record has: a row number, identifiers, a reference, a privacy class and a term."""
