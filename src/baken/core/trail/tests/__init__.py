"""Tests of core.trail."""
