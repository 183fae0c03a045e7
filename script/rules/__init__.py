"""The rules that hassfest, review and quality_scale judge by, in one table."""
