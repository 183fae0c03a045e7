"""Put what is written around a client library in the place of a model's code."""

from collections.abc import Mapping
import re
from typing import Any, Final

from script.cut.manifest import tier_in, with_tier
from script.cut.scale import tier, with_statuses
from script.integration.json_file import dump, load
from script.integration.tree import Places, Tree

from .plan import Plan
from .writing import written

# What stays of the model: what is neither code nor made of it
_KEPT: Final = ("manifest.json", "quality_scale.yaml")
_NO_DIAGNOSTIC: Final = "No entity is for looking after the {thing}."


def around(tree: Tree, plan: Plan, thing: str) -> Tree:
    """Return the files of a new integration with those that are written around its library."""
    places = Places(plan.domain)
    code = (places.integration, places.tests)
    rest = {
        path: content
        for path, content in tree.items()
        if not path.startswith(code) or path.endswith(_KEPT)
    }
    manifest, scale = (f"{places.integration}{name}" for name in _KEPT)
    text = with_statuses(rest[scale].decode(), _statuses(plan, thing))
    claim = dump(_manifest(load(rest[manifest]), plan)).decode()
    reached = tier(text, tier_in(claim))
    return {
        **rest,
        scale: text.encode(),
        manifest: with_tier(claim, reached).encode(),
        places.page: _tiered(rest[places.page].decode(), reached).encode(),
        **written(plan, thing),
    }


def _manifest(content: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """Return a manifest with what announces the device on the network."""
    announced = plan.zeroconf
    if not announced:
        return dict(content)
    service = {key: announced[key] for key in ("name", "type") if announced.get(key)}
    return {**content, "zeroconf": [service if "name" in service else announced["type"]]}


def _tiered(page: str, reached: str | None) -> str:
    line = f"ha_quality_scale: {reached}\n" if reached else ""
    return re.sub(r"^ha_quality_scale: .*\n", line, page, flags=re.MULTILINE)


def _statuses(plan: Plan, thing: str) -> dict[str, str | None]:
    """Return the rules that the library or the entities keep from being done: to do, or exempt for a reason."""
    found: dict[str, str | None] = {}
    if plan.is_blocking:
        found["async-dependency"] = None
    if plan.session is None:
        found["inject-websession"] = None
    if not plan.is_typed:
        found["strict-typing"] = None
    if not any(each.is_diagnostic for each in plan.entities):
        reason = _NO_DIAGNOSTIC.format(thing=thing)
        found |= {"entity-category": reason, "entity-disabled-by-default": reason}
    if not any(each.name for each in plan.entities):
        found["entity-translations"] = "Home Assistant names all entities by their device classes."
    if not any(each.device_class in {None, "enum"} for each in plan.entities):
        found["icon-translations"] = "Home Assistant has icons for all entities by their device classes."
    return found
