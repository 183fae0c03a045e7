"""Tests of reading an integration."""
