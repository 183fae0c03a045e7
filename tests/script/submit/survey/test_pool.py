"""Test that each call has its own process and its own time."""

import os
import time

import pytest

from script.submit.survey.pool import called


def work(argument: str) -> str:
    """Do as the argument says."""
    match argument:
        case "end":
            os._exit(3)
        case "hang":
            time.sleep(60)
        case "spin":
            while True:
                pass
        case "raise":
            raise ValueError(argument)
    return f"{argument}: done"


def instead(argument: str, why: str) -> str:
    """Return what is said instead of a result."""
    return f"{argument}: {why}"


@pytest.mark.parametrize("jobs", [1, 3])
def test_results(jobs: int) -> None:
    """Test that whoever ends, hangs or breaks does so alone."""
    start = time.monotonic()
    found = called(
        work, ["a", "hang", "spin", "end", "raise", "b"], instead, jobs=jobs, seconds=1
    )
    assert sorted(found) == [
        "a: done",
        "b: done",
        "end: ended with 3",
        "hang: took longer than 1 s",
        "raise: ended with 1",
        "spin: took longer than 1 s",
    ]
    assert time.monotonic() - start < 50


def test_left_early() -> None:
    """Test that no process is left when nobody wants the rest."""
    found = called(work, ["a", "hang", "hang"], instead, jobs=2, seconds=60)
    assert next(found) == "a: done"
    start = time.monotonic()
    found.close()  # type: ignore[attr-defined]
    assert time.monotonic() - start < 10
