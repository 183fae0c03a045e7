"""Translations of this repository's integrations, with core's own command."""
