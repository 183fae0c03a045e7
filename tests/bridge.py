"""Let the test helpers load, whose newest release is for the Home Assistant before this one.

pytest loads it before all other plugins (`-p` in pyproject.toml). It goes, with `-p` and uv's override of the
version, once pytest-homeassistant-custom-component has a release for homeassistant 2026.11.
"""

from importlib import import_module
from typing import Final

_FIRST: Final = (
    # Puts httpx2 in httpx's place, for which nobody may have imported httpx; another plugin, respx, does.
    "homeassistant",
    # Replace functions that modules take by name, so that the rest of Home Assistant has to come later.
    "pytest_homeassistant_custom_component.patch_json",
    "pytest_homeassistant_custom_component.patch_recorder",
    "pytest_homeassistant_custom_component.patch_time",
)

for _name in _FIRST:
    import_module(_name)

# The helpers still look for it where it was in 2026.10.
_MOVED: Final = "_clear_logger_overwrites"
_logger = import_module("homeassistant.components.logger")
setattr(_logger, _MOVED, getattr(import_module(f"{_logger.__name__}.helpers"), _MOVED))
