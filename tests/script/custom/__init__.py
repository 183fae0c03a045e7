"""Tests of the custom component."""
