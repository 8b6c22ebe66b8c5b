"""Workflows are tables: what may happen to a record, who may do it, and the one way to do it."""
