"""What the device measures and says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from homeassistant.components.sensor import (
    SensorDeviceClass, SensorEntity, SensorEntityDescription, SensorStateClass,
)
from homeassistant.const import PERCENTAGE, EntityCategory, UnitOfEnergy, UnitOfTemperature, UnitOfTime
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.typing import StateType

from .coordinator import HearthConfigEntry, HearthCoordinator, part
from .entity import HearthEntity

PARALLEL_UPDATES = 0

ACTIVITIES = [
    "off", "waiting", "ventilating", "heating", "holding", "cooling_down", "latched", "calibrating", "paused",
]
REASONS = [
    "boot", "wish", "fault", "session_limit", "overrun", "lease_expired", "clock", "calibration_over", "heat_balance",
]


@dataclass(frozen=True, kw_only=True)
class HearthSensorDescription(SensorEntityDescription):
    """A sensor, and where its value stands in the state."""

    value: Callable[[dict[str, Any]], StateType]
    #: Whether the device has it.
    exists: Callable[[dict[str, Any]], bool] = lambda state: True


def at(*keys: str, factor: float | None = None, digits: int | None = None) -> Callable[[dict[str, Any]], Any]:
    """Return a function that reads a number at a place of the state."""

    def read(state: dict[str, Any]) -> Any:
        value = part(state, *keys)
        if isinstance(value, bool) or not isinstance(value, int | float):
            return None
        return round(value * (factor or 1), digits) if digits is not None else value * (factor or 1)

    return read


def word(*keys: str, known: list[str]) -> Callable[[dict[str, Any]], str | None]:
    """Return a function that reads a known word; another version's new word is unknown."""
    return lambda state: value if (value := part(state, *keys)) in known else None


def fitted(probe: str) -> Callable[[dict[str, Any]], bool]:
    """Return a function that tells whether the board has a probe."""
    return lambda state: part(state, probe, "condition") not in (None, "absent")


def temperature(key: str, *keys: str, **facts: Any) -> HearthSensorDescription:
    """Describe a temperature."""
    return HearthSensorDescription(
        key=key, device_class=SensorDeviceClass.TEMPERATURE, state_class=SensorStateClass.MEASUREMENT,
        native_unit_of_measurement=UnitOfTemperature.CELSIUS, suggested_display_precision=1, value=at(*keys, digits=1),
        **facts,
    )


def share(key: str, *keys: str, **facts: Any) -> HearthSensorDescription:
    """Describe a share as per cent."""
    return HearthSensorDescription(
        key=key, state_class=SensorStateClass.MEASUREMENT, native_unit_of_measurement=PERCENTAGE,
        suggested_display_precision=0,
        value=at(*keys, factor=100, digits=0), **facts,
    )


SENSORS = (
    temperature("chamber_temperature", "chamber", "temperature_c"),
    temperature("chamber_second", "chamber_second", "temperature_c", exists=fitted("chamber_second")),
    temperature("element", "element", "temperature_c", exists=fitted("element")),
    temperature("set_point", "set_point_c"),
    share("duty", "delivered_duty"),
    HearthSensorDescription(
        key="energy", device_class=SensorDeviceClass.ENERGY, state_class=SensorStateClass.TOTAL_INCREASING,
        native_unit_of_measurement=UnitOfEnergy.WATT_HOUR, suggested_unit_of_measurement=UnitOfEnergy.KILO_WATT_HOUR,
        suggested_display_precision=2, value=at("counters", "energy_wh", digits=0),
    ),
    HearthSensorDescription(
        key="drying_remaining", device_class=SensorDeviceClass.DURATION, native_unit_of_measurement=UnitOfTime.MINUTES,
        value=lambda state: at("drying", "remaining_s", factor=1 / 60, digits=0)(state)
        if part(state, "drying", "running") else None,
    ),
    HearthSensorDescription(
        key="ready_in", device_class=SensorDeviceClass.DURATION, native_unit_of_measurement=UnitOfTime.MINUTES,
        value=at("ready_in_s", factor=1 / 60, digits=0),
    ),
    HearthSensorDescription(
        key="activity", device_class=SensorDeviceClass.ENUM, options=ACTIVITIES, value=word("activity", known=ACTIVITIES),
    ),
    HearthSensorDescription(
        key="off_reason", device_class=SensorDeviceClass.ENUM, options=REASONS, value=word("off_reason", known=REASONS),
        entity_category=EntityCategory.DIAGNOSTIC,
    ),
    HearthSensorDescription(
        key="fault", value=lambda state: str(part(state, "latch", "title") or "")[:255] or "none",
    ),
    HearthSensorDescription(
        key="auto_reason", value=lambda state: str(part(state, "auto_reason", "text") or "")[:255] or None,
    ),
    temperature("bed_target", "bed", "target_c", entity_category=EntityCategory.DIAGNOSTIC),
    share("heater_health", "health", "heater", "now", entity_category=EntityCategory.DIAGNOSTIC),
    share("blower_health", "health", "blower", "now", entity_category=EntityCategory.DIAGNOSTIC),
    HearthSensorDescription(
        key="relay_switchings", state_class=SensorStateClass.TOTAL_INCREASING, entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False, value=at("health", "relay", "switchings", digits=0),
    ),
)


async def async_setup_entry(
    hass: HomeAssistant, entry: HearthConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the sensors that the device has."""
    coordinator = entry.runtime_data
    async_add_entities(
        HearthSensor(coordinator, one) for one in SENSORS if one.exists(coordinator.data)
    )


class HearthSensor(HearthEntity, SensorEntity):
    """One value of the state."""

    entity_description: HearthSensorDescription

    def __init__(self, coordinator: HearthCoordinator, description: HearthSensorDescription) -> None:
        """Take the description."""
        super().__init__(coordinator, description.key)
        self.entity_description = description

    @property
    def native_value(self) -> StateType:
        """The value, or None where it is unknown."""
        return self.entity_description.value(self.coordinator.data)
