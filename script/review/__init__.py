"""Review an integration and its tests as core's pylint plugin and review guide do.

documentation/platinum.md says what of it is true of core's own integrations, and how often.
"""
