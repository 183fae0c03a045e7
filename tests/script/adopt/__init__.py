"""Tests of taking custom components into the core tree."""
