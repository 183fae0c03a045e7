"""An integration as a custom component, and edits of it taken back."""


class CustomError(Exception):
    """What stands in the way; the message says it in one line, and what to do."""
