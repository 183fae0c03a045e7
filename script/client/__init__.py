"""Read what a client library offers off its source, without running any of it."""


class ClientError(Exception):
    """A library that cannot be read; the message says in one line why, and what to do."""
