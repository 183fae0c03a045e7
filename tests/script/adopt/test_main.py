"""Test the command: what it writes, what it keeps, and what it refuses."""

from collections.abc import Callable
import json
from pathlib import Path
import shutil
import subprocess

import pytest

from script.adopt import completing, report, rewriting, writing
from script.adopt.__main__ import main

from .conftest import MANIFEST, put

from tests.edits import edit

INTEGRATION = "homeassistant/components/acme_meter"
# What runs the component's code is tested by itself.
UNTRIED = "--no-trial"


def contents(root: Path) -> dict[str, bytes]:
    """Return all files of a tree but git's."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and ".git" not in path.parts
    }


def adopt(repository: Path, *arguments: str) -> int:
    """Call the command without a trial."""
    return main([str(repository), UNTRIED, *arguments])


def test_two_commits(
    repository: Path,
    root: Path,
    git: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Test that the component is committed as it was, and then as core writes it."""
    put(root, {"mine.txt": "staged"})
    git("add", "mine.txt")
    assert adopt(repository) == 0
    assert git("log", "--format=%s").splitlines() == [
        "Write Acme Meter as core does",
        "Take the custom component Acme Meter as it was",
        "Begin",
    ]
    source = (repository / "custom_components/acme_meter/sensor.py").read_text()
    assert git("show", f"HEAD~1:{INTEGRATION}/sensor.py") == source.strip()
    assert "translations/en.json" in git("show", "--stat=200", "HEAD~1")
    body = git("log", "-1", "--format=%b")
    assert "- Validate with Probatio instead of Voluptuous: 1" in body
    assert f"- {INTEGRATION}/quality_scale.yaml" in body
    # What was staged is so still, and is not in the commits.
    assert git("status", "--porcelain") == "A  mine.txt"
    assert "probatio" in (root / INTEGRATION / "config_flow.py").read_text()
    manifest = json.loads((root / INTEGRATION / "manifest.json").read_text())
    assert manifest["domain"] == "acme_meter"
    out = capsys.readouterr().out
    assert "1. What stops it" in out
    assert "It was not tried" in out
    assert len(out.splitlines()) <= 50


def test_second_run(repository: Path, root: Path, git: Callable[..., str]) -> None:
    """Test that a second run changes nothing, and that hand edits of all kinds stay."""
    assert adopt(repository) == 0
    before, head = contents(root), git("rev-parse", "HEAD")
    assert adopt(repository) == 0
    assert contents(root) == before
    assert git("rev-parse", "HEAD") == head

    sensor = root / INTEGRATION / "sensor.py"
    edit(sensor, ('"Power"', '"Mains power"'))
    (root / INTEGRATION / "quality_scale.yaml").unlink()
    put(root, {f"{INTEGRATION}/entity.py": '"""Base entity."""\n'})
    edited = contents(root)
    assert adopt(repository) == 0
    after = contents(root)
    assert {path for path in edited if path.startswith(INTEGRATION)} == {
        path for path in after if path.startswith(INTEGRATION)
    }
    assert all(after[path] == edited[path] for path in edited if "build/" not in path)
    assert git("rev-parse", "HEAD") == head


def test_new_version(repository: Path, root: Path) -> None:
    """Test that what is new in the component comes in beside hand edits, and a contradiction is named."""
    assert adopt(repository) == 0
    sensor = root / INTEGRATION / "sensor.py"
    edit(sensor, ("The power.", "The power that is drawn."))
    theirs = repository / "custom_components/acme_meter"
    edit(theirs / "sensor.py", ("Add the sensors", "Add all sensors"))
    put(theirs, {"helpers.py": '"""Helpers."""\n'})
    assert adopt(repository) == 0
    text = sensor.read_text()
    assert "The power that is drawn." in text
    assert "Add all sensors" in text
    assert (root / INTEGRATION / "helpers.py").is_file()

    edit(theirs / "sensor.py", ("The power.", "The active power."))
    assert adopt(repository) == 0
    assert "The power that is drawn." in sensor.read_text()
    report = (root / "build/adopt/acme_meter.md").read_text()
    assert "sensor.py: your edits stand where this run would change it" in report


def test_ticks_itself_off(repository: Path, root: Path) -> None:
    """Test that what is mended is ticked, and the author's own words and ticks stay."""
    (repository / "LICENSE").unlink()
    report = root / "build/adopt/acme_meter.md"
    assert adopt(repository) == 0
    assert "- [ ] No licence: " in report.read_text()
    edit(report, ("## 6. Tests", "Ask Mona first.\n\n## 6. Tests"))
    lines = report.read_text().splitlines()
    mine = next(line for line in lines if line.startswith("- [ ] Bronze, "))
    edit(report, (mine, mine.replace("[ ]", "[x]")))
    put(
        repository,
        {
            "LICENSE": "MIT License\n\nPermission is hereby granted, free of charge, to any person obtaining a copy"
        },
    )
    assert adopt(repository) == 0
    text = report.read_text()
    assert "- [x] No licence: " in text
    assert "- [ ] No licence: " not in text
    assert "Ask Mona first." in text
    assert mine.replace("[ ]", "[x]") in text
    assert adopt(repository) == 0
    assert report.read_text() == text


