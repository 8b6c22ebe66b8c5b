"""Measures over HTTP."""
