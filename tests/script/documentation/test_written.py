"""Test that no judge refuses what is written of integrations of core."""

import json
from pathlib import Path
import shutil
import subprocess
import sys

import pytest

from script.documentation.completed import completed
from script.documentation.differences import differences
from script.integration.contribution import contribution
from script.integration.core import core
from script.integration.files import forget
from script.integration.finding import Finding


def scaled() -> list[str]:
    """Return some of core's integrations on the quality scale, the same each time."""
    return [
        path.parent.name
        for path in sorted(core().components.glob("*/quality_scale.yaml"))
        if json.loads((path.parent / "manifest.json").read_text()).get("config_flow")
    ][::40]


def is_of_author(finding: Finding) -> bool:
    """Return whether a finding asks for what no code can tell."""
    return finding.line == 0 and (
        finding.message.startswith(
            ("no section", "no description", "nothing shows", "the description links")
        )
        or "does not say what" in finding.message
        or finding.check in ("docs-actions", "docs-triggers", "docs-conditions")
    )


@pytest.mark.parametrize("domain", scaled())
def test_written(tmp_path: Path, domain: str) -> None:
    """Test that a page that is begun holds, but for what its author has to tell, and is complete."""
    path = tmp_path / "homeassistant" / "components" / domain
    shutil.copytree(
        core().components / domain,
        path,
        ignore=shutil.ignore_patterns("translations", "__pycache__"),
    )
    page = contribution(path).page.path
    page.parent.mkdir(parents=True)
    written = completed(contribution(path))
    page.write_text(written, encoding="utf-8")
    forget()
    case = contribution(path)
    assert completed(case) == written
    refused = [
        str(each)
        for each in differences(case)
        if each.path == page and not is_of_author(each)
    ]
    assert refused == []
    spelling = subprocess.run(
        [sys.executable, "-m", "codespell_lib", "--toml=pyproject.toml", str(page)],
        capture_output=True,
        check=False,
        text=True,
    )
    assert spelling.stdout == ""
