"""Core's validation of an integration, without a checkout of core."""
