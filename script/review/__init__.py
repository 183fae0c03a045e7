"""Review an integration and its tests as core's pylint plugin and review guide do.

KNOWN.md beside this file says what of it is true of core's own integrations, and how often.
"""
