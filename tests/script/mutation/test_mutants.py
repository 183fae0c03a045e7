"""Test what a module can become."""

import pytest

from script.mutation.integration_mistakes import MISTAKES
from script.mutation.mutants import mutants

# What is mistaken, a module, and the changes
FIELD = [
    (
        "identity check dropped",
        "def step(self):\n    self._abort_if_unique_id_mismatch(reason='other')\n",
        ["self._abort_if_unique_id_mismatch(reason='other') -> pass"],
    ),
    (
        "identity check dropped",
        "async def step(self):\n    await self.async_set_unique_id(user)\n",
        ["await self.async_set_unique_id(user) -> pass"],
    ),
    (
        "AuthFailed and UpdateFailed swapped",
        "def update():\n    raise ConfigEntryAuthFailed(key='a') from err\n",
        [
            "raise ConfigEntryAuthFailed(key='a') from err -> raise UpdateFailed(key='a') from err"
        ],
    ),
    (
        "AuthFailed and UpdateFailed swapped",
        "def update():\n    raise UpdateFailed\n",
        ["raise UpdateFailed -> raise ConfigEntryAuthFailed"],
    ),
    (
        "error map emptied",
        "def validate():\n    return {'base': 'unknown'}\n",
        ["return {'base': 'unknown'} -> return {}"],
    ),
    (
        "error map emptied",
        "def step():\n    errors['base'] = 'unknown'\n",
        ["errors['base'] = 'unknown' -> pass"],
    ),
    (
        "except widened",
        "try:\n    connect()\nexcept (OSError, ValueError) as err:\n    stop()\n",
        ["except (OSError, ValueError) as err: -> except Exception as err:"],
    ),
    (
        "secret prefilled",
        "form = self.add_suggested_values_to_schema(SCHEMA, public(entry.data))\n",
        [
            "form = self.add_suggested_values_to_schema(SCHEMA, public(entry.data)) -> "
            "form = self.add_suggested_values_to_schema(SCHEMA, entry.data)"
        ],
    ),
    (
        "secret prefilled",
        "shown = {key: data[key] for key in data if key != CONF_PASSWORD}\n",
        [
            "shown = {key: data[key] for key in data if key != CONF_PASSWORD} -> "
            "shown = {key: data[key] for key in data}"
        ],
    ),
    (
        "reload dropped",
        "def step(self):\n    return self.async_update_reload_and_abort(entry)\n",
        [
            "return self.async_update_reload_and_abort(entry) -> return self.async_update_and_abort(entry)"
        ],
    ),
    (
        "reload dropped",
        "from homeassistant.config_entries import OptionsFlowWithReload\n",
        [
            "from homeassistant.config_entries import OptionsFlowWithReload -> "
            "from homeassistant.config_entries import OptionsFlow as OptionsFlowWithReload"
        ],
    ),
    (
        "reauthentication not started",
        "def act(self):\n    entry.async_start_reauth(self.hass)\n",
        ["entry.async_start_reauth(self.hass) -> pass"],
    ),
    (
        "redaction dropped",
        "TO_REDACT: Final = {CONF_HOST, 'serial'}\n",
        [
            "TO_REDACT: Final = {CONF_HOST, 'serial'} -> TO_REDACT: Final = {'serial'}",
            "TO_REDACT: Final = {CONF_HOST, 'serial'} -> TO_REDACT: Final = {CONF_HOST, }",
        ],
    ),
    (
        "redaction dropped",
        "REDACTED = ['serial']\n",
        ["REDACTED = ['serial'] -> REDACTED = []"],
    ),
]

LEFT_ALONE = [
    '"""A module."""\n',
    "def each() -> Iterator[None] | Literal[True]: ...\n",
    "@dataclass(frozen=True)\nclass Status: ...\n",
    "__all__ = ['Client']\n",
    "_LOGGER.debug('Asked for %s', 'it')\n",
]


def test_every_mistake_is_tried() -> None:
    """Each of the field's own mistakes is in the table above."""
    assert {name for name, _, _ in FIELD} == {name for name, _, _ in MISTAKES}


@pytest.mark.parametrize(("mistake", "source", "changes"), FIELD)
def test_field(mistake: str, source: str, changes: list[str]) -> None:
    """A mistake of the field is made wherever it can be."""
    made = [each for each in mutants("flow.py", source) if each.mistake == mistake]
    assert [each.change for each in made] == changes


@pytest.mark.parametrize("source", LEFT_ALONE)
def test_left_alone(source: str) -> None:
    """What does nothing is not changed."""
    assert not list(mutants("flow.py", source))


def test_where() -> None:
    """A mutant tells where it is, and is the module but for one change."""
    source = "LIMIT = 2\n\n\nclass Meter:\n    def is_high(self, power):\n        return power > 2\n"
    in_method = [each for each in mutants("meter.py", source) if each.scope]
    assert {(each.scope, each.line) for each in in_method} == {("Meter.is_high", 6)}
    assert {each.after for each in in_method} == {
        ("        return power >= 2",),
        ("        return power > 3",),
    }
    assert {each.source.replace(">=", ">").replace("3", "2") for each in in_method} == {
        source
    }
