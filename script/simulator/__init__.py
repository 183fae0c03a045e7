"""Simulated counterparts of the models: real servers that speak their APIs and can be broken at will."""
