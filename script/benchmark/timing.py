"""Note what each test costs, its fixtures included, as a pytest plugin.

That is the time of the processor: a test with Home Assistant waits for nothing, and other programs do not count.
"""

from collections.abc import Generator
from time import process_time
from typing import Final

import pytest

_START: Final = pytest.StashKey[float]()


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Begin with the fixtures."""
    item.stash[_START] = process_time()
    yield


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """End with the fixtures, and name the test by its folder."""
    yield
    seconds = process_time() - item.stash[_START]
    item.user_properties.append((f"test in {item.path.parent.name}", seconds))
