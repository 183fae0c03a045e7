"""Test which snapshots and fixtures go."""

import pytest

from script.cut.snapshots import without_attributes, without_fixtures, without_snapshots

from tests.script.features.pump import DOMAIN, PLACES

AMBER = """\
# serializer version: 1
# name: test_state
  1
# ---
# name: test_entities[sensor.pump-entry]
  2
# ---
# name: test_entities[switch.pump-entry]
  3
# ---
"""
TESTS = "async def test_state():\n    ...\n\n\ndef test_entities(x):\n    ...\n"


def amber(*numbers: int) -> str:
    """Return the head and some of the snapshots."""
    head, *entries = AMBER.split("# name: ")
    return head + "".join(f"# name: {entries[number]}" for number in numbers)


@pytest.mark.parametrize(
    ("tests", "platforms", "rest"),
    [
        pytest.param(TESTS, [], AMBER, id="all there"),
        pytest.param(TESTS, ["switch"], amber(0, 1), id="case of a platform"),
        pytest.param("def test_state():\n    ...\n", [], amber(0), id="test gone"),
        pytest.param("def test_states():\n    ...\n", [], None, id="all gone"),
        pytest.param(None, [], None, id="module gone"),
    ],
)
def test_amber(tests: str | None, platforms: list[str], rest: str | None) -> None:
    """Test the files that hold the snapshots of a module."""
    path = f"{PLACES.tests}snapshots/test_pump.ambr"
    tree = {path: AMBER.encode()}
    if tests is not None:
        tree[f"{PLACES.tests}test_pump.py"] = tests.encode()
    result = without_snapshots(tree, DOMAIN, platforms)
    assert result.get(path) == (rest and rest.encode())


def test_snapshots_with_files_of_their_own() -> None:
    """Test the files that each hold a snapshot."""
    folder = f"{PLACES.tests}snapshots/test_pump/"
    tree = {
        f"{folder}test_state.json": b"{}",
        f"{folder}test_state[case].1.json": b"{}",
        f"{folder}test_gone.json": b"{}",
        f"{PLACES.tests}test_pump.py": TESTS.encode(),
    }
    gone = tree.keys() - without_snapshots(tree, DOMAIN, []).keys()
    assert gone == {f"{folder}test_gone.json"}


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        pytest.param('load("status.json")', "", False, id="loaded no more"),
        pytest.param('load("status.json")', 'load("status")', True, id="still loaded"),
        pytest.param('load("status.json")', 'load("status_2")', False, id="another"),
        pytest.param('load(f"{name}.json")', "", True, id="never seen to be loaded"),
    ],
)
def test_fixtures(before: str, after: str, stays: bool) -> None:
    """Test that a fixture goes with the last test that loads it."""
    path = f"{PLACES.tests}fixtures/status.json"
    tree = {path: b"{}"}
    rest = without_fixtures(tree, DOMAIN, {"test.py": before}, {"test.py": after})
    assert (path in rest) is stays


STATE = """\
# serializer version: 1
# name: test_entities[sensor.pump-state]
  StateSnapshot({
    'attributes': ReadOnlyDict({
      'channel': 3,
      'channels': list([
        dict({
          'channel': 4,
        }),
      ]),
      'device_class': 'power',
      'last': 5,
    }),
    'channel': 6,
    'state': '7',
  })
# ---
"""
CHANNEL = "      'channel': 3,\n"
CHANNELS = STATE[STATE.index("      'channels'") : STATE.index("      'device_class'")]


@pytest.mark.parametrize(
    ("names", "rest"),
    [
        pytest.param([], STATE, id="none"),
        pytest.param(["channel"], STATE.replace(CHANNEL, ""), id="one"),
        pytest.param(
            ["channels", "state"], STATE.replace(CHANNELS, ""), id="with its value"
        ),
        pytest.param(
            ["channel", "channels", "last"],
            STATE.replace(CHANNEL + CHANNELS, "").replace("      'last': 5,\n", ""),
            id="several",
        ),
    ],
)
def test_attributes(names: list[str], rest: str) -> None:
    """Test that snapshots of states lose attributes, and nothing else of that name."""
    path = f"{PLACES.tests}snapshots/test_pump.ambr"
    elsewhere = {f"{PLACES.tests}test_pump.py": STATE.encode()}
    tree = {path: STATE.encode(), **elsewhere}
    assert without_attributes(tree, DOMAIN, names) == {
        path: rest.encode(),
        **elsewhere,
    }
