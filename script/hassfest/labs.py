"""Check the preview features of the manifest."""

from collections.abc import Iterator
from typing import Final

import probatio

from script.integration.core import Core
from script.integration.files import read_json
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import at, line_of, mapping_at

from .schema import keyed, violations

_CHECK: Final = "labs"
_SCHEMA: Final = keyed(
    {
        probatio.Optional(key): probatio.Url()
        for key in ("feedback_url", "learn_more_url", "report_issue_url")
    }
)


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the preview features."""
    if (features := integration.manifest.get("preview_features")) is None:
        return
    path = integration.path / "manifest.json"
    yield from violations(_SCHEMA, features, path, _CHECK, "preview_features")
    strings = read_json(integration.path / "strings.json")
    for feature in mapping_at(integration.manifest, "preview_features"):
        if at(strings, "preview_features", feature) is None:
            yield Finding(
                path=path,
                line=line_of(path, "preview_features", feature),
                check=_CHECK,
                message=f"preview_features: {feature} has no name and description",
                mend=f"Add preview_features.{feature} to strings.json",
            )
