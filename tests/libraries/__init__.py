"""Integrations around libraries that exist, made and judged."""
