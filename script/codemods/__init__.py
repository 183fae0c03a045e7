"""Rewrite an integration as core writes it, by small changes of its files."""
