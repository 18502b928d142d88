"""Hearth, a chamber heater of 3D printers, in Home Assistant: docs/home-assistant.md of Hearth.

SPDX-License-Identifier: MIT
"""

from __future__ import annotations

from homeassistant.const import Platform
from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .coordinator import HearthConfigEntry, HearthCoordinator, part, store_key

PLATFORMS = [Platform.BINARY_SENSOR, Platform.BUTTON, Platform.CLIMATE, Platform.EVENT, Platform.SENSOR]


async def async_setup_entry(hass: HomeAssistant, entry: HearthConfigEntry) -> bool:
    """Set up one device."""
    coordinator = HearthCoordinator(hass, entry)
    await coordinator.async_config_entry_first_refresh()
    entry.runtime_data = coordinator
    await hass.config_entries.async_forward_entry_setups(entry, PLATFORMS)
    if latch := part(coordinator.data, "latch"):
        coordinator.report_ending({**latch, "text": f"{latch.get('title')}. {latch.get('what')}"})
    entry.async_create_background_task(hass, coordinator.follow(), "hearth stream")
    entry.async_create_background_task(hass, coordinator.renew(), "hearth renewal")
    return True


async def async_unload_entry(hass: HomeAssistant, entry: HearthConfigEntry) -> bool:
    """Unload one device; heat that Home Assistant asked for ends with its lease."""
    return await hass.config_entries.async_unload_platforms(entry, PLATFORMS)


async def async_remove_entry(hass: HomeAssistant, entry: HearthConfigEntry) -> None:
    """Delete what was kept of the device."""
    await Store(hass, 1, store_key(entry)).async_remove()
