"""Tests of the survey."""
