"""Rules for how an integration is tested."""
