"""Reads of the reports room; the actor comes first."""
