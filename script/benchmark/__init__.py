"""Measure what the scaffold and its integration cost."""

from collections.abc import Mapping

# Seconds by name, or numbers where the name says so. Of what was measured several times it is the shortest.
type Figures = Mapping[str, float]


class BenchmarkError(Exception):
    """What stands in the way; the message says it."""


def shown(value: float) -> str:
    """Return a figure with the three digits that can be relied on."""
    return f"{float(f'{value:.3g}'):,g}"
