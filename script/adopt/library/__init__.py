"""Split the client that a component has inside of it off into a library of its own.

The lines that talk to the device are found (`talking`), the classes around them with all that they need (`parts`),
freed from Home Assistant where that is plain (`unbinding`), and moved (`moving`) into a project (`project`).
"""

from .split import Split, split

__all__ = ["Split", "split"]
