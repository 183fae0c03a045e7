"""The features of an integration: what kinds there are, which it has, and in which order they come."""
