"""Measures: one register of what is done about risks and occurrences, whatever they came from."""
