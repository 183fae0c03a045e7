"""Tests of cutting features out of an integration."""
