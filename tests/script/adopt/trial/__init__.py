"""Tests of script/adopt/trial."""
