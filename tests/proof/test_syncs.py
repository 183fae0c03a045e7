"""Core's dev moves, and is merged into an open branch, again and again.

Twice in the ordinary tests, with a core of few integrations; 20 times with --nightly, with all of core's.
"""

import ast
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
import json
from pathlib import Path
from random import Random, SystemRandom
from time import monotonic
from typing import Any, Final

import pytest

from script import COMPONENTS, ROOT
from script.integration.core import installed_package
from script.submit.__main__ import main
from script.submit.core.branch import make
from script.submit.core.checkout import opened
from script.submit.outside import literal
from script.submit.prepared import prepared
from script.submit.series import Step
from script.submit.source import integration_in, tree_of

from .conftest import is_nightly

from tests.simulated_core import SimulatedCore, simulated_core

DOMAIN: Final = "my_cloud"
INTEGRATIONS: Final = "homeassistant/generated/integrations.json"
FLOWS: Final = "homeassistant/generated/config_flows.py"
FOLDER: Final = "homeassistant/components/"
SECONDS: Final = 20
LISTED: Final = ("name", "integration_type", "config_flow", "iot_class")

type Changes = dict[str, bytes | None]


@dataclass
class Dev:
    """What core's dev holds.

    Attributes:
        core: The repository.
        manifests: Of all integrations.
        others: The domains of those that came meanwhile.
    """

    core: SimulatedCore
    manifests: dict[str, Mapping[str, Any]]
    chance: Random
    others: list[str] = field(default_factory=list)

    def manifest(self, domain: str, /, **said: Any) -> Changes:
        """Give an integration another manifest."""
        self.manifests[domain] = {**self.manifests.get(domain, {}), **said}
        content = json.dumps(self.manifests[domain]).encode()
        return {f"{FOLDER}{domain}/manifest.json": content}


def added(dev: Dev) -> Changes:
    """Add an integration that every list has right beside ours."""
    # A half of them before, a half behind it
    start = dev.chance.choice((f"{DOMAIN[:-1]}a", f"{DOMAIN}_"))
    domain = f"{start}{len(dev.others)}"
    dev.others.append(domain)
    return dev.manifest(
        domain,
        domain=domain,
        name=domain.title(),
        codeowners=["@another"],
        config_flow=True,
        integration_type="hub",
        iot_class="cloud_polling",
        requirements=[f"{domain.replace('_', '-')}==1.0.0"],
    )


def upgraded(dev: Dev) -> Changes:
    """Upgrade the library of such an integration, and give it another owner."""
    if not dev.others:
        return added(dev)
    domain = dev.chance.choice(dev.others)
    version = dev.chance.randrange(2, 1000)
    return dev.manifest(
        domain,
        codeowners=[f"@owner{version}"],
        requirements=[f"{domain.replace('_', '-')}=={version}.0.0"],
    )


def removed(dev: Dev) -> Changes:
    """Remove such an integration."""
    if not dev.others:
        return added(dev)
    domain = dev.others.pop(dev.chance.randrange(len(dev.others)))
    del dev.manifests[domain]
    return {f"{FOLDER}{domain}/manifest.json": None}


def ours(dev: Dev) -> Changes:
    """Change a file of the integration that the open step leaves alone."""
    path = f"{FOLDER}{DOMAIN}/sensor.py"
    return {path: dev.core.content("dev", path) + b"\n# Somebody else was here.\n"}


def elsewhere(dev: Dev) -> Changes:
    """Change something that has nothing to do with it."""
    path = "homeassistant/const.py"
    number = dev.chance.randrange(1000)
    return {path: dev.core.content("dev", path) + f"N{number} = 1\n".encode()}


MOVES: Final = (added, ours, added, upgraded, removed, elsewhere)


