"""Attack an integration and its client library with mutants, which the tests have to notice."""


class MutationError(Exception):
    """What stands in the way; the message says it, and what to do."""
