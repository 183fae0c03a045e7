"""Points about commits, and the rules of Bronze that the guide sums up."""

from typing import Final

from script.review.sheet.looks import code
from script.review.sheet.point import Point
from script.rules.scale.table import RULES

# In the guide's order; the scale has got others since.
_BRONZE: Final = (
    "action-setup",
    "appropriate-polling",
    "brands",
    "common-modules",
    "config-flow-test-coverage",
    "config-flow",
    "dependency-transparency",
    "docs-actions",
    "docs-high-level-description",
    "docs-installation-instructions",
    "docs-removal-instructions",
    "entity-event-setup",
    "entity-unique-id",
    "has-entity-name",
    "runtime-data",
    "test-before-configure",
    "test-before-setup",
    "unique-config-entry",
)
_TITLES: Final = {rule.code: rule.title for rule in RULES}

REST: Final = (
    Point("11", "Each commit is one step that can be followed"),
    Point("11", "What was pushed after opening it is not rewritten"),
    Point("11", "No commits of others came in by a merge"),
    Point("11", "No code in comments", code.commented_out),
    Point("11", "Generated files are generated"),
    *(Point("12", f"{name}: {_TITLES[name]}", scale=(name,)) for name in _BRONZE),
)
