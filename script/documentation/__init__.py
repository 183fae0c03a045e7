"""The documentation page of an integration, held against its code and completed from it."""