def anew(
    core: SimulatedCore, manifests: Mapping[str, Mapping[str, Any]]
) -> dict[str, str]:
    """Return the lists that follow from manifests, written from nothing where that can be.

    Args:
        core: The repository, whose release lists what no manifest tells.
        manifests: Of all integrations.
    """
    required: dict[str, list[str]] = defaultdict(list)
    owners, flows = "", dict[str, set[str]](helper=set(), integration=set())
    integrations = json.loads(core.content(core.first, INTEGRATIONS))
    known = set(integrations["integration"])
    for domain, each in sorted(manifests.items()):
        for owned in ("homeassistant", "tests") if each.get("codeowners") else ():
            owners += f"/{owned}/components/{domain}/ {' '.join(each['codeowners'])}\n"
        for requirement in each.get("requirements", ()):
            required[requirement].append(f"# homeassistant.components.{domain}\n")
        if domain not in known and domain.startswith(DOMAIN[:-1]):
            keys = (*LISTED[:2], "categories", "connectivity", *LISTED[2:])
            integrations["integration"][domain] = {
                key: each[key] for key in keys if key in each
            }
        if each.get("config_flow"):
            kind = each.get("integration_type")
            flows["helper" if kind == "helper" else "integration"].add(domain)
    integrations["integration"] = dict(sorted(integrations["integration"].items()))
    return {
        "CODEOWNERS": owners,
        "requirements_all.txt": "\n".join(
            f"{''.join(users)}{name}\n"
            for name, users in sorted(
                required.items(), key=lambda item: item[0].lower()
            )
        ),
        INTEGRATIONS: json.dumps(integrations, indent=2) + "\n",
        FLOWS: _with_flows(
            core.content(core.first, FLOWS).decode(),
            {kind: sorted(domains) for kind, domains in flows.items()},
        ),
    }


def _with_flows(text: str, flows: Mapping[str, list[str]]) -> str:
    (value,) = (
        node.value
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "FLOWS"
    )
    return text.replace(ast.get_source_segment(text, value) or "", literal(flows))


def manifests_of(package: Path) -> dict[str, Mapping[str, Any]]:
    """Return the manifests of all integrations."""
    return {
        path.parent.name: json.loads(path.read_text())
        for path in package.glob("components/*/manifest.json")
    }


@pytest.fixture
def steps(tmp_path: Path) -> list[Step]:
    """Return the series."""
    files = tree_of(integration_in(COMPONENTS, DOMAIN), ROOT)
    return [each.step for each in prepared(tmp_path / "cut", ROOT, files, DOMAIN, None)]


@pytest.mark.timeout(900)
def test_syncs(
    pytestconfig: pytest.Config,
    tmp_path: Path,
    steps: list[Step],
    capsys: pytest.CaptureFixture[str],
    record_property: Callable[[str, object], None],
) -> None:
    """Test that no commit is rewritten, and what core's tools write is as if made from nothing."""
    nightly = is_nightly(pytestconfig)
    seed = str(SystemRandom().randrange(2**32)) if nightly else "ordinary"
    only = ("",) if nightly else ("homeassistant/const.py", "homeassistant/generated/")
    core = simulated_core(tmp_path / "core", only)
    dev = Dev(core, manifests_of(installed_package()), Random(seed))
    for path, text in anew(core, dev.manifests).items():
        assert core.content("dev", path).decode() == text, path
    # The first has landed, so that core's and ours may change the same files.
    first, second = steps[:2]
    dev.manifests[DOMAIN] = first.manifest
    lists = anew(core, dev.manifests)
    core.move(
        "dev",
        {**first.core, **{path: text.encode() for path, text in lists.items()}},
        f"{first.title} (#1)",
    )
    make(opened(core.root), second, [], lambda _: None, tests=False)
    seconds = []
    for number in range(20 if nightly else 2):
        move = MOVES[number % len(MOVES)]
        changes = move(dev)
        changes |= {
            path: text.encode() for path, text in anew(core, dev.manifests).items()
        }
        core.move("dev", changes, f"{move.__doc__}")
        before = core.git("rev-parse", second.branch)
        state = {
            each: core.git(*each.split())
            for each in (
                "status --porcelain --ignored",
                "worktree list",
                "config --list",
            )
        }
        start = monotonic()
        assert main([DOMAIN, "--core", str(core.root), "--sync"]) == 0
        seconds.append(round(monotonic() - start, 1))
        assert f"{second.branch}: merged dev" in capsys.readouterr().out
        assert core.git("log", "-1", "--format=%P", second.branch).split() == [
            before,
            core.git("rev-parse", "dev"),
        ]
        for commit in (before, "dev"):
            core.git("merge-base", "--is-ancestor", commit, second.branch)
        expected = anew(core, {**dev.manifests, DOMAIN: second.manifest})
        for path, text in expected.items():
            assert core.content(second.branch, path).decode() == text, path
        # What the branch changes is its step, and nothing of what core's dev has is undone.
        changed = core.git("diff", "--name-only", "dev", second.branch).splitlines()
        assert set(changed) <= {*_changed(first, second), *expected}
        assert {each: core.git(*each.split()) for each in state} == state
    record_property("seconds of each sync", seconds)
    record_property("seed of the syncs", seed)
    assert max(seconds) < SECONDS


def _changed(first: Step, second: Step) -> list[str]:
    paths = {*first.core, *second.core}
    return [path for path in paths if first.core.get(path) != second.core.get(path)]
