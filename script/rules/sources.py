"""Name where core asks for something, each kind of source in one form."""

from typing import Final

# Since 2026.11 core links to this site alone. Its pages are named by their topic, as their addresses have moved before.
SITE: Final = "https://contributors.home-assistant.io"


def plugin(checker: str) -> str:
    """Return the source of a checker of core's pylint plugin, as "logger"."""
    return f"home-assistant/core: pylint/plugins/pylint_home_assistant/checkers/{checker}.py"


def hassfest(module: str) -> str:
    """Return the source of a module of core's hassfest, as "manifest"."""
    return f"home-assistant/core: script/hassfest/{module}.py"


def installed(module: str) -> str:
    """Return the source of a module of the installed Home Assistant, as "components.sensor.const"."""
    return f"homeassistant.{module}"


def quality_scale(rule: str) -> str:
    """Return the source of a rule of the quality scale."""
    return f"{SITE} (quality scale: {rule})"


def guide(topic: str) -> str:
    """Return the source of a topic of core's review guide."""
    return f"{SITE} (review guide: {topic})"


def documentation(topic: str) -> str:
    """Return the source of another topic of the contributors' documentation."""
    return f"{SITE} ({topic})"


def threads(*numbers: int) -> str:
    """Return the source of what reviewers asked for in pull requests of core."""
    return ", ".join(f"home-assistant/core#{number}" for number in numbers)
