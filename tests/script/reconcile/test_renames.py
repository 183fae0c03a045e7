"""Test following names that review has changed."""

import pytest

from script.reconcile.renames import Renames, data_keys, renamed, renames, unambiguous

MODULE = '''\
LIMIT = 3


def _poll(client):
    """Poll with _poll_once."""
    return client.power(LIMIT)
'''
STRINGS = '{"entity": {"sensor": {"power": {"name": "Power"}}}}'


@pytest.mark.parametrize(
    ("path", "old", "new", "names", "keys"),
    [
        ("a.py", "_poll(", "_fetch(", {"_poll": "_fetch"}, {}),
        ("a.py", "LIMIT", "MAXIMUM", {"LIMIT": "MAXIMUM"}, {}),
        # A variable, which other functions may call theirs
        ("a.py", "client", "device", {}, {}),
        # Not given here: another method of a library is called.
        ("a.py", "power", "energy", {}, {}),
        # A word of the prose
        ("a.py", "Poll with", "Ask by", {}, {}),
        ("strings.json", '"power"', '"load"', {}, {"power": "load"}),
        ("strings.json", '"Power"', '"Load"', {}, {}),
    ],
)
def test_found(
    path: str, old: str, new: str, names: dict[str, str], keys: dict[str, str]
) -> None:
    """Test which changed words are names."""
    text = MODULE if path.endswith(".py") else STRINGS
    assert renames([(path, text, text.replace(old, new))]) == Renames(names, keys)


def test_argument_given_by_name() -> None:
    """Test that what callers say of an argument is known to them."""
    text = f"{MODULE}\n\nread = _poll(client=None)\n"
    after = text.replace("client", "device")
    assert renames([("a.py", text, after)]).names == {"client": "device"}


def test_variable() -> None:
    """Test that a variable of a function is changed where it is one, and nothing that is called the same."""
    before = "def poll():\n    level = 1\n    return level\n"
    after = before.replace("level", "power")
    called = renames([("a.py", before, after)], within=True)
    assert called == Renames({"level": "power"}, {}, within=True)
    text = 'level = data["level"] + data.level  # The level'
    assert renamed("a.py", text, called) == (
        'power = data["level"] + data.level  # The level'
    )


def test_still_there() -> None:
    """Test that a name that is still used is the name of something else."""
    text = MODULE.replace("client.power(LIMIT)", "_poll(client)")
    after = text.replace("def _poll", "def _fetch")
    assert not renames([("a.py", text, after)])


def test_taken() -> None:
    """Test that a name that is something else elsewhere is not taken."""
    called = Renames({"_poll": "_fetch"}, {})
    assert unambiguous(called, ["def _fetch(): ..."]) == Renames({}, {})
    assert unambiguous(called, ["def fetch(): ..."]) == called


@pytest.mark.parametrize(
    ("path", "text", "after"),
    [
        ("a.py", "old_name(other.old_name)", "new_name(other.new_name)"),
        ("a.py", "# Because of old_name", "# Because of new_name"),
        ("a.py", 'patch("a.b.old_name.c")', 'patch("a.b.new_name.c")'),
        ("a.py", 'f"{old_name}"', 'f"{new_name}"'),
        ("a.py", 'key="old_key"', 'key="new_key"'),
        ("a.json", '{"old_key": "old_name"}', '{"new_key": "old_name"}'),
        (
            "a.json",
            '"[%key:component::x::entity::old_key::name%]"',
            '"[%key:component::x::entity::new_key::name%]"',
        ),
        # Not whole words, or not what the name is of
        ("a.py", "old_names, very_old_name", "old_names, very_old_name"),
        ("a.py", "old_key = 1", "old_key = 1"),
        ("a.py", '"old_name"', '"new_name"'),
        # A string that is a key of data
        ("a.py", 'key="of_data", value=data.of_data', 'key="of_data", value=data.new'),
    ],
)
def test_renamed(path: str, text: str, after: str) -> None:
    """Test where a name is changed."""
    called = Renames(
        {"old_name": "new_name", "of_data": "new"},
        {"old_key": "new_key"},
        data=frozenset({"of_data", "old_key"}),
    )
    assert renamed(path, text, called) == after


def test_data_keys() -> None:
    """Test that data names its keys, and that a review leaves strings that are no name."""
    finished = {
        "strings.json": STRINGS,
        "services.yaml": "reboot:\n  fields:\n",
        "a.py": 'get("level")',
    }
    after = {"a.py": 'Description(key="load", value=lambda data: data.level)'}
    assert data_keys(finished, after) == {
        *("entity", "sensor", "power", "name", "reboot", "fields", "load")
    }
