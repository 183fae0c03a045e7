"""Full names of Home Assistant's classes that rules look for."""

from typing import Final

COORDINATOR: Final = "homeassistant.helpers.update_coordinator.DataUpdateCoordinator"
COORDINATOR_ENTITIES: Final = (
    "homeassistant.helpers.update_coordinator.BaseCoordinatorEntity",
    "homeassistant.helpers.update_coordinator.CoordinatorEntity",
)
ENTITY: Final = "homeassistant.helpers.entity.Entity"
ENTITY_DESCRIPTION: Final = "homeassistant.helpers.entity.EntityDescription"
HOME_ASSISTANT_ERROR: Final = "homeassistant.exceptions.HomeAssistantError"
