"""Put what is written around a client library in the place of a model's code."""

from collections.abc import Mapping
from typing import Any, Final

from script.cut.manifest import tier_in, with_tier
from script.cut.scale import reasons, tier, with_statuses
from script.features.found import found as features
from script.integration.json_file import dump, load
from script.integration.tree import Places, Tree

from .plan import Plan
from .writing import written

# What a model of one device has not
_OF_SEVERAL: Final = ("dynamic-devices", "stale-devices")
_NO_DIAGNOSTIC: Final = "No entity is for looking after the {thing}."


def around(model: Tree, plan: Plan, thing: str) -> Tree:
    """Return the files of an integration that are written around its library, and what stays of a model's.

    Args:
        model: The files of a model under the names of the new integration.
        plan: What is to be written.
        thing: What it is, in a word.
    """
    places = Places(plan.domain)
    manifest, scale = (
        f"{places.integration}{name}"
        for name in ("manifest.json", "quality_scale.yaml")
    )
    rest = {
        path: content
        for path, content in model.items()
        if not path.startswith((places.integration, places.tests))
    }
    tree = {
        **rest,
        scale: model[scale],
        manifest: dump(_manifest(load(model[manifest]), plan)),
        **written(plan, thing),
    }
    gone = {each.name: each for each in features(model, plan.domain)}
    for each in features(tree, plan.domain):
        gone.pop(each.name, None)
    about = {rule for each in gone.values() for rule in each.parts.rules}
    text = with_statuses(
        tree[scale].decode(),
        reasons(model, tree, plan.domain, about, for_good=True)
        | _statuses(plan, thing),
        _OF_SEVERAL if plan.several else (),
    )
    claim = tree[manifest].decode()
    return {
        **tree,
        scale: text.encode(),
        manifest: with_tier(claim, tier(text, tier_in(claim))).encode(),
    }


def _manifest(content: Mapping[str, Any], plan: Plan) -> dict[str, Any]:
    """Return a manifest with what announces the device on the network, and whether there is one entry at most."""
    announced = plan.zeroconf
    rest = {key: value for key, value in content.items() if key != "zeroconf"}
    if plan.is_alone:
        rest["single_config_entry"] = True
    if not announced:
        return rest
    service = {key: announced[key] for key in ("name", "type") if announced.get(key)}
    return {**rest, "zeroconf": [service if "name" in service else announced["type"]]}


def _statuses(plan: Plan, thing: str) -> dict[str, str | None]:
    """Return the rules that the library or the entities keep from being done: to do, or exempt for a reason."""
    found: dict[str, str | None] = {}
    if plan.is_blocking:
        found["async-dependency"] = None
    if plan.session is None:
        found["inject-websession"] = None
    if not plan.is_typed:
        found["strict-typing"] = None
    if plan.refused is None and any(each.is_secret for each in plan.credentials):
        found["reauthentication-flow"] = None
    if plan.is_alone:
        found["reconfiguration-flow"] = "Users enter nothing that could change."
    if not any(each.is_diagnostic for each in plan.entities):
        reason = _NO_DIAGNOSTIC.format(thing=thing)
        found["entity-disabled-by-default"] = reason
        # What is set is in a category, too.
        if not any(each.setter for each in plan.entities):
            found["entity-category"] = reason
    if not any(each.name for each in plan.entities):
        found["entity-translations"] = (
            "Home Assistant names all entities by their device classes."
        )
    if not any(each.device_class in {None, "enum"} for each in plan.entities):
        found["icon-translations"] = (
            "Home Assistant has icons for all entities by their device classes."
        )
    return found
