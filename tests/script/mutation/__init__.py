"""Tests of the attack with mutants."""
