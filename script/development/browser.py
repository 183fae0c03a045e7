"""Open the page in a browser, where there is a desktop to show one."""

import asyncio
from collections.abc import Mapping
import os
import sys
import webbrowser


def has_desktop(environment: Mapping[str, str], platform: str) -> bool:
    """Return whether a browser opened here is seen by whoever started this."""
    if environment.get("CI"):
        return False
    if platform == "darwin":
        return "SSH_CONNECTION" not in environment
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))


async def open_page(url: str) -> None:
    """Open a page in the browser, if there is a desktop."""
    if has_desktop(os.environ, sys.platform):
        # It asks the system for the default browser first, which takes its time.
        await asyncio.to_thread(webbrowser.open, url)
