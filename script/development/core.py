"""Run Home Assistant with this repository's integrations among its own: python -m script.development.core FOLDER."""

from pathlib import Path
import sys
from typing import Any

from zeroconf import IPVersion

from homeassistant.__main__ import main as run
from homeassistant.components import zeroconf
from homeassistant.core import HomeAssistant
from script import COMPONENTS, ROOT, overlay
from script.arguments import Parser

from .home_assistant import ADDRESS, RECORDED
from .recorder import Recorder
from .redirection import redirect
from .rerouting import lead


def main() -> int:
    """Run Home Assistant on the configuration folder named, and return its exit code."""
    parser = Parser(prog="script.development.core", description=__doc__)
    parser.add_argument("folder", type=Path)
    for option in ("--instead", "--lead"):
        parser.add_argument(option, action="append", default=[])
    parser.add_argument("--record")
    arguments = parser.parse_args()
    folder = arguments.folder

    addresses = dict(each.split("=") for each in arguments.instead)
    for source in (COMPONENTS, ROOT / "companion" / "library"):
        redirect(source, addresses)
    ports = dict(each.split("=") for each in arguments.lead)
    lead({host: int(port) for host, port in ports.items()})
    overlay.mount()
    overlay.enlist(folder / ".generated")
    # Home Assistant has no setting for it: it leaves the loopback interface out of discovery,
    # where the simulated device is, and announces itself on all others.
    zeroconf._async_get_zc_args = loopback_alone  # noqa: SLF001
    sys.argv[1:] = ["--config", str(folder), "--skip-pip"]
    if not arguments.record:
        return run()
    recorder = Recorder(arguments.record)
    try:
        return run()
    finally:
        recorder.write(folder / RECORDED)


def loopback_alone(hass: HomeAssistant) -> dict[str, Any]:
    """Return what makes zeroconf neither speak nor listen on any network."""
    return {"interfaces": [ADDRESS], "ip_version": IPVersion.V4Only}


if __name__ == "__main__":
    sys.exit(main())
