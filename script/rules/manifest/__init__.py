"""Rules for manifest.json."""
