"""Full names of Home Assistant's classes that rules look for."""

from typing import Final

COORDINATOR: Final = "homeassistant.helpers.update_coordinator.DataUpdateCoordinator"
ENTITY: Final = "homeassistant.helpers.entity.Entity"
ENTITY_DESCRIPTION: Final = "homeassistant.helpers.entity.EntityDescription"
HOME_ASSISTANT_ERROR: Final = "homeassistant.exceptions.HomeAssistantError"
