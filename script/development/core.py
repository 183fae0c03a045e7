"""Run Home Assistant with this repository's integrations among its own.

python -m script.development.core FOLDER [ADDRESS=ADDRESS …]
"""

from pathlib import Path
import sys
from typing import Any

from zeroconf import IPVersion

from homeassistant.__main__ import main as run
from homeassistant.components import zeroconf
from homeassistant.core import HomeAssistant
from script import COMPONENTS, ROOT, overlay

from .home_assistant import ADDRESS
from .redirection import redirect


def main() -> int:
    """Run Home Assistant on the configuration folder named, and return its exit code."""
    folder = Path(sys.argv[1])
    addresses = dict(each.split("=") for each in sys.argv[2:])
    for source in (COMPONENTS, ROOT / "companion" / "library"):
        redirect(source, addresses)
    overlay.mount()
    overlay.enlist(folder / ".generated")
    # Home Assistant has no setting for it: it leaves the loopback interface out of discovery,
    # where the simulated device is, and announces itself on all others.
    zeroconf._async_get_zc_args = loopback_alone  # noqa: SLF001
    sys.argv[1:] = ["--config", str(folder), "--skip-pip"]
    return run()


def loopback_alone(hass: HomeAssistant) -> dict[str, Any]:
    """Return what makes zeroconf neither speak nor listen on any network."""
    return {"interfaces": [ADDRESS], "ip_version": IPVersion.V4Only}


if __name__ == "__main__":
    sys.exit(main())
