"""Check the zeroconf matchers and the HomeKit models of the manifest."""

from collections.abc import Iterator
from typing import Any, Final

import probatio

from script.integration.core import Core
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.keys import line_of, strings_at

from .discovery import flow_problems, matchers
from .schema import Violation, lowercase, violations


def _property(name: str) -> Any:
    def validate(_: Any) -> Any:
        raise Violation(
            "an own key for a property is deprecated", f"Move it to properties.{name}"
        )

    return validate


_SCHEMA: Final = probatio.Schema(
    [
        probatio.Any(
            str,
            {
                probatio.Required("type"): str,
                probatio.Optional("name"): lowercase,
                probatio.Optional("properties"): {str: lowercase},
                **{
                    probatio.Optional(name): _property(name)
                    for name in ("macaddress", "manufacturer", "model")
                },
            },
        )
    ]
)
_HOMEKIT: Final = probatio.Schema({probatio.Optional("models"): [str]})


def check(integration: Integration, core: Core) -> Iterator[Finding]:
    """Yield what is wrong with the matchers and the models."""
    yield from matchers(integration, "zeroconf", _SCHEMA)
    if "homekit" not in integration.manifest:
        return
    path = integration.path / "manifest.json"
    yield from violations(
        _HOMEKIT, integration.manifest["homekit"], path, "zeroconf", "homekit"
    )
    for message, mend in (
        *flow_problems(integration, "homekit"),
        *_overlaps(integration, core),
    ):
        yield Finding(
            path=path,
            line=line_of(path, "homekit", "models"),
            check="zeroconf",
            message=f"homekit: {message}",
            mend=mend,
        )


def _overlaps(integration: Integration, core: Core) -> Iterator[tuple[str, str]]:
    """Yield the models that lead elsewhere too: a device matches by how its model starts."""
    for model in strings_at(integration.manifest, "homekit", "models"):
        for other, domain in core.homekit.items():
            if domain != integration.domain and (
                model.startswith(other) or other.startswith(model)
            ):
                yield (
                    f"the model {model!r} overlaps with {other!r} of {domain}",
                    "Name a longer model, or leave it to that integration",
                )
