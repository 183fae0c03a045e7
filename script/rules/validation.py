"""The table of the rules that core's hassfest has, apart so that the command imports no others."""

from types import ModuleType
from typing import Final

from . import config_schema
from .collected import rules_in
from .described import conditions, services, triggers
from .flow import declared
from .manifest import (
    application_credentials,
    bluetooth,
    codeowners,
    dependencies,
    dhcp,
    integration_info,
    integration_type,
    labs,
    lorawan,
    manifest,
    mqtt,
    requirements,
    ssdp,
    usb,
    zeroconf,
)
from .rule import Rule, View
from .scale import quality_scale
from .texts import icons, layout, translations

# In the order of the codes; some have rules for a review besides.
MODULES: Final[tuple[ModuleType, ...]] = (
    application_credentials,
    bluetooth,
    codeowners,
    conditions,
    declared,
    config_schema,
    dependencies,
    dhcp,
    icons,
    integration_info,
    integration_type,
    layout,
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


PLUGINS: Final[dict[str, Rule]] = {
    each.code: each for each in rules_in(MODULES) if each.view is View.HASSFEST
}
