"""Gather how entities and diagnostics read what was fetched."""

from collections.abc import Sequence
from typing import Any, Final

from script.client.words import words
from script.scaffold.rename import pascal

from .code import field, read_code, text, value_of, variable_of
from .naming import field_at, may_be_missing, quoted
from .plan import Entity, Fetched, Plan

# In which most of core's sensors have such readings shown
_SUGGESTED: Final = {
    "UnitOfElectricCurrent.MILLIAMPERE": "UnitOfElectricCurrent.AMPERE",
    "UnitOfEnergy.WATT_HOUR": "UnitOfEnergy.KILO_WATT_HOUR",
}


def of_entities(plan: Plan, sensors: Sequence[Entity]) -> dict[str, Any]:
    """Return how entities read their values, and what tells of their device."""
    kept = [each for each in plan.states if each.attribute]
    name = pascal(plan.domain)
    identity, path = plan.identity, plan.identity_path
    if several := plan.several:
        kind, source, code = several.type, "device", "self.device"
    elif len(kept) == len(plan.states):
        kind = kept[0].type if len(kept) == 1 else f"{name}Data"
        source, code = "data", "self.coordinator.data"
    elif not kept:
        kind, source, code = plan.client[1], "client", "self.coordinator.client"
    else:
        kind, source, code = f"{name}Coordinator", "coordinator", "self.coordinator"

    def read(each: Entity, start: str = source) -> str:
        if source == "coordinator":
            return value_of(each, read_code(plan, each.source, f"{start}."))
        return value_of(
            each, start if len(kept) < 2 else f"{start}.{each.source.attribute}"
        )

    info = "device" if several else variable_of(identity)
    is_serial = "serial" in words(path)
    units = {each.unit.partition(".")[0] for each in sensors if each.unit}
    has_times = any(each.type == "datetime" for each in sensors)
    return {
        "source_type": kind,
        "source": source,
        "source_code": code,
        "value": read,
        "returned": lambda every, kind: (
            kind if plan.is_typed and all(map(_is_told, every)) else f"{kind} | None"
        ),
        "suggested": lambda each: (
            _SUGGESTED.get(each.unit or "") if each.device_class else None
        ),
        "value_type": "StateType | datetime" if has_times else "StateType",
        "number_units": ", ".join(
            sorted(
                {
                    each.unit.partition(".")[0]
                    for each in plan.entities
                    if each.platform == "number" and each.unit
                }
                or ["EntityCategory"]
            )
        ),
        "units": ", ".join(sorted(units) or ["EntityCategory"]),
        "info_name": info,
        "info": "self.device" if several else read_code(plan, identity, "coordinator."),
        "reads_info": bool(
            {*plan.device.values()} - {several.key} or plan.macs or plan.name_path
        )
        if several
        else bool(path),
        "identity_name": "device_id"
        if several
        else "serial"
        if is_serial
        else "identifier",
        "identity_field": several.key if several else path,
        "entity_identity": text(
            field(
                identity,
                info if path else read_code(plan, identity, "coordinator."),
                path,
            ),
            "" if plan.is_identity_optional else plan.identity_type,
        )
        if plan.is_identified
        else "coordinator.config_entry.entry_id",
        "device_code": (
            field(plan.described, info, plan.name_path)
            if plan.name_path
            else f'f"{plan.device_name} {{device_id}}"'
            if several
            else "DEVICE_NAME"
        ),
        "info_of": lambda name: field(plan.described, info, name),
        **of_diagnostics(plan),
    }


def _is_told(entity: Entity) -> bool:
    """Return whether a field is always there, as its type tells."""
    known = field_at(entity.source.example.get("fields", {}), entity.path) or {}
    return (
        known.get("type") in {"bool", "int", "float"}
        and not entity.optional
        and not may_be_missing(known)
    )


def of_diagnostics(plan: Plan) -> dict[str, Any]:
    """Return what diagnostics show, and what they redact."""
    dumped: list[tuple[str, str]] = []
    client = False
    if several := plan.several:
        dumped.append((several.attribute, _listed(plan, several)))
    for each in plan.states if not several else ():
        start = read_code(plan, each, "entry.runtime_data.")
        dump = each.example.get("dump")
        if each.attribute and dump:
            dumped.append((each.attribute, dump.format(start)))
        else:
            client = client or not each.attribute
            start = start if each.attribute else "client"
            dumped += [
                (one.key, value_of(one, start))
                for one in plan.entities
                if one.source == each and one.platform != "button"
            ]
    constants = [each.const for each in plan.credentials if each.key != "port"]
    private = sorted({one for each in plan.states for one in each.private})
    if plan.several and plan.name_path:
        private = [*private, plan.name_path.rpartition(".")[2]]
    names = [*constants, *map(quoted, ["unique_id", *private])]
    if plan.title_path or plan.several:
        names.append('"title"')
    return {
        "dumped": dumped,
        "dumps_client": client,
        "redacted": ", ".join(dict.fromkeys(names)),
    }


def _listed(plan: Plan, several: Fetched) -> str:
    """Return the code of what diagnostics show of several devices."""
    dump = several.example.get("dump")
    values = ", ".join(
        f'"{each.key}": {value_of(each, "device")}'
        for each in plan.entities
        if each.platform != "button"
    )
    shown = dump.format("device") if dump else f"{{{values}}}"
    return f"[{shown} for device in entry.runtime_data.data.values()]"
