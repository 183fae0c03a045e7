"""Tests of the integrations and of the tools."""
