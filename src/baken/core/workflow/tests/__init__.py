"""Tests of core.workflow."""
