"""Errors that the client raises."""


class MyHubError(Exception):
    """Any error of this library."""


class MyHubConnectionError(MyHubError):
    """The hub cannot be reached, or the connection to it ended."""


class MyHubInvalidHostError(MyHubConnectionError):
    """The host is not a host name or IP address."""


class MyHubTimeoutError(MyHubConnectionError):
    """The hub did not answer in time."""


class MyHubAuthenticationError(MyHubError):
    """The hub refuses the password."""


class MyHubWrongHubError(MyHubError):
    """Another hub than the expected one answers."""


class MyHubResponseError(MyHubError):
    """The hub sent something that its API does not promise."""


class MyHubCommandError(MyHubError):
    """The hub did not do what it was asked for."""
