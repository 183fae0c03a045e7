"""Places that prove that what a rule is about exists, or that speak against an exemption."""
