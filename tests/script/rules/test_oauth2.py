"""Judge flows whose user signs in elsewhere, with OAuth2."""

import json
from pathlib import Path

import pytest

from script.integration.contribution import contribution
from script.rules.flow.entering import is_authorized
from script.rules.scale.parameters import installation_parameters
from script.rules.scale.tested import config_flow_proofs

from tests.script.quality_scale.small import small

OAUTH2 = "homeassistant.helpers.config_entry_oauth2_flow"
PAGE = "companion/home-assistant.io/source/_integrations/pump.markdown"
CHOICE = {
    "config": {
        "step": {"pick_implementation": {"data": {"implementation": "Credentials"}}}
    }
}


def flow(base: str, module: str) -> dict[str, str]:
    """Return a config flow of a base class."""
    code = f"from {module} import {base}\n\n\nclass PumpFlow({base}, domain='pump'):\n    VERSION = 1\n"
    return {"config_flow.py": code}


@pytest.mark.parametrize(
    ("base", "module", "mentioned", "expected"),
    [
        ("AbstractOAuth2FlowHandler", OAUTH2, "reason", True),
        ("AbstractOAuth2FlowHandler", OAUTH2, "errors", True),
        ("AbstractOAuth2FlowHandler", OAUTH2, "nothing", False),
        ("ConfigFlow", "homeassistant.config_entries", "reason", False),
        ("ConfigFlow", "homeassistant.config_entries", "errors", True),
    ],
)
def test_going_on_after_an_error(
    tmp_path: Path, base: str, module: str, mentioned: str, expected: bool
) -> None:
    """Test that a flow may end where it has an error, if its user signs in elsewhere."""
    pump = contribution(small(tmp_path, flow(base, module)))
    [proof] = (
        each for each in config_flow_proofs(pump) if "after an error" in each.what
    )
    names = {"SOURCE_USER", "CREATE_ENTRY", "side_effect", mentioned}
    assert proof.fits(names) is expected


def test_authorized(tmp_path: Path) -> None:
    """Test that an integration without a flow is not signed in to."""
    assert not is_authorized(contribution(small(tmp_path, {})))


@pytest.mark.parametrize(
    ("label", "lines"), [("Credentials", [6]), ("Password", [])], ids=str
)
def test_choice_of_credentials(tmp_path: Path, label: str, lines: list[int]) -> None:
    """Test that the page explains what the helper asks for by itself."""
    explained = (
        "{% configuration_basic %}\n"
        f"{label}:\n    description: Which.\n"
        "{% endconfiguration_basic %}"
    )
    files = {
        **flow("AbstractOAuth2FlowHandler", OAUTH2),
        PAGE: f"---\ntitle: Pump\n---\n\n{explained}\n",
        "strings.json": json.dumps(CHOICE),
    }
    pump = contribution(small(tmp_path, files))
    facts = installation_parameters.evidence(pump)
    assert [each.line for each in facts] == lines
