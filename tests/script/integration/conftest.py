"""A small integration, with all that stands around one."""

from pathlib import Path

import pytest

from script.integration.files import forget
from script.integration.integration import Integration

FILES = {
    "homeassistant/components/meter/manifest.json": '{"domain": "meter", "requirements": ["meter-client==1.2.3"]}',
    "homeassistant/components/meter/strings.json": (
        '{"title": "Meter", "config": {"error": {"unknown": "[%key:common::config_flow::error::unknown%]",'
        ' "other": "[%key:component::meter::title%]"}}}'
    ),
    "homeassistant/components/meter/quality_scale.yaml": (
        "rules:\n  brands: done\n  devices:\n    status: exempt\n    comment: None.\n  docs-actions: todo\n"
    ),
    "homeassistant/components/meter/services.yaml": ".target: &target\n  entity:\nopen:\n  target: *target\n",
    "homeassistant/components/meter/__init__.py": '"""The meter."""\n',
    "homeassistant/components/meter/const.py": 'DOMAIN = "meter"\nALIAS = DOMAIN\n',
    "homeassistant/components/meter/entity.py": (
        "from homeassistant.helpers.entity import Entity\n\n\nclass MeterEntity(Entity):\n    _attr_key = 'base'\n"
    ),
    "homeassistant/components/meter/sensor.py": (
        "from . import const\nfrom .const import ALIAS as NAME\nfrom .entity import MeterEntity\n\n\n"
        "class MeterSensor(MeterEntity):\n    def value(self):\n        return const.DOMAIN + NAME + MeterEntity._attr_key\n"
    ),
    "tests/components/meter/test_sensor.py": (
        "from homeassistant.components.meter.sensor import MeterSensor\n\n\ndef test_sensor():\n    assert MeterSensor\n"
    ),
    "companion/library/meter-client/pyproject.toml": '[project]\nname = "Meter.Client"\n',
    "companion/library/meter-client/src/meter_client/__init__.py": "from .client import Client\n",
    "companion/library/meter-client/src/meter_client/client.py": "class Client:\n    pass\n",
    "companion/home-assistant.io/source/_integrations/meter.markdown": (
        "---\ntitle: Meter\n---\n\nA [meter](https://www.example.com).\n\n## Setup\n\n"
        "{% configuration_basic %}\nHost:\n  description: Where it is.\n{% endconfiguration_basic %}\n\n"
        "### Below\n\n```yaml\n## No heading\n```\n\n## Last\n\n"
        "![Its page](/images/integrations/meter/page.png)\n\nThe end.\n"
    ),
}


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """Return a tree shaped like this repository, with an integration in it."""
    forget()
    for name, content in FILES.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return tmp_path


@pytest.fixture
def meter(tree: Path) -> Integration:
    """Return the integration."""
    return Integration(tree / "homeassistant" / "components" / "meter")
