"""Read what a client library offers off its source, without running any of it."""


def without(name: str) -> str:
    """Return what an author can do who has a library that nothing can be made of."""
    return (
        "leave out --requirement to have it made with a library of its own, "
        f"and replace that by {name} afterwards"
    )


class ClientError(Exception):
    """A library that cannot be read; the message says in one line why, and what to do."""
