"""Images of this repository's integrations, for the brands repository."""
