"""Tests of core.papers."""
