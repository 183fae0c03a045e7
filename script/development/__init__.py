"""Run a real Home Assistant with this repository's integrations, and the simulated device beside it."""


class DevelopmentError(Exception):
    """What ends a run before its time; the message says what and where, in one line or with a log."""
