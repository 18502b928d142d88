"""The chamber as a thermostat."""

from __future__ import annotations

from typing import Any

from homeassistant.components.climate import (
    ATTR_HVAC_MODE, PRESET_NONE, ClimateEntity, ClimateEntityFeature, HVACAction, HVACMode,
)
from homeassistant.const import ATTR_TEMPERATURE, PRECISION_TENTHS, UnitOfTemperature
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import DOMAIN
from .coordinator import HearthConfigEntry, HearthCoordinator, part
from .entity import HearthEntity

PARALLEL_UPDATES = 1

MODES = {"always_on": HVACMode.HEAT, "auto": HVACMode.AUTO, "drying": HVACMode.DRY}
ACTIONS = {
    "heating": HVACAction.HEATING, "holding": HVACAction.HEATING, "calibrating": HVACAction.HEATING,
    "ventilating": HVACAction.FAN, "cooling_down": HVACAction.FAN, "waiting": HVACAction.IDLE, "paused": HVACAction.IDLE,
}
PRESETS = ["pla", "petg", "custom"]


async def async_setup_entry(
    hass: HomeAssistant, entry: HearthConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the thermostat."""
    async_add_entities([HearthClimate(entry.runtime_data)])


class HearthClimate(HearthEntity, ClimateEntity):
    """Off, heat, auto (by the printer) and dry."""

    _attr_name = None
    _attr_temperature_unit = UnitOfTemperature.CELSIUS
    _attr_precision = PRECISION_TENTHS
    _attr_target_temperature_step = 0.5
    _attr_min_temp = 0
    _attr_hvac_modes = [HVACMode.OFF, HVACMode.HEAT, HVACMode.AUTO, HVACMode.DRY]
    _attr_preset_modes = [PRESET_NONE, *PRESETS]
    _attr_supported_features = (
        ClimateEntityFeature.TARGET_TEMPERATURE | ClimateEntityFeature.PRESET_MODE | ClimateEntityFeature.TURN_OFF
        | ClimateEntityFeature.TURN_ON
    )

    def __init__(self, coordinator: HearthCoordinator) -> None:
        """Name it after the device."""
        super().__init__(coordinator, "chamber")

    def _state(self, *keys: str) -> Any:
        return part(self.coordinator.data, *keys)

    @property
    def max_temp(self) -> float:
        """The board's highest target."""
        return self._state("highest_target_c") or 60.0

    @property
    def current_temperature(self) -> float | None:
        """The chamber's temperature, where its probe is good."""
        return self._state("chamber", "temperature_c")

    @property
    def target_temperature(self) -> float | None:
        """What is set: of a drying run, the run's."""
        if self.hvac_mode is HVACMode.DRY:
            return self._state("drying", "target_c")
        return self._state("target_c")

    @property
    def hvac_mode(self) -> HVACMode | None:
        """What the device is to do."""
        if not self._state("power"):
            return HVACMode.OFF
        return MODES.get(self._state("mode"))

    @property
    def hvac_action(self) -> HVACAction | None:
        """What it does."""
        activity = self._state("activity")
        if activity in ("heating", "holding") and self._state("drying", "running"):
            return HVACAction.DRYING
        return ACTIONS.get(activity, HVACAction.OFF)

    @property
    def preset_mode(self) -> str | None:
        """The drying programme, while one runs."""
        return self._state("drying", "preset") if self._state("drying", "running") else PRESET_NONE

    async def async_set_temperature(self, **kwargs: Any) -> None:
        """Set the target, and the mode where one is given."""
        target = kwargs.get(ATTR_TEMPERATURE)
        mode = kwargs.get(ATTR_HVAC_MODE)
        if mode is HVACMode.HEAT and target is not None:
            await self.coordinator.heat(heat_to=target)
            return
        if target is not None:
            if (mode or self.hvac_mode) is HVACMode.DRY:
                if self._state("drying", "preset") != "custom":
                    raise ServiceValidationError(translation_domain=DOMAIN, translation_key="not_custom")
                await self.coordinator.wish(set_custom_drying_target=target)
            else:
                await self.coordinator.wish(set_target=target)
        if mode is not None:
            await self.async_set_hvac_mode(mode)

    async def async_set_hvac_mode(self, hvac_mode: HVACMode) -> None:
        """Turn off, or heat in a mode."""
        if hvac_mode is HVACMode.OFF:
            await self.coordinator.wish(power=False)
        elif hvac_mode is HVACMode.HEAT:
            await self.coordinator.heat(heat_to=self._state("target_c"))
        elif hvac_mode is HVACMode.DRY:
            await self.coordinator.heat(dry=self._state("drying", "preset") or "custom")
        else:
            await self.coordinator.wish(mode="auto")
            await self.coordinator.heat(power=True)

    async def async_set_preset_mode(self, preset_mode: str) -> None:
        """Choose a drying programme; in the mode dry it starts, and none ends the run."""
        if preset_mode == PRESET_NONE:
            await self.coordinator.wish(stop_drying=True)
        elif self.hvac_mode is HVACMode.DRY:
            await self.coordinator.heat(dry=preset_mode)
        else:
            await self.coordinator.wish(set_drying_preset=preset_mode)

    async def async_turn_on(self) -> None:
        """Heat in the mode that was set last."""
        await self.async_set_hvac_mode(MODES.get(self._state("mode"), HVACMode.HEAT))

    async def async_turn_off(self) -> None:
        """Turn off."""
        await self.async_set_hvac_mode(HVACMode.OFF)
