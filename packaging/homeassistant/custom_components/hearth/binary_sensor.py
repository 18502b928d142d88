"""What is so or is not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass, BinarySensorEntity, BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import HearthConfigEntry, HearthCoordinator, part
from .entity import HearthEntity

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class HearthBinarySensorDescription(BinarySensorEntityDescription):
    """A binary sensor, and how the state tells it."""

    is_on: Callable[[dict[str, Any]], bool]


SENSORS = (
    HearthBinarySensorDescription(
        key="heating", device_class=BinarySensorDeviceClass.RUNNING,
        is_on=lambda state: part(state, "activity") in ("heating", "holding", "calibrating"),
    ),
    HearthBinarySensorDescription(key="fan", is_on=lambda state: part(state, "fan_on") is True),
    HearthBinarySensorDescription(
        key="fault_latched", device_class=BinarySensorDeviceClass.PROBLEM,
        is_on=lambda state: part(state, "latch") is not None,
    ),
    HearthBinarySensorDescription(
        key="warning", device_class=BinarySensorDeviceClass.PROBLEM, entity_category=EntityCategory.DIAGNOSTIC,
        is_on=lambda state: bool(part(state, "warnings")) or bool(part(state, "device", "troubles")),
    ),
    HearthBinarySensorDescription(
        key="printer", device_class=BinarySensorDeviceClass.CONNECTIVITY, entity_category=EntityCategory.DIAGNOSTIC,
        is_on=lambda state: part(state, "device", "printer", "link") == "connected",
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: HearthConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add them."""
    async_add_entities(HearthBinarySensor(entry.runtime_data, one) for one in SENSORS)


class HearthBinarySensor(HearthEntity, BinarySensorEntity):
    """One fact of the state."""

    entity_description: HearthBinarySensorDescription

    def __init__(self, coordinator: HearthCoordinator, description: HearthBinarySensorDescription) -> None:
        """Take the description."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @property
    def is_on(self) -> bool:
        """Whether it is so."""
        return self.entity_description.is_on(self.coordinator.data)
