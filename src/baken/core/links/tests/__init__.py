"""Tests of core.links."""
