"""Tests of making a new integration."""
