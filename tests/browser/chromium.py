"""Find Chromium."""

import os
from pathlib import Path
import shutil
from typing import Final

from playwright.async_api import Browser, Playwright
import pytest

# Set where it must not be missing, as in CI
DEMANDED: Final = "BROWSER_DEMANDED"
MISSING: Final = (
    "no Chromium here, so the flows were not tried in a browser. To get it: "
    "`sudo apt-get install chromium` on Debian, `.venv/bin/playwright install chromium` elsewhere"
)
# What a browser does by itself, and most of that on the internet
QUIET: Final = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


def find(playwright: Playwright) -> str | None:
    """Return the path of the system's Chromium, or else of Playwright's own, if there is one."""
    own = playwright.chromium.executable_path
    return shutil.which("chromium") or (own if Path(own).exists() else None)


async def launch(playwright: Playwright) -> Browser:
    """Start Chromium; without one, end the test as not run, or as failed if it is demanded."""
    if path := find(playwright):
        return await playwright.chromium.launch(executable_path=path, args=QUIET)
    if os.environ.get(DEMANDED):
        pytest.fail(MISSING)
    pytest.skip(MISSING)
