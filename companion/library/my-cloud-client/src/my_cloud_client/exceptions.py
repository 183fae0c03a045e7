"""Errors that the client raises."""


class MyCloudError(Exception):
    """Any error of this library.

    Attributes:
        retry_after: Seconds to wait before the next request, None if the cloud does not say.
    """

    retry_after: int | None = None


class MyCloudConnectionError(MyCloudError):
    """The cloud cannot be reached."""


class MyCloudTimeoutError(MyCloudConnectionError):
    """The cloud did not answer in time."""


class MyCloudAuthenticationError(MyCloudError):
    """The cloud refuses the email and password, or the tokens."""


class MyCloudResponseError(MyCloudError):
    """The cloud answered something that its API does not promise."""


class MyCloudRateLimitError(MyCloudResponseError):
    """The cloud asks for fewer requests."""

    def __init__(self, message: str, *, retry_after: int | None = None) -> None:
        """Take what happened and how long to wait."""
        super().__init__(message)
        self.retry_after = retry_after
