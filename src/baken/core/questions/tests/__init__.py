"""Tests of core.questions."""
