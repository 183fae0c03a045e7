"""Errors that the client raises."""


class MyDeviceError(Exception):
    """Any error of this library."""


class MyDeviceConnectionError(MyDeviceError):
    """The device cannot be reached at the host given."""


class MyDeviceTimeoutError(MyDeviceConnectionError):
    """The device did not answer in time."""


class MyDeviceAuthenticationError(MyDeviceError):
    """The device refuses the API token."""


class MyDeviceResponseError(MyDeviceError):
    """The device answered something that its API does not promise."""
