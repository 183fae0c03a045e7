"""Tests of working in a checkout of core."""
