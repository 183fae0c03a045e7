"""Run the checks on one integration or on many."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Final

from script.integration.core import Core, core_in
from script.integration.files import UnreadableError, forget
from script.integration.finding import Finding
from script.integration.integration import Integration

from . import (
    application_credentials,
    bluetooth,
    brand,
    codeowners,
    conditions,
    config_flow,
    config_schema,
    dependencies,
    dhcp,
    icons,
    integration_info,
    integration_type,
    json,
    labs,
    lorawan,
    manifest,
    mqtt,
    quality_scale,
    requirements,
    services,
    ssdp,
    translations,
    triggers,
    usb,
    zeroconf,
)

type Check = Callable[[Integration, Core], Iterable[Finding]]

CHECKS: Final[Mapping[str, Check]] = {
    "application_credentials": application_credentials.check,
    "bluetooth": bluetooth.check,
    "brand": brand.check,
    "codeowners": codeowners.check,
    "conditions": conditions.check,
    "config_flow": config_flow.check,
    "config_schema": config_schema.check,
    "dependencies": dependencies.check,
    "dhcp": dhcp.check,
    "icons": icons.check,
    "integration_info": integration_info.check,
    "integration_type": integration_type.check,
    "json": json.check,
    "labs": labs.check,
    "lorawan": lorawan.check,
    "manifest": manifest.check,
    "mqtt": mqtt.check,
    "quality_scale": quality_scale.check,
    "requirements": requirements.check,
    "services": services.check,
    "ssdp": ssdp.check,
    "translations": translations.check,
    "triggers": triggers.check,
    "usb": usb.check,
    "zeroconf": zeroconf.check,
}

# Where processes of their own are worth their start.
_MANY: Final = 20


def validate(
    paths: Sequence[Path], core: Core, names: Iterable[str] = tuple(CHECKS)
) -> tuple[list[Finding], list[str]]:
    """Return what the named checks find in the integrations at `paths`, and what cannot be read."""
    judge = partial(_judge, package=core.package, names=tuple(names))
    if len(paths) < _MANY:
        results = list(map(judge, paths))
    else:
        # Late, because one integration needs none of it.
        from multiprocessing import get_context  # noqa: PLC0415

        with get_context("spawn").Pool() as pool:
            results = pool.map(judge, paths, chunksize=_MANY)
    findings = [finding for found, _ in results for finding in found]
    return sorted(findings), [error for _, error in results if error]


def _judge(
    path: Path, package: Path, names: tuple[str, ...]
) -> tuple[list[Finding], str | None]:
    # One for each process, so that what it has read stays.
    core = core_in(package)
    integration = Integration(path)
    try:
        return [
            finding for name in names for finding in CHECKS[name](integration, core)
        ], None
    except UnreadableError as err:
        return [], str(err)
    finally:
        forget()
