"""Begin a page: with what holds of every integration of its features, and blanks for what only its author knows."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from script.integration.blanks import blank
from script.integration.contribution import Contribution
from script.integration.core import core
from script.integration.keys import strings_at
from script.integration.page import escaped
from script.rules.flow.entering import discovered_by, has_steps, is_authorized, step_of
from script.rules.scale.polling import polled_every

from .differences import heading
from .inventory import entities
from .parts import CONFIG_FLOW, OPTION_FLOW, Part, inserted
from .remedies import CHANGE, SERVICES, is_reached_by_host, reached

_REACHED: Final = {
    "local": "Home Assistant talks to it over your local network. No cloud is involved.",
    "cloud": "Home Assistant needs the internet to reach it.",
}

type Text = Callable[[Contribution], str]


def introduction(contribution: Contribution) -> str:
    """Return what stands before the first heading."""
    manifest = contribution.manifest
    name = escaped(str(manifest.get("name")))
    place = str(manifest.get("iot_class")).partition("_")[0]
    networked = {"network", "cloud"} & {*strings_at(manifest, "connectivity")}
    how = f" {_REACHED[place]}" if place in _REACHED and networked else ""
    return (
        f"The **{name}** {{% term integration %}} connects Home Assistant to {name}.{how}\n\n"
        + _blank("Say what it is and who makes it, and link to their page")
    )


def begun(contribution: Contribution, parts: Sequence[str]) -> list[str]:
    """Return the parts of a new page, in their order."""
    found = list(parts)
    for rank, text in _PARTS:
        if part := text(contribution):
            found = inserted(found, rank, part)
    return found


def _blank(what: str) -> str:
    return f"{blank(what)}\n\n"


def _section(rule: str, title: str, what: str) -> Text:
    """Return the section that a rule of the quality scale wants of the author."""

    def text(contribution: Contribution) -> str:
        if contribution.rules.get(rule) == "exempt":
            return ""
        return f"## {title}\n\n{_blank(what)}"

    return text


def _prerequisites(contribution: Contribution) -> str:
    if not contribution.manifest.get("config_flow"):
        return ""
    return "## Prerequisites\n\n" + _blank(
        "Say in steps what a user does before, such as to find what the form asks for"
    )


def _config(contribution: Contribution) -> str:
    return f"{CONFIG_FLOW}\n\n" if contribution.manifest.get("config_flow") else ""


def _reconfigure(contribution: Contribution) -> str:
    if not step_of(contribution, "reconfigure"):
        return ""
    last = (
        "Sign in with the same account"
        if is_authorized(contribution)
        else "Enter what has changed"
    )
    found = ""
    if contribution.rules.get("discovery-update-info") == "done":
        found = (
            f"If a discovered {reached(contribution)} was added before and now has a different IP address, "
            "Home Assistant updates the host by itself.\n\n"
        )
    return (
        f"### {CHANGE}\n\n"
        "You can change the connection later, without losing entities or history:\n\n"
        f"1. Go to {SERVICES} and select the integration card.\n"
        '2. Next to the entry, select the three dots {% icon "mdi:dots-vertical" %} menu. '
        "Then, select **Reconfigure**.\n"
        f"3. {last}.\n\n{found}"
    )


def _options(contribution: Contribution) -> str:
    return f"{OPTION_FLOW}\n\n" if has_steps(contribution, "options") else ""


def _unnamed(contribution: Contribution) -> str:
    """Return the sections about platforms whose entities have no names of their own."""
    named = {entity.platform for entity in entities(contribution)}
    here = {module.part for module in contribution.platforms()}
    return "".join(
        f"### {heading(platform)}\n\n" + _blank("Say what they are, and of what")
        for platform in sorted((here & core().platforms) - named)
    )


def _functionality(contribution: Contribution) -> str:
    if not contribution.platforms():
        return ""
    return (
        "## Supported functionality\n\n"
        "The integration provides the following {% term entities %}.\n\n"
    )


def _actions(contribution: Contribution) -> str:
    if contribution.described("services"):
        return ""
    return "## Actions\n\nThis integration does not provide actions of its own.\n\n"


def _updates(contribution: Contribution) -> str:
    name = escaped(str(contribution.manifest.get("name")))
    if intervals := sorted(set(polled_every(contribution))):
        times = ", and some every ".join(f"{each:g} seconds" for each in intervals)
        text = f"The integration {{% term polling polls %}} for new data every {times}."
    elif str(contribution.manifest.get("iot_class")).endswith("_push"):
        text = f"{name} {{% term push pushes %}} what changes to Home Assistant."
    else:
        return ""
    return f"## Data updates\n\n{text}\n\n"


def _troubleshooting(contribution: Contribution) -> str:
    if contribution.rules.get("docs-troubleshooting") == "exempt":
        return ""
    return "## Troubleshooting\n\n" + "".join(_common_trouble(contribution))


def _common_trouble(contribution: Contribution) -> Iterator[str]:
    """Yield what is the same for every integration that is discovered."""
    if found := {"zeroconf", "ssdp", "dhcp"} & {*discovered_by(contribution)}:
        reach = (
            "Discovery uses mDNS, which usually doesn't cross from one network or VLAN to another."
            if found == {"zeroconf"}
            else "Discovery usually doesn't cross from one network or VLAN to another."
        )
        it = reached(contribution)
        by_hand = (
            f"If the {it} is on another network than Home Assistant, add it manually with its IP address."
            if is_reached_by_host(contribution)
            else f"If the {it} is on another network than Home Assistant, add it manually."
        )
        yield _details(
            f"The {it} is not discovered",
            f"{reach}\n\n1. Make sure the {it} is on and connected to your network.\n2. {by_hand}\n",
        )


def running_trouble(contribution: Contribution) -> Iterator[str]:
    """Yield what is the same for every integration once it is set up, behind what its flows show."""
    if contribution.rules.get("docs-troubleshooting") == "exempt":
        return
    if step_of(contribution, "reauth"):
        entered = (
            "sign in with the same account"
            if is_authorized(contribution)
            else "enter the new credentials"
        )
        yield _details(
            "Authentication expired",
            "**Symptom:** The entities are unavailable, and Home Assistant shows a message "
            "that authentication has expired.\n\n"
            "The credentials that Home Assistant holds are no longer accepted.\n\n"
            f"1. In Home Assistant, go to {SERVICES}.\n"
            f"2. On the card that needs attention, select **Reconfigure**, and {entered}.\n",
        )
    if is_reached_by_host(contribution) and step_of(contribution, "reconfigure"):
        it = reached(contribution)
        yield _details(
            "The entities are unavailable",
            "**Symptom:** The entities are unavailable.\n\n"
            f"Home Assistant can't reach the {it}, or doesn't understand its answer. It keeps trying, and the "
            f"entities return as soon as the {it} answers.\n\n"
            f"1. Check the power and the network connection of the {it}.\n"
            "2. If its IP address has changed, [reconfigure](#changing-the-connection) the entry.\n",
        )


def _details(title: str, text: str) -> str:
    return f'{{% details "{title}" %}}\n\n{text}\n{{% enddetails %}}\n\n'


def _report(contribution: Contribution) -> str:
    attached = (
        " Attach the [diagnostics](/integrations/diagnostics/) as well."
        if contribution.parts("diagnostics")
        else ""
    )
    return (
        "### Reporting an issue\n\n"
        "Enable [debug logging](/docs/configuration/troubleshooting/#debug-logs-and-diagnostics), wait until the issue "
        f"happens again, stop debug logging, and attach the log to your report.{attached}\n\n"
    )


def _removal(contribution: Contribution) -> str:
    return (
        "## Removing the integration\n\nYou can remove it like any other integration.\n\n"
        "{% include integrations/remove_device_service.md %}\n"
    )


_PARTS: Final[tuple[tuple[Part, Text], ...]] = (
    (
        Part.USE_CASES,
        _section(
            "docs-use-cases",
            "Use cases",
            "List what users gain from it, in their words",
        ),
    ),
    (
        Part.SUPPORTED,
        _section(
            "docs-supported-devices",
            "Supported devices",
            "List the models that work with it",
        ),
    ),
    (Part.PREREQUISITES, _prerequisites),
    (Part.CONFIG, _config),
    (Part.CONFIG, _reconfigure),
    (Part.OPTIONS, _options),
    (Part.FUNCTIONALITY, _functionality),
    (Part.FUNCTIONALITY, _unnamed),
    (Part.ACTIONS, _actions),
    (
        Part.EXAMPLES,
        _section(
            "docs-examples",
            "Examples",
            "Show one or two automations, in words and as YAML",
        ),
    ),
    (Part.UPDATES, _updates),
    (
        Part.LIMITATIONS,
        _section(
            "docs-known-limitations",
            "Known limitations",
            "List what users may expect of it, and cannot have",
        ),
    ),
    (Part.TROUBLESHOOTING, _troubleshooting),
    (Part.TROUBLESHOOTING, _report),
    (Part.REMOVAL, _removal),
)
