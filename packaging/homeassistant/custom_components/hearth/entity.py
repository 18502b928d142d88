"""What all entities of a device share."""

from __future__ import annotations

from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import HearthCoordinator, part


class HearthEntity(CoordinatorEntity[HearthCoordinator]):
    """An entity whose state is a part of the device's."""

    _attr_has_entity_name = True

    def __init__(self, coordinator: HearthCoordinator, key: str) -> None:
        """Name it after its key."""
        super().__init__(coordinator)
        self._attr_unique_id = f"{coordinator.device_id}_{key}"
        self._attr_translation_key = key
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, coordinator.device_id)},
            name=coordinator.config_entry.title,
            manufacturer="Hearth",
            model="Chamber heater",
            sw_version=part(coordinator.data, "version"),
            configuration_url=coordinator.client.url + "/hearth/",
        )
