"""Rules for the preview features of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, found_at, mapping_at
from script.rules.examples import Example, examples
from script.rules.rule import Severity, View, rule
from script.rules.schema import keyed, violations
from script.rules.sources import hassfest, installed

_SCHEMA: Final = keyed(
    {
        probatio.Optional(key): probatio.Url()
        for key in ("feedback_url", "learn_more_url", "report_issue_url")
    }
)


@rule(
    code="labs",
    title="Preview features have slugs, and addresses where they lead elsewhere",
    severity=Severity.REFUSED,
    view=View.HASSFEST,
    source=hassfest("labs"),
    why="Home Assistant shows them in its settings, with links to where they are discussed.",
    mend="Write the feature as core knows it",
    good=examples(
        {"preview_features": {"fast_mode": {}}},
        {"preview_features": {"fast_mode": {"feedback_url": "https://example.com"}}},
        file="manifest.json",
    ),
    bad=examples(
        {"preview_features": {"Fast": {}}},
        {"preview_features": {"fast_mode": {"feedback_url": "example"}}},
        {"preview_features": ["fast_mode"]},
        file="manifest.json",
    ),
)
def labs(integration: Integration) -> Iterator[Finding]:
    """Report preview features of another form."""
    features = integration.manifest.get("preview_features")
    if features is not None:
        path = integration.path / "manifest.json"
        yield from violations(_SCHEMA, features, path, "preview_features")


@rule(
    code="review-guide/preview-feature-texts",
    title="A preview feature has a name and a description",
    severity=Severity.ASKED,
    source=installed("components.labs"),
    why="Without them the settings offer it by its key.",
    mend="Add it to preview_features in strings.json",
    good=(
        Example(
            {
                "manifest.json": {"preview_features": {"fast_mode": {}}},
                "strings.json": {
                    "preview_features": {
                        "fast_mode": {
                            "description": "Polls twice.",
                            "name": "Fast mode",
                        }
                    }
                },
            }
        ),
        Example({"manifest.json": {"preview_features": {}}}),
    ),
    bad=(
        Example({"manifest.json": {"preview_features": {"fast_mode": {}}}}),
        Example(
            {
                "manifest.json": {"preview_features": {"fast_mode": {}}},
                "strings.json": {
                    "preview_features": {
                        "slow_mode": {
                            "description": "Rarely polls.",
                            "name": "Slow mode",
                        }
                    }
                },
            }
        ),
    ),
)
def preview_feature_texts(integration: Integration) -> Iterator[Finding]:
    """Report preview features without texts."""
    for feature in mapping_at(integration.manifest, "preview_features"):
        if at(integration.strings, "preview_features", feature) is None:
            yield found_at(
                integration.path / "manifest.json",
                ["preview_features", feature],
                f"{feature} has no name and description",
                f"Add preview_features.{feature} to strings.json",
                name="preview_features",
            )
