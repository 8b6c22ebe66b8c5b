"""Tests of core.clock."""
