"""Hold the documentation page of an integration against its code, and complete it from there."""
