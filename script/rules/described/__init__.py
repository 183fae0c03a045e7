"""Rules for services.yaml, conditions.yaml and triggers.yaml."""
