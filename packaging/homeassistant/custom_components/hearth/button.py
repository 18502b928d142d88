"""What is done once."""

from __future__ import annotations

from homeassistant.components.button import ButtonEntity
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import HearthConfigEntry, part
from .entity import HearthEntity

PARALLEL_UPDATES = 1


async def async_setup_entry(
    hass: HomeAssistant, entry: HearthConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the buttons."""
    coordinator = entry.runtime_data
    async_add_entities((
        ClearFaultButton(coordinator, "clear_fault"), SoakButton(coordinator, "soak"),
        CalibrateButton(coordinator, "calibrate"),
    ))


class ClearFaultButton(HearthEntity, ButtonEntity):
    """Forgets the latched fault where its cause is gone."""

    async def async_press(self) -> None:
        """Press it."""
        await self.coordinator.wish(clear_latch=True)


class SoakButton(HearthEntity, ButtonEntity):
    """Heats to the target and tells when walls and contents are warm too."""

    async def async_press(self) -> None:
        """Press it."""
        await self.coordinator.heat(soak_at=part(self.coordinator.data, "target_c"))


class CalibrateButton(HearthEntity, ButtonEntity):
    """Learns the model by some minutes of full power."""

    _attr_entity_category = EntityCategory.CONFIG

    async def async_press(self) -> None:
        """Press it."""
        await self.coordinator.heat(calibrate=True)
