"""Test that features go with all that belongs to them, and with nothing else."""

import ast
from pathlib import Path
import re
import subprocess
import sys

import pytest

from script import ROOT
from script.features import CutError
from script.features.cut import cut, with_needed
from script.features.table import FEATURES
from script.integration.json_file import dump, load
from script.integration.tree import Places, Tree, read

from tests.edits import edited

DOMAIN = "my_device"
PLACES = Places(DOMAIN)

if not (ROOT / PLACES.integration).is_dir():
    pytest.skip("Without the model there is nothing to cut", allow_module_level=True)

COORDINATOR = f"{PLACES.integration}coordinator.py"
LIMITS = "## Known limitations\n\n"
FLOW = f"{PLACES.integration}config_flow.py"
STRINGS = f"{PLACES.integration}strings.json"
MANIFEST = f"{PLACES.integration}manifest.json"
SCALE = f"{PLACES.integration}quality_scale.yaml"
FLOW_TESTS = f"{PLACES.tests}test_config_flow.py"

# What only the feature has, in whichever file
TRACES = {
    "reauth": r"start_reauth|step_reauth|reauth_confirm|SOURCE_REAUTH",
    "switch": r"\bswitch\.|set_relay|mdi:electric-switch|SWITCH|Relay",
    "diagnostics": r"async_redact_data|get_diagnostics_for_config_entry|/diagnostics/",
    "zeroconf": r"[Zz]eroconf|ZEROCONF|discover(?!y)|discovery_confirm|discovery_info",
    "reconfigure": r"_reconfigure|step\.reconfigure",
    "options": r"[Oo]ptions_?[Ff]low|allow_control|ALLOW_CONTROL|Allow control|option_flow",
}
CALLED_BY_CORE = {"PARALLEL_UPDATES", "_async_update_data"}
ALONE = [pytest.param({name}, id=name) for name in FEATURES]
TOGETHER = [
    pytest.param({"zeroconf", "options"}, id="unasked"),
    pytest.param({"switch", "diagnostics"}, id="sensors only"),
    pytest.param(set(TRACES), id="first PR"),
]


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Return the files of the model."""
    return read(ROOT, (PLACES.integration, PLACES.tests, PLACES.page))


def modules(tree: Tree) -> dict[str, str]:
    """Return the modules among files."""
    return {path: each.decode() for path, each in tree.items() if path.endswith(".py")}


def test_nothing_changes_nothing(tree: Tree) -> None:
    """Test that an integration with all its features is as it stands, byte for byte."""
    assert cut(tree, DOMAIN, []) is tree


@pytest.mark.parametrize("name", ["manifest.json", "strings.json", "icons.json"])
def test_json_is_written_as_it_stands(tree: Tree, name: str) -> None:
    """Test that writing a file that was read changes no byte."""
    content = tree[PLACES.integration + name]
    assert dump(load(content)) == content


@pytest.mark.parametrize("names", [*ALONE, *TOGETHER])
def test_rest_is_in_order(tmp_path: Path, tree: Tree, names: set[str]) -> None:
    """Test that nothing is used that is gone, and nothing imported that is not used."""
    for path, text in modules(cut(tree, DOMAIN, names)).items():
        ast.parse(text)
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    result = subprocess.run(
        [
            *(sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache"),
            *("--select=F", "--target-version=py314", str(tmp_path)),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.stdout == "All checks passed!\n"


@pytest.mark.parametrize("names", [*ALONE, *TOGETHER])
def test_no_trace_is_left(tree: Tree, names: set[str]) -> None:
    """Test that no file has a word of what is gone."""
    traces = [TRACES[name] for name in with_needed(names) if name in TRACES]
    left = {
        (path, found[0])
        for path, content in cut(tree, DOMAIN, names).items()
        if not path.endswith("quality_scale.yaml")
        for trace in traces
        for found in re.finditer(trace, content.decode())
    }
    assert not left


@pytest.mark.parametrize("names", [*ALONE, *TOGETHER])
def test_nothing_is_orphaned(tree: Tree, names: set[str]) -> None:
    """Test that no private name, string or snapshot outlives its last use."""
    rest = cut(tree, DOMAIN, names)
    code = "\n".join(modules(rest).values())
    defined = re.findall(r"def (_[a-z]\w+)|^([A-Z_]{3,})\b.*=", code, re.MULTILINE)
    for name in {first or second for first, second in defined} - CALLED_BY_CORE:
        assert len(re.findall(rf"\b{name}\b", code)) > 1, name
    config = load(rest[STRINGS])["config"]
    for name in (*config["abort"], *config["error"]):
        assert name in code, name
    for step in config["step"]:
        assert f"def async_step_{step}(" in code, step
    snapshots = "".join(
        each.decode() for path, each in rest.items() if path.endswith(".ambr")
    )
    for test in re.findall(r"^# name: (\w+)", snapshots, re.MULTILINE):
        assert f"def {test}(" in code, test


@pytest.mark.parametrize(
    ("names", "planned", "tier"),
    [
        pytest.param(set(TRACES) | {"strict_typing"}, True, "bronze", id="first PR"),
        pytest.param({"diagnostics"}, True, "silver", id="diagnostics to come"),
        pytest.param({"strict_typing"}, True, "gold", id="types to come"),
        pytest.param({"zeroconf"}, True, "silver", id="discovery to come"),
        pytest.param({"zeroconf"}, False, "platinum", id="no discovery"),
        pytest.param({"options"}, False, "platinum", id="no options"),
        pytest.param({"reconfigure"}, False, "silver", id="no reconfigure"),
    ],
)
def test_tier_is_the_highest_reached(
    tree: Tree, names: set[str], planned: bool, tier: str
) -> None:
    """Test that manifest and page claim what the quality scale says."""
    rest = cut(tree, DOMAIN, names, planned=planned)
    assert load(rest[MANIFEST])["quality_scale"] == tier
    assert f"\nha_quality_scale: {tier}\n" in rest[PLACES.page].decode()


def test_rules_say_what_is_true(tree: Tree) -> None:
    """Test that a rule is to do while its feature is to come, and exempt if it never does."""
    planned = cut(tree, DOMAIN, {"reauth"}, planned=True)[SCALE].decode()
    assert "  reauthentication-flow: todo\n" in planned
    never = cut(tree, DOMAIN, {"reauth"})[SCALE].decode()
    assert "  reauthentication-flow:\n    status: exempt\n    comment: " in never


def test_what_has_no_effect_goes_too(tree: Tree) -> None:
    """Test that an option of a switch goes with the switch."""
    assert with_needed({"switch"}) == {"switch", "options"}
    assert "options" not in load(cut(tree, DOMAIN, {"switch"})[STRINGS])


@pytest.mark.parametrize(
    ("names", "stays"),
    [
        pytest.param({"switch", "zeroconf"}, True, id="elsewhere"),
        pytest.param({"reauth", "reconfigure"}, False, id="with its flows"),
    ],
)
def test_new_error_needs_no_edit(tree: Tree, names: set[str], stays: bool) -> None:
    """Test that the text of an error that nobody told the table of goes with its last use."""
    tree = edited(
        tree, FLOW, ('(reason="wrong_account")', '(reason="not_the_same_box")')
    )
    tree = edited(tree, STRINGS, ('"wrong_account"', '"not_the_same_box"'))
    rest = cut(tree, DOMAIN, names)
    assert ("not_the_same_box" in load(rest[STRINGS])["config"]["abort"]) is stays
    assert ("different account" in rest[PLACES.page].decode()) is stays


@pytest.mark.parametrize(
    ("names", "stays"),
    [
        pytest.param({"diagnostics", "reauth"}, True, id="elsewhere"),
        pytest.param({"options"}, False, id="with its form"),
    ],
)
def test_renamed_field_needs_no_edit(tree: Tree, names: set[str], stays: bool) -> None:
    """Test that a field that nobody told the table of goes with its form."""
    for path in (
        FLOW,
        FLOW_TESTS,
        f"{PLACES.integration}const.py",
        f"{PLACES.integration}switch.py",
    ):
        tree = edited(tree, path, ("ALLOW_CONTROL", "MAY_SWITCH"))
    tree = edited(
        tree, f"{PLACES.integration}const.py", ('"allow_control"', '"may_switch"')
    )
    tree = edited(tree, STRINGS, ('"allow_control"', '"may_switch"'))
    rest = cut(tree, DOMAIN, names)
    text = "\n".join(content.decode() for content in rest.values())
    assert ("MAY_SWITCH" in text) is stays
    assert ('"may_switch"' in text) is stays


@pytest.mark.parametrize(
    ("names", "path", "old", "new", "line"),
    [
        pytest.param(
            {"options"},
            COORDINATOR,
            "            session=async_get_clientsession(hass),\n",
            "            session=async_get_clientsession(hass),\n"
            '            request_timeout=config_entry.options.get("timeout", 10),\n',
            "self._client = MyDeviceClient(",
            id="argument of a client",
        ),
        pytest.param(
            {"options"},
            COORDINATOR,
            "            update_interval=SCAN_INTERVAL,\n",
            '            update_interval=config_entry.options["interval"],\n',
            "super().__init__(",
            id="argument of a base",
        ),
        pytest.param(
            {"switch"},
            COORDINATOR,
            "        self._client =",
            '        if config_entry.options.get("verbose"):\n'
            "            _LOGGER.setLevel(logging.DEBUG)\n"
            "        else:\n"
            "            _LOGGER.setLevel(logging.INFO)\n"
            "        self._client =",
            'if config_entry.options.get("verbose"):',
            id="condition with an alternative",
        ),
        pytest.param(
            {"options"},
            COORDINATOR,
            "        self._client =",
            "        if not config_entry.options:\n"
            "            return\n"
            "        self._client =",
            "if not config_entry.options:",
            id="negated condition",
        ),
        pytest.param(
            {"options"},
            COORDINATOR,
            "        self._client =",
            "        chosen = config_entry.options\n"
            "        _LOGGER.debug(chosen)\n"
            "        self._client =",
            "chosen = config_entry.options",
            id="value used later",
        ),
        pytest.param(
            {"options"},
            COORDINATOR,
            "        self._client =",
            "        for name in config_entry.options:\n"
            "            _LOGGER.debug(name)\n"
            "        self._client =",
            "for name in config_entry.options:",
            id="loop",
        ),
    ],
)
def test_statement_of_several_is_refused(
    tree: Tree, names: set[str], path: str, old: str, new: str, line: str
) -> None:
    """Test that what a feature shares with what stays is named, and not cut wrong."""
    tree = edited(tree, path, (old, new))
    lines = [each.strip() for each in tree[path].decode().splitlines()]
    with pytest.raises(CutError) as raised:
        cut(tree, DOMAIN, names)
    place = f"{path}:{lines.index(line) + 1}"
    assert str(raised.value).startswith(f"{place}: `{line}`: 'options' cannot be cut")
    assert "\n" not in str(raised.value)


def test_statements_of_its_own_go(tree: Tree) -> None:
    """Test that a statement that works for a feature alone goes without a question."""
    tree = edited(
        tree,
        COORDINATOR,
        (
            "        self._client =",
            "        if config_entry.options.get(DOMAIN):\n"
            "            _LOGGER.info(DOMAIN)\n"
            "        config_entry.options.clear()\n"
            "        self._client =",
        ),
    )
    text = cut(tree, DOMAIN, {"options"})[COORDINATOR].decode()
    assert "options" not in text
    assert "        _LOGGER.info(DOMAIN)\n        self._client =" in text


@pytest.mark.parametrize("name", FEATURES)
@pytest.mark.parametrize(
    "sentence",
    [
        "Readings of a negative power are left out.",
        "With its app, you can discover new firmware yourself.",
        "The energy counter survives a switch off.",
        "In the diagnostics of the app, you can turn off control.",
    ],
)
def test_sentences_of_an_author_stay(tree: Tree, name: str, sentence: str) -> None:
    """Test that nobody's sentence goes for a word that it has in common with the model's."""
    tree = edited(tree, PLACES.page, (LIMITS, f"{LIMITS}- {sentence}\n"))
    tree = edited(
        tree,
        COORDINATOR,
        ("        self._client =", f"        # {sentence}\n        self._client ="),
    )
    rest = cut(tree, DOMAIN, [name])
    assert f"{LIMITS}- {sentence}\n" in rest[PLACES.page].decode()
    assert f"        # {sentence}\n" in rest[COORDINATOR].decode()


def test_comment_keeps_its_other_sentences(tree: Tree) -> None:
    """Test that a comment goes by the sentence, and is filled again."""
    tree = edited(
        tree,
        COORDINATOR,
        (
            "        self._client =",
            "        # One for all. After an action switches the\n"
            "        # relay, it asks again. It is never closed.\n"
            "        self._client =",
        ),
    )
    text = cut(tree, DOMAIN, {"switch"})[COORDINATOR].decode()
    assert "        # One for all. It is never closed.\n        self._client =" in text
