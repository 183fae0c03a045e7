"""Tests of the integrations, as core has them."""
