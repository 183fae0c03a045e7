"""What core's pylint plugin and review guide say of an integration and its tests.

KNOWN.md beside this file says what of it is true of core's own integrations, and how often.
"""
