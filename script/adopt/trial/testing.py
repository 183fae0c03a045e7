"""Run the tests of an integration, and tell of each what became of it."""

from collections.abc import Sequence
from typing import Any

import pytest

from .child import tell


class _Teller:
    """Tells of tests as they end."""

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Tell how many there are."""
        tell("collected", count=len(session.items))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """Tell of a module that cannot be collected."""
        if report.failed:
            tell("uncollected", name=report.nodeid, message=_reason(report))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Tell of a test; of its setup and teardown only where they fail."""
        if report.failed:
            tell("test", name=report.nodeid, outcome="failed", message=_reason(report))
        elif report.when == "call" or report.skipped:
            tell("test", name=report.nodeid, outcome=report.outcome, message="")


def test(arguments: Sequence[str]) -> None:
    """Run pytest."""
    status = pytest.main([*arguments], plugins=[_Teller()])
    tell("tested", status=int(status))


def _reason(report: Any) -> str:
    """Return why, in one line."""
    crash = getattr(report.longrepr, "reprcrash", None)
    if crash is not None:
        return f"{crash.path}:{crash.lineno}: {crash.message}"
    lines = [line for line in str(report.longrepr).splitlines() if line.strip()]
    errors = [line[1:].strip() for line in lines if line.startswith("E ")]
    return (errors or lines or [""])[-1]
