"""Tests of the quality scale."""
