"""Test what becomes of tests where strings cannot be compiled."""

from types import SimpleNamespace
from typing import Any

import pytest

from . import conftest

SAID = "broken/strings.json: cannot be read"


def _items(*names: str) -> Any:
    """Return tests in modules of these names."""
    folder = conftest.COMPONENT_TESTS
    return [SimpleNamespace(path=folder / name) for name in names]


@pytest.fixture(autouse=True)
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let there be an integration whose strings cannot be compiled."""
    monkeypatch.setattr(conftest, "_troubles", {"broken": SAID})


def test_tests_of_others_run() -> None:
    """Tests of other integrations run, and what they lack is said above them."""
    conftest.pytest_collection_modifyitems(_items("probe/test_init.py", "test_all.py"))
    assert SAID in conftest.pytest_report_header()


def test_own_tests_do_not() -> None:
    """Tests of the integration itself would run without its texts."""
    with pytest.raises(pytest.UsageError, match=SAID):
        conftest.pytest_collection_modifyitems(
            _items("probe/test_init.py", "broken/test_init.py")
        )
