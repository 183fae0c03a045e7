"""Let code that names a cloud which is only an example talk to the simulated one."""

from collections.abc import Mapping
from importlib.abc import PathEntryFinder
from importlib.machinery import FileFinder, SourceFileLoader
from pathlib import Path
import sys
from typing import override


def redirect(folder: Path, addresses: Mapping[str, str]) -> None:
    """Have modules in a folder, which are not imported yet, see other addresses than stand there."""

    class Loader(SourceFileLoader):
        """Load a module as if another address stood in it."""

        @override
        def path_stats(self, path: str) -> Mapping[str, float]:
            """Refuse, so that what is compiled is neither kept for others nor theirs taken."""
            raise OSError

        @override
        def get_data(self, path: str) -> bytes:
            """Return the source."""
            source = super().get_data(path)
            for here, there in addresses.items():
                source = source.replace(here.encode(), there.encode())
            return source

    find = FileFinder.path_hook((Loader, [".py"]))

    def find_below(path: str) -> PathEntryFinder:
        """Return what finds modules at a path, if that is in the folder.

        Raises ImportError if it is not.
        """
        if not Path(path).is_relative_to(folder):
            raise ImportError(path)
        return find(path)

    sys.path_hooks.insert(0, find_below)
    sys.path_importer_cache.clear()
