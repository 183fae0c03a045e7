"""Test which statements may go, and what may become of those that stay."""

import pytest

from .snippets import IMPORT_OF_ISSUES, REAUTH, files, flow, said


def test_return_that_kept_others_from_running() -> None:
    """Test that a return does not go alone, whatever it names."""
    whole = flow(
        "if user_input:\n    return self._get_reauth_entry()\nreturn 2",
        REAUTH.format(next="user"),
    )
    step = flow("if user_input:\n    pass\nreturn 2")
    assert any(
        "`return self._get_reauth_entry()` is gone" in what
        for what in said(step, whole)
    )


DOCUMENTED = '''
def load():
    """Load it.

    Options are read first. Then it is set up.

    Args:
        entry: The entry.
        options: The options.
    """
'''


@pytest.mark.parametrize(
    ("old", "new", "is_right"),
    [
        ("Options are read first. ", "", True),
        ("        options: The options.\n", "", True),
        ("Load it.", "Load.", False),
        ("Then it is set up.", "It is set up.", False),
    ],
)
def test_docstring(old: str, new: str, is_right: bool) -> None:
    """Test that a docstring may lose sentences and entries, and nothing else."""
    step = files(data=DOCUMENTED.replace(old, new))
    assert (said(step, files(data=DOCUMENTED)) == []) is is_right


KEEPS = """
existing = await self.async_set_unique_id("1")
if self.source == SOURCE_REAUTH:
    self.check(existing)
return {value}
"""


@pytest.mark.parametrize(("value", "is_right"), [("1", True), ("existing", False)])
def test_value_that_nothing_reads(value: str, is_right: bool) -> None:
    """Test that a value is made and not kept, if and only if what read it is gone."""
    whole = flow(KEEPS.format(value=value), REAUTH.format(next="user"))
    step = flow(f'await self.async_set_unique_id("1")\nreturn {value}')
    assert (said(step, whole) == []) is is_right
    never = KEEPS.format(value=value).replace("self.check(existing)", "self.check()")
    assert said(step, flow(never, REAUTH.format(next="user")))
    other = flow(f'await self.async_set_unique_id("2")\nreturn {value}')
    assert said(other, whole)


ISSUE = '''
import homeassistant.helpers.issue_registry as ir


async def async_setup_entry(hass, entry):
    """Set up an entry."""
    await load(entry)
    title = entry.title
    if device := find(hass):
        name = {value}
        if name:
            title = name
    ir.async_create_issue(hass, title)
{rest}

def find(hass):
    """Find the device."""
    return hass.device
'''


@pytest.mark.parametrize(
    ("value", "rest", "is_right"),
    [
        pytest.param("device.name", "", True, id="only that"),
        pytest.param("await device.load()", "", False, id="does more"),
        pytest.param(
            "device.name", "    entry.name = title\n", False, id="read by others"
        ),
    ],
)
def test_block_that_only_prepares(value: str, rest: str, is_right: bool) -> None:
    """Test that a block goes with the last that uses what it prepares."""
    whole = files(repairs="", __init__=ISSUE.format(value=value, rest=rest))
    step = files(
        __init__=ISSUE[: ISSUE.index("    title")].replace(IMPORT_OF_ISSUES, "") + rest
    )
    assert (said(step, whole) == []) is is_right


LISTEN = '''
async def listen(entry, client):
    """Listen."""
    try:
        await client.listen()
    except AuthError:
        {handled}
'''


@pytest.mark.parametrize(
    ("handled", "is_right"),
    [("entry.async_start_reauth(hass)", True), ("client.close()", False)],
)
def test_error_that_is_raised(handled: str, is_right: bool) -> None:
    """Test that a handler goes that only starts what is absent, and with the last one its block."""
    whole = flow("return 1", REAUTH.format(next="user")) | files(
        lamp=LISTEN.format(handled=handled)
    )
    step = flow("return 1") | files(
        lamp='async def listen(entry, client):\n    """Listen."""\n    await client.listen()\n'
    )
    assert (said(step, whole) == []) is is_right
