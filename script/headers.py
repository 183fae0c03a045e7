"""Find Python's headers, for packages that are built when they are installed."""

from collections.abc import Mapping
import os
from pathlib import Path
import sysconfig


def with_headers() -> Mapping[str, str]:
    """Return the environment in which a compiler finds them."""
    # Those of an unpacked Python (script/find_python) include one another by the system's path.
    return os.environ | {"CPATH": str(Path(sysconfig.get_path("include")).parent)}
