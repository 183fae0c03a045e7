"""Take an existing custom component into the core tree.

The order of the work: the repository is read (`taking`), its files get the places that they have in core (`placing`),
are rewritten as core writes (`rewriting`), and get what a custom component lacks (`completing`). All of that is in
memory. Then it is written as a whole (`writing`), tried, and reported on (`report`).
"""

from typing import Final

PROGRAM: Final = "script/run adopt"


class AdoptError(Exception):
    """What cannot be adopted; the message says what, why, and what to do."""
