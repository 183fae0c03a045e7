"""Cut a finished integration into the pull requests that core's reviewers accept."""


class SubmitError(Exception):
    """What stands in the way; the message says it in one line, and what to do."""
