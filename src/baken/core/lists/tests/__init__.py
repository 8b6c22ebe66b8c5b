"""Tests of core.lists."""
