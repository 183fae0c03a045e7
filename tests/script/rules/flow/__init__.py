"""Tests of how flows are found and read."""
