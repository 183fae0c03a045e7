"""Check that the pull request that adds an integration has no more in it than core's reviewers want."""

import ast
from collections.abc import Iterator
from typing import Final

from script.features.stays import rests_on_subentries
from script.features.table import KINDS, SUBENTRIES
from script.integration.core import core
from script.integration.files import read_text, read_yaml
from script.integration.finding import Finding
from script.integration.integration import Integration
from script.integration.syntax import assigned, attributes, called, last_name, methods

from .flow import flows

# Kinds of features that are for a later PR.
_LATER: Final = {name: kind for name, kind in KINDS.items() if kind.later}


def one_platform(integration: Integration) -> Iterator[Finding]:
    """Report platforms beyond the first."""
    platforms = sorted({module.part for module in integration.platforms()})
    for module in integration.platforms():
        if len(platforms) > 1 and module.name.endswith(f".{module.part}"):
            yield module.finding(
                None,
                "review-guide/one-platform",
                f"A first PR has one platform, and this has {', '.join(platforms)}",
                "Keep one, and let each of the others follow in a PR of its own",
            )


def later_module(integration: Integration) -> Iterator[Finding]:
    """Report modules that are for a later PR."""
    for kind in _LATER.values():
        for module in integration.parts(*kind.modules):
            yield module.finding(
                None,
                "review-guide/later-feature",
                f"A first PR has no {kind.later}",
                "Let them follow in a PR of their own",
            )


def later_flow(integration: Integration) -> Iterator[Finding]:
    """Report flows that are for a later PR."""
    for flow in flows(integration):
        for name, kind in _LATER.items():
            places = methods(flow.class_) | attributes(flow.class_)
            if flow.kind in kind.texts:
                place: ast.AST | None = flow.class_
            else:
                place = next(
                    (places[each] for each in kind.definitions if each in places), None
                )
            if place and not (name == SUBENTRIES and _is_built_from_them(integration)):
                yield flow.module.finding(
                    place,
                    "review-guide/later-feature",
                    f"A first PR has no {kind.later}",
                    "Let it follow in a PR of its own",
                )


def _is_built_from_them(integration: Integration) -> bool:
    """Return whether what an integration is for rests on its subentries."""
    later = {name for kind in _LATER.values() for name in kind.modules}
    return any(
        rests_on_subentries(read_text(module.path) or "")
        for module in integration.modules
        if module.part not in later
    )


def later_files(integration: Integration) -> Iterator[Finding]:
    """Report descriptions of what is for a later PR."""
    for kind in _LATER.values():
        for path in (integration.path / name for name in kind.files):
            if read_yaml(path):
                yield Finding(
                    path=path,
                    check="review-guide/later-feature",
                    message=f"A first PR has no {kind.later}",
                    mend="Let them follow in a PR of their own",
                )


def later_devices(integration: Integration) -> Iterator[Finding]:
    """Report devices that come and go while an entry is loaded."""
    for module in (*integration.platforms(), *integration.parts("coordinator")):
        for function in module.functions:
            if function.name == "async_setup_entry" and "async_add_listener" in called(
                function
            ):
                yield module.finding(
                    function,
                    "review-guide/later-feature",
                    "A first PR adds no entities for devices that appear later",
                    "Add those of the devices that are there, and let the rest follow",
                )
        for call in module.calls:
            if last_name(call.func) == "async_update_device" and any(
                each.arg == "remove_config_entry_id" for each in call.keywords
            ):
                yield module.finding(
                    call,
                    "review-guide/later-feature",
                    "A first PR removes no devices",
                    "Let it follow in a PR of its own",
                )


def open_bronze_rule(integration: Integration) -> Iterator[Finding]:
    """Report rules that every new integration has to follow and this one does not yet."""
    path = integration.path / "quality_scale.yaml"
    bronze = sorted(rule for rule, tier in core().rules.items() if tier == "bronze")
    for rule in bronze:
        if integration.rules.get(rule) not in ("done", "exempt"):
            yield Finding(
                path=path,
                check="review-guide/bronze",
                message=f"A new integration follows all rules of Bronze, and {rule} is {integration.rules.get(rule, 'missing')}",
                mend="Follow it, or say why it does not apply",
            )


def brand_folder(integration: Integration) -> Iterator[Finding]:
    """Report images, which core does not take."""
    path = integration.path / "brand"
    if path.exists():
        yield Finding(
            path=path,
            check="review-guide/brand-folder",
            message="Core takes no images",
            mend="Add them to the brands repository",
        )


def extra_state_attributes(integration: Integration) -> Iterator[Finding]:
    """Report attributes that should be entities."""
    for module in integration.modules:
        for class_ in module.classes:
            place = methods(class_).get("extra_state_attributes") or next(
                (
                    target
                    for node in ast.walk(class_)
                    for target, _ in assigned(node)
                    if last_name(target) == "_attr_extra_state_attributes"
                ),
                None,
            )
            if place is not None:
                yield module.finding(
                    place,
                    "review-guide/extra-state-attributes",
                    f"{class_.name} has attributes beside its state",
                    "Make an entity of each that is of use on its own",
                )


CHECKS: Final = (
    one_platform,
    later_module,
    later_flow,
    later_files,
    later_devices,
    open_bronze_rule,
    brand_folder,
    extra_state_attributes,
)
