"""Rules for entities, their descriptions and their devices."""
