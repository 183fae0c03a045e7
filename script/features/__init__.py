"""Features of an integration: their kinds, those that it has, and the order in which they come."""


class CutError(Exception):
    """What cannot be cut without harm; the message says where and what to do, in one line."""
