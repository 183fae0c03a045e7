"""Rules for quality_scale.yaml."""
