"""Tests for the check of an integration."""
