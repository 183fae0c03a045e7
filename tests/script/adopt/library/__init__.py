"""Tests of script/adopt/library."""
