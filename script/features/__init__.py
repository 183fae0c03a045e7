"""What the features of an integration consist of, and how an integration is without them."""


class CutError(Exception):
    """What cannot be cut without harm; the message says where and what to do, in one line."""
