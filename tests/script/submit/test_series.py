"""Test that the series is what core's reviewers want, for whatever integration it is."""

from itertools import pairwise
from pathlib import Path
import subprocess
import sys

import pytest

from script import ROOT
from script.copying import copy_tree
from script.integration.json_file import dump, load
from script.integration.tree import Places, Tree, read, write
from script.scaffold import MODEL
from script.scaffold.kinds import Making
from script.scaffold.make import put, tree_for
from script.scaffold.matrix import CHOSEN, Case, answers_for
from script.scaffold.models import Auth
from script.submit.patches import patches
from script.submit.series import Step, core_part, series
from script.submit.stage import formatted, lay_out
from script.submit.unchanged import differences

from tests.edits import edited
from tests.script.features.pump import pump

PLACES = Places(MODEL)
# By the features of the models, in the order of the steps after the first
STEPS = {
    "reauth": "reauthentication",
    "switch": "switch",
    "diagnostics": "diagnostics",
    "dhcp": "dhcp-discovery",
    "zeroconf": "zeroconf-discovery",
    "reconfigure": "reconfiguration",
    "options": "options",
    "strict_typing": "strict-typing",
}
ALL = ["new-integration", *(slug for slug in STEPS.values() if "dhcp" not in slug)]
# By which a feature shows in any integration
LATER = {
    "reauth": b"async_step_reauth",
    "reconfigure": b"async_step_reconfigure",
    "options": b"OptionsFlow",
    "zeroconf": b"zeroconf",
    "diagnostics": b"async_get_config_entry_diagnostics",
    "switch": b"SwitchEntity",
    "title of a flow that somebody else starts": b'"flow_title"',
}


def slugs(steps: list[Step]) -> list[str]:
    """Return what the steps are called."""
    return [step.change.slug for step in steps]


def code(tree: Tree, domain: str) -> bytes:
    """Return all of what goes to core."""
    return b"\n".join(core_part(tree, domain).values())


def test_eight_steps(steps: list[Step]) -> None:
    """Test the steps of the model, their titles and tiers, which never go down."""
    assert slugs(steps) == ALL
    assert [step.number for step in steps] == list(range(1, 9))
    assert steps[0].title == "Add My Device integration"
    assert steps[1].title == "Add reauthentication flow to My Device"
    tiers = [step.manifest["quality_scale"] for step in steps]
    assert tiers == ["bronze", *["silver"] * 4, *["gold"] * 2, "platinum"]


def test_last_step_is_what_stands_here(steps: list[Step]) -> None:
    """Test that the last step has the files of this repository, byte for byte."""
    folders = (PLACES.integration, PLACES.tests, PLACES.page, *PLACES.brands)
    there = read(ROOT, folders)
    assert {path: steps[-1].tree[path] for path in there} == there
    assert steps[-1].core == read(ROOT, folders[:2])


def test_first_step_is_small(steps: list[Step]) -> None:
    """Test that the first has one platform, none of the later features, and under 500 lines."""
    first = steps[0]
    text = code(first.tree, MODEL)
    assert [word for word in LATER.values() if word in text] == []
    assert b"PLATFORMS: list[Platform] = [Platform.SENSOR]" in text
    assert b"diagnostics" not in first.tree[
        f"{PLACES.integration}quality_scale.yaml"
    ].replace(b"  diagnostics: todo", b"")
    assert 0 < patches(steps)[0].added < 500


def test_patches_lead_from_nothing_to_the_end(
    tmp_path: Path, steps: list[Step]
) -> None:
    """Test that each patch applies onto the step before, and the first onto core without it."""
    write(tmp_path, {"homeassistant/components/abode/__init__.py": b""})
    before = read(tmp_path, (".",))
    for step, patch in zip(steps, patches(steps), strict=True):
        subprocess.run(
            ["git", "apply", "-"],
            cwd=tmp_path,
            env={
                "GIT_CEILING_DIRECTORIES": str(tmp_path.parent),
                "PATH": "/usr/bin:/bin",
            },
            input=patch.content,
            check=True,
        )
        assert read(tmp_path, (".",)) == {**before, **step.core}
        assert patch.files == len(
            {
                line
                for line in patch.content.splitlines()
                if line.startswith(b"diff --git")
            }
        )


def test_nothing_but_core_in_a_patch(steps: list[Step]) -> None:
    """Test that page, images and library stay out of what goes to core."""
    assert any(path.startswith("companion/library/") for path in steps[0].tree)
    assert not any(b"companion/" in patch.content for patch in patches(steps))


