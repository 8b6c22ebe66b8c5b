"""Tests of core.access."""
