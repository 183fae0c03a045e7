"""Points about tests."""

from typing import Final

from script.review.sheet.looks import tests
from script.review.sheet.looks.common import nowhere, shows
from script.review.sheet.point import Point

TESTS: Final = (
    Point(
        "7.1",
        "The tests are in core's folder for them",
        shows(tests.here),
        rules=("review-guide/no-tests",),
    ),
    Point(
        "7.1",
        "All that tests take has a type",
        tests.typed,
        rules=("review-guide/untyped-test-parameter", "home-assistant-argument-type"),
    ),
    Point(
        "7.1",
        "Tests use what anybody may use of Home Assistant",
        tests.public,
        rules=(
            "home-assistant-tests-direct-async-setup",
            "home-assistant-tests-direct-async-setup-entry",
            "home-assistant-tests-direct-platform-async-setup-entry",
            "home-assistant-tests-direct-async-unload-entry",
            "home-assistant-tests-direct-async-migrate-entry",
            "home-assistant-tests-coordinator-async-refresh",
            "review-guide/config-entry-by-hand",
            "review-guide/mocked-hass",
            "review-guide/runtime-data-in-test",
        ),
    ),
    Point(
        "7.1",
        "Tests have no branches",
        tests.straight,
        rules=("home-assistant-test-non-deterministic",),
    ),
    Point(
        "7.2",
        "The entities of each platform are compared with a snapshot",
        tests.snapshots,
        rules=("review-guide/snapshot-platform", "review-guide/orphan-snapshot"),
        about=tests.platforms,
        without="There are no platforms",
    ),
    Point(
        "7.2",
        "Tests that differ in values only are one",
        tests.parametrized,
        rules=("review-guide/alike-tests",),
    ),
    Point(
        "7.2",
        "The clock of tests is freezer",
        tests.frozen,
        rules=("review-guide/patch-time", "review-guide/sleep-in-test"),
        about=tests.of_time,
        without="No time passes in the tests",
    ),
    Point(
        "7.2",
        "Nothing is put into sys.modules",
        nowhere(
            "sys.modules",
            lambda node: getattr(node, "value", None) == "sys.modules",
            lambda contribution: contribution.tests,
        ),
        rules=("review-guide/patch-sys-modules",),
    ),
    Point(
        "7.2",
        "Tests go through every branch of the flows",
        scale=("config-flow-test-coverage",),
    ),
    Point(
        "7.2",
        "Tests see errors, and how it goes on after them",
        scale=("test-before-setup", "entity-unavailable"),
        rules=("home-assistant-tests-config-flow-error-recovery",),
    ),
    Point("7.2", "Tests do not rest on what others may change"),
    Point(
        "7.3",
        "The library is mocked, and not Home Assistant",
        tests.stand_ins,
        rules=(
            "review-guide/mocked-hass",
            "review-guide/patch-home-assistant",
            "review-guide/patch-own-function",
        ),
    ),
    Point("7.3", "A mock is passed where the client could be", tests.injected),
    Point(
        "7.3", "Fixtures of several modules are in conftest.py", tests.shared_fixtures
    ),
)
