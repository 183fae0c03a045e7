"""Count what a test could leave behind."""

import asyncio
from collections import Counter
from collections.abc import Iterable
import gc
from pathlib import Path
import re
import threading

from homeassistant.core import HomeAssistant
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.util.async_ import get_scheduled_timer_handles


def traces(hass: HomeAssistant, domain: str) -> Counter[str]:
    """Return what an integration could leave behind, by kind and name."""
    loop = asyncio.get_running_loop()
    timers = (
        each for each in get_scheduled_timer_handles(loop) if not each.cancelled()
    )
    types = (type(each) for each in gc.get_objects())
    files = (each for each in Path("/proc/self/fd").iterdir() if each.is_symlink())
    kinds: dict[str, Iterable[object]] = {
        "task": (each.get_name() for each in asyncio.all_tasks(loop)),
        "timer": (re.sub(r"when=\S+", "", repr(each)) for each in timers),
        "listener": Counter(hass.bus.async_listeners()).elements(),
        "thread": (each.name for each in threading.enumerate()),
        "file": (re.sub(r"\d+", "", str(each.readlink())) for each in files),
        "entity": er.async_get(hass).entities,
        "device": dr.async_get(hass).devices,
        "issue": ir.async_get(hass).issues,
        "flow": (each["flow_id"] for each in hass.config_entries.flow.async_progress()),
        "object": (each for each in types if domain in each.__module__),
    }
    return Counter(f"{kind} {name}" for kind, names in kinds.items() for name in names)