def test_dry_run(
    repository: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a dry run reports and writes nothing."""
    before = contents(root)
    assert adopt(repository, "--dry-run") == 0
    assert contents(root) == before
    out = capsys.readouterr().out
    assert "7. Bronze, then style" in out
    assert "Nothing was written" in out


def test_new_domain(repository: Path, root: Path) -> None:
    """Test that another domain is in the places, in the manifest and in the code."""
    put(
        repository,
        {
            "tests/test_init.py": 'from custom_components.acme_meter.const import DOMAIN\n\nNAMES = [DOMAIN, "acme_meter"]\n'
        },
    )
    assert adopt(repository, "--domain", "acme_power") == 0
    folder = root / "homeassistant/components/acme_power"
    assert json.loads((folder / "manifest.json").read_text())["domain"] == "acme_power"
    assert 'DOMAIN = "acme_power"' in (folder / "const.py").read_text()
    test = (root / "tests/components/acme_power/test_init.py").read_text()
    assert "homeassistant.components.acme_power.const" in test
    assert 'NAMES = [DOMAIN, "acme_power"]' in test
    assert not (root / INTEGRATION).exists()
    page = root / "companion/home-assistant.io/source/_integrations/acme_power.markdown"
    assert "ha_domain: acme_power" in page.read_text()


@pytest.mark.parametrize("domain", ["Acme", "acme-meter", "sun", "class"])
def test_unfit_domain(
    repository: Path, root: Path, capsys: pytest.CaptureFixture[str], domain: str
) -> None:
    """Test that a domain that core has or cannot have is refused."""
    assert adopt(repository, "--domain", domain) == 2
    assert f"script/run adopt: --domain '{domain}'" in capsys.readouterr().err
    assert [*(root / "homeassistant/components").iterdir()] == [
        root / "homeassistant/components/.keep"
    ]


@pytest.mark.parametrize(
    "path",
    [
        INTEGRATION,
        "tests/components/acme_meter",
        "companion/home-assistant.io/source/_integrations/acme_meter.markdown",
    ],
)
def test_here_already(
    repository: Path, root: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    """Test that nothing that is here from elsewhere is touched."""
    put(root, {f"{path}/__init__.py" if "." not in path else path: '"""Mine."""\n'})
    before = contents(root)
    assert adopt(repository) == 2
    assert "here already" in capsys.readouterr().err
    assert contents(root) == before


def test_another_component(
    repository: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that the domain of what was adopted is not taken by another component."""
    assert adopt(repository, "--domain", "acme_power") == 0
    manifest = json.dumps(MANIFEST | {"domain": "acme_pump"})
    put(repository / "custom_components/acme_meter", {"manifest.json": manifest})
    assert adopt(repository, "--domain", "acme_power") == 2
    assert "adopted from a component called acme_meter" in capsys.readouterr().err


def test_broken_record(
    repository: Path, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Test that a record that cannot be read is said to be none."""
    put(root, {"build/adopt/acme_meter.zip": "no archive"})
    assert adopt(repository) == 2
    assert "not a record of `script/run adopt`" in capsys.readouterr().err


def test_without_git(repository: Path, root: Path) -> None:
    """Test that a tree that is no repository gets the same files."""
    shutil.rmtree(root / ".git")
    assert adopt(repository) == 0
    assert (root / INTEGRATION / "quality_scale.yaml").is_file()


def test_nameless(
    repository: Path,
    root: Path,
    git: Callable[..., str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Test that commits are made where git knows no name of their author, which is said."""
    for name in ("NAME", "EMAIL"):
        for role in ("AUTHOR", "COMMITTER"):
            monkeypatch.delenv(f"GIT_{role}_{name}")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    git("config", "user.useConfigOnly", "true")
    assert adopt(repository) == 0
    assert len(git("log", "--format=%h").splitlines()) == 3
    assert "Committed without your name" in capsys.readouterr().out


def test_unborn_branch(repository: Path, root: Path, git: Callable[..., str]) -> None:
    """Test that the two commits may be the first of all."""
    git("update-ref", "-d", "HEAD")
    assert adopt(repository) == 0
    assert len(git("log", "--format=%h").splitlines()) == 2


def test_all_or_nothing(
    repository: Path,
    root: Path,
    git: Callable[..., str],
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Test that nothing is left where git refuses at the very end."""
    before, head = contents(root), git("rev-parse", "HEAD")
    (root / ".git/index.lock").touch()
    assert adopt(repository) == 2
    assert "index.lock" in capsys.readouterr().err
    (root / ".git/index.lock").unlink()
    assert contents(root) == before
    assert git("rev-parse", "HEAD") == head
    assert git("status", "--porcelain") == ""
    assert not [*root.glob(".adopt-*")]


def test_failure_while_writing(tmp_path: Path) -> None:
    """Test that what was written before a failure is taken back, and what it replaced returns."""
    put(tmp_path, {"a.txt": "old", "gone.txt": "old", "blocked": "a file"})
    changes = {
        "a.txt": b"new",
        "gone.txt": None,
        "new/b.txt": b"new",
        "blocked/c.txt": b"new",
    }
    before = contents(tmp_path)
    with pytest.raises(OSError, match="blocked"):
        writing.write(tmp_path, changes, None, None)
    assert contents(tmp_path) == before
    assert {path.name for path in tmp_path.iterdir()} == {
        "a.txt",
        "gone.txt",
        "blocked",
    }


def test_hook_is_not_run(repository: Path, root: Path, git: Callable[..., str]) -> None:
    """Test that hooks of the tree, which would judge what is as it was, have no part in it."""
    hook = root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    assert adopt(repository) == 0
    assert subprocess.run(hook, check=False).returncode == 1
    assert len(git("log", "--format=%h").splitlines()) == 3


@pytest.mark.parametrize(
    ("files", "message"),
    [
        pytest.param(
            {"sensor.py": "def broken(:\n"}, "sensor.py:1: not Python", id="Python"
        ),
        pytest.param({"translations/en.json": "{"}, "en.json: not JSON", id="JSON"),
        pytest.param({"services.yaml": "a: [\n"}, "services.yaml: not YAML", id="YAML"),
    ],
)
def test_what_no_tool_can_read(
    repository: Path, root: Path, files: dict[str, str], message: str
) -> None:
    """Test that a broken file is taken as it is, and named."""
    component = put(repository / "custom_components/acme_meter", files)
    assert adopt(repository) == 0
    [name] = files
    if name != "translations/en.json":
        assert (root / INTEGRATION / name).read_bytes() == (
            component / name
        ).read_bytes()
    report = (root / "build/adopt/acme_meter.md").read_text()
    assert message in " ".join(report.split())


@pytest.mark.parametrize(
    ("place", "what"),
    [
        pytest.param((rewriting, "apply_all"), "To rewrite it", id="codemods"),
        pytest.param((rewriting, "split"), "To split the client off", id="library"),
        pytest.param((completing, "write_page"), "The page", id="page"),
        pytest.param((completing, "write_scale"), "quality_scale.yaml", id="scale"),
        pytest.param((report, "findings"), "review", id="judges"),
    ],
)
def test_faults_of_tools(
    repository: Path,
    root: Path,
    monkeypatch: pytest.MonkeyPatch,
    place: tuple[object, str],
    what: str,
) -> None:
    """Test that a tool that fails on a component costs its author none of the others, and is named."""

    def fail(*_: object, **__: object) -> None:
        raise KeyError("unforeseen\nthing")

    monkeypatch.setattr(*place, fail)
    assert adopt(repository) == 0
    assert (root / INTEGRATION / "sensor.py").is_file()
    text = (root / "build/adopt/acme_meter.md").read_text()
    assert f"- [ ] {what} failed (KeyError: " in text
    assert "please report it" in text


def test_yaml_only(repository: Path, root: Path) -> None:
    """Test that a component without a config flow is taken, and that this is a stop."""
    (repository / "custom_components/acme_meter/config_flow.py").unlink()
    assert adopt(repository) == 0
    assert (
        "It is set up in YAML only" in (root / "build/adopt/acme_meter.md").read_text()
    )


def test_nothing_is_executed(repository: Path, root: Path, tmp_path: Path) -> None:
    """Test that no code of the repository runs without a trial."""
    mark = tmp_path / "executed"
    code = f'from pathlib import Path\n\nPath("{mark}").touch()\n'
    put(
        repository,
        dict.fromkeys(
            (
                "setup.py",
                "conftest.py",
                "tests/conftest.py",
                "tests/test_init.py",
                "ruff.py",
                "sitecustomize.py",
                "custom_components/acme_meter/sensor.py",
                "custom_components/acme_meter/__init__.py",
            ),
            code,
        )
        | {"pyproject.toml": '[tool.ruff]\nselect = ["ALL"]\n'},
    )
    assert adopt(repository) == 0
    assert not mark.exists()


def test_fresh_clone(repository: Path, root: Path, git: Callable[..., str]) -> None:
    """Test that the commits of an earlier run tell what it wrote, where its record is not, and edits stay."""
    assert adopt(repository) == 0
    page = root / "companion/home-assistant.io/source/_integrations/acme_meter.markdown"
    page.write_text(page.read_text() + "\nA sentence of its author.\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "Say more")
    (root / "build/adopt" / "acme_meter.zip").unlink()
    readme = repository / "custom_components" / "acme_meter" / "sensor.py"
    readme.write_text(readme.read_text().replace("Add the sensors", "Add all sensors"))
    assert adopt(repository) == 0
    assert git("diff", "--name-only") == "homeassistant/components/acme_meter/sensor.py"
    assert page.read_text().endswith("\nA sentence of its author.\n")
    assert adopt(repository) == 0
    assert git("diff", "--name-only") == "homeassistant/components/acme_meter/sensor.py"
