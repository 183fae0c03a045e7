"""Export an integration as a custom component, and take edits of it back."""


class CustomError(Exception):
    """What stands in the way; the message says it in one line, and what to do.

    Attributes:
        line: Where in a module, for whoever knows which one.
    """

    def __init__(self, message: str, line: int | None = None) -> None:
        """Initialize the error."""
        super().__init__(message)
        self.line = line
