"""Cut features out of an integration."""
