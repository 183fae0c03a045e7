"""Test what is told of tests that fail."""

import pytest

from script.junit import failures, number_of_tests

RESULTS = """\
<testsuites><testsuite>
<testcase classname="tests.components.acme.test_init" name="test_setup[a.b]"><failure message="short">
tests/components/acme/test_init.py:7: in test_setup
    assert value == 2
E   assert 1 == 2
E    +  where 1 = value
</failure></testcase>
<testcase classname="tests.components.acme.test_init.TestFlow" name="test_user"><error message="failed on setup">
tests/components/acme/conftest.py:5: in entry
E   RuntimeError: no entry
</error></testcase>
<testcase classname="" name="tests.components.acme.test_sensor"><error message="collection failure">
E   ModuleNotFoundError: No module named 'acme'
</error></testcase>
<testcase classname="tests.components.acme.test_init" name="test_unload"><failure message="only this" /></testcase>
<testcase classname="tests.components.acme.test_init" name="test_fine" />
<testcase classname="tests.components.acme.test_init" name="test_later"><skipped /></testcase>
</testsuite></testsuites>
"""
TOLD = """\
tests/components/acme/test_init.py::test_setup[a.b]: assert 1 == 2
    +  where 1 = value
tests/components/acme/test_init.py::TestFlow::test_user: RuntimeError: no entry
tests/components/acme/test_sensor.py: ModuleNotFoundError: No module named 'acme'
tests/components/acme/test_init.py::test_unload: only this"""


@pytest.mark.parametrize(
    ("results", "number", "told"),
    [
        ("", 0, ""),
        (RESULTS, 6, TOLD),
        (RESULTS.replace("failure", "skipped").replace("error", "skipped"), 6, ""),
    ],
)
def test_names_and_assertions(results: str, number: int, told: str) -> None:
    """Test that each failure has its name and its assertion, and nothing else is told."""
    assert number_of_tests(results) == number
    assert failures(results) == told