def judged(folder: Path, domain: str, steps: list[Step]) -> str:
    """Return what quick judges find in steps, each as it would be submitted."""
    places = Places(domain)
    stages = [folder / step.folder for step in steps]
    for step, stage in zip(steps, stages, strict=True):
        lay_out(stage, ROOT, step.domain, step.tree)
    formatted(stages[:-1], domain)
    integrations = [str(stage / places.integration) for stage in stages]
    code = [*integrations, *(str(stage / places.tests) for stage in stages)]
    found = []
    for judge in (
        ["script.hassfest", *(f"--integration-path={path}" for path in integrations)],
        ["script.review", "--first-pr", integrations[0]],
        ["ruff", "check", "--no-cache", *code],
        ["ruff", "format", "--no-cache", "--check", *code],
    ):
        result = subprocess.run(
            [sys.executable, "-m", *judge],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        found.append(result.stdout + result.stderr if result.returncode else "")
    return "".join(found)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a tree with the scaffold's chosen cases beside the models."""
    root = tmp_path_factory.mktemp("tree")
    copy_tree(root)
    for case in CHOSEN:
        put(root, tree_for(root, answers_for(*case)), answers_for(*case))
    return root


@pytest.mark.timeout(120)
@pytest.mark.parametrize("case", CHOSEN, ids=[case[0] for case in CHOSEN])
def test_series_of_what_scaffold_makes(
    made: Path,
    tmp_path: Path,
    case: Case,
) -> None:
    """Test that what an integration does not have is no step, and every other is in order."""
    domain, _, model, auth, without = case
    places = Places(domain)
    tree = read(made, (places.integration, places.tests, places.page, *places.brands))
    steps = series(tree, domain)
    features = {"strict_typing", *Making(model, auth).optional} - without
    if auth is not Auth.NONE:
        features.add("reauth")
    if "switch" not in features:
        features.discard("options")
    there = [slug for feature, slug in STEPS.items() if feature in features]
    assert slugs(steps) == ["new-integration", *there]
    assert steps[-1].tree == tree
    # Without authentication, no rule of Silver is left to later.
    first = "silver" if auth is Auth.NONE else "bronze"
    assert steps[0].manifest["quality_scale"] == first
    text = code(steps[0].tree, domain)
    assert [word for word in LATER.values() if word in text] == []
    assert judged(tmp_path, domain, steps) == ""


def with_sensor(tree: Tree) -> Tree:
    """Return the files with a further sensor."""
    path = f"{PLACES.integration}strings.json"
    strings = load(tree[path])
    strings["entity"]["sensor"] = {"peak": {"name": "Peak power"}}
    old = "SENSORS: tuple[MyDeviceSensorEntityDescription, ...] = (\n"
    new = (
        '    MyDeviceSensorEntityDescription(\n        key="peak",\n        translation_key="peak",\n'
        "        value_fn=lambda readings: readings.power,\n    ),\n"
    )
    return edited(
        {**tree, path: dump(strings)},
        PLACES.integration + "sensor.py",
        (old, old + new),
    )


def with_error(tree: Tree) -> Tree:
    """Return the files with a further error of the form."""
    path = f"{PLACES.integration}strings.json"
    strings = load(tree[path])
    strings["config"]["error"]["too_busy"] = "The device is too busy"
    return edited(
        {**tree, path: dump(strings)},
        PLACES.integration + "config_flow.py",
        ('"cannot_connect"', '"too_busy"'),
    )


def with_renamed_field(tree: Tree) -> Tree:
    """Return the files with a field under another name."""
    return {
        path: content.replace(b"api_token", b"access_key").replace(
            b"API_TOKEN", b"ACCESS_KEY"
        )
        for path, content in tree.items()
    }


@pytest.mark.parametrize("change", [with_sensor, with_error, with_renamed_field])
def test_other_integrations_need_no_edit(
    tmp_path: Path, steps: list[Step], change: object
) -> None:
    """Test that a sensor, an error and a field that nobody told the tool of come with the first step."""
    assert callable(change)
    tree = change(steps[-1].tree)
    changed = series(tree, MODEL)
    assert slugs(changed) == ALL
    assert changed[-1].tree == tree
    added = set(code(tree, MODEL).split()) - set(code(steps[-1].tree, MODEL).split())
    assert added & set(code(changed[0].tree, MODEL).split())
    for step in changed:
        write(tmp_path / step.folder, step.core)
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


def test_exemption_of_the_author_stays(steps: list[Step]) -> None:
    """Test that a rule that the author has exempt keeps the words of the author in every step."""
    path = f"{PLACES.integration}quality_scale.yaml"
    entry = b"  icon-translations:\n    status: exempt\n    comment: Ours.\n"
    tree = edited(steps[-1].tree, path, ("  icon-translations: done\n", entry.decode()))
    assert all(entry in step.tree[path] for step in series(tree, MODEL))


def test_another_platform_first(steps: list[Step]) -> None:
    """Test that another platform may be the first, and sensor then has a step of its own."""
    others = series(steps[-1].tree, MODEL, "switch")
    assert slugs(others) == [
        "sensor" if slug == "switch" else slug for slug in slugs(steps)
    ]
    assert f"{PLACES.integration}sensor.py" not in others[0].tree


def test_every_step_adds_something(steps: list[Step]) -> None:
    """Test that no step is without a change, and only the last changes nothing but claims."""
    claims = {
        f"{PLACES.integration}{name}"
        for name in ("manifest.json", "quality_scale.yaml")
    }
    for before, step in pairwise(steps):
        changed = {
            path
            for path in before.core.keys() | step.core.keys()
            if before.core.get(path) != step.core.get(path)
        }
        assert changed
        assert (changed <= claims) is (step is steps[-1])


def test_one_platform_and_nothing_else_is_one_step() -> None:
    """Test that an integration that has no features has one step, which is itself."""
    files = {
        "__init__.py": "PLATFORMS = [Platform.SENSOR]\n",
        "manifest.json": '{"domain": "pump", "name": "Pump"}\n',
        "sensor.py": "async def async_setup_entry(): ...\n",
    }
    tree = {
        f"homeassistant/components/pump/{name}": text.encode()
        for name, text in files.items()
    }
    only, *others = series(tree, "pump")
    assert (only.title, only.tree, others) == ("Add Pump integration", tree, [])


def test_no_platform() -> None:
    """Test that an integration without a platform begins with its flow."""
    gone = ("sensor.py", "switch.py", "icons.json")
    tree = {path: each for path, each in pump().items() if not path.endswith(gone)}
    assert slugs(series(tree, "pump")) == [
        "new-integration",
        "reauthentication",
        "diagnostics",
        "dhcp-discovery",
        "options",
        "actions",
    ]


MIGRATION = '''

async def async_migrate_entry(hass, entry):
    """Migrate an entry."""
    hass.config_entries.async_update_entry(entry, data=renamed(entry.data), version=2)
    return True


def renamed(data):
    """Return the data of an entry by the names of today."""
    return {"host": data["ip"]}
'''
IMPORT = '''
    async def async_step_import(self, import_data):
        """Import the configuration."""
        return self.async_create_entry(title="Pump", data=import_data)
'''


def test_former_entries_and_yaml() -> None:
    """Test that what takes over entries and YAML comes last, and the version stays from the first."""
    init, flow = (
        f"homeassistant/components/pump/{name}.py"
        for name in ("__init__", "config_flow")
    )
    text = pump()[flow].decode()
    members = f"    VERSION = 2\n{IMPORT}\n    @staticmethod"
    tree = {
        **pump(),
        init: pump()[init] + MIGRATION.encode(),
        flow: text.replace("    @staticmethod", members, 1).encode(),
    }
    steps = series(tree, "pump")
    assert slugs(steps)[-2:] == ["import", "migration"]
    assert [step.title for step in steps[-2:]] == [
        "Import the YAML configuration of Pump",
        "Migrate entries of earlier versions of Pump",
    ]
    assert all(b"VERSION = 2" in step.tree[flow] for step in steps)
    assert steps[-3].tree[init] == pump()[init]
    assert b"async_step_import" not in steps[-3].tree[flow]
    assert not any(step.places for step in steps)
    assert not any(
        differences(core_part(step.tree, "pump"), core_part(tree, "pump"))
        for step in steps
    )


def test_claim_of_the_author_stays(steps: list[Step]) -> None:
    """Test that no step claims more than the integration at the end."""
    path = f"{PLACES.integration}manifest.json"
    text = steps[-1].tree[path].replace(b'"platinum"', b'"silver"')
    tiers = [
        step.manifest["quality_scale"]
        for step in series({**steps[-1].tree, path: text}, MODEL)
    ]
    assert tiers == ["bronze", *["silver"] * 7]
