"""What happens, for automations."""

from __future__ import annotations

from typing import Any

from homeassistant.components.event import EventEntity
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .const import UNASKED
from .coordinator import HearthConfigEntry
from .entity import HearthEntity

PARALLEL_UPDATES = 0

#: Hearth's kinds of events, and what they are called here.
KINDS = {
    "latched": "fault", "latch_cleared": "fault_cleared", "powered_on": "turned_on", "powered_off": "turned_off",
    "drying_started": "drying_started", "drying_ended": "drying_ended", "soak_ended": "soaked",
    "warning_raised": "warning", "heat_paused": "paused", "heat_resumed": "resumed",
}
HEAT_ENDED = "heat_ended"


async def async_setup_entry(
    hass: HomeAssistant, entry: HearthConfigEntry, async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add the event."""
    async_add_entities([HearthEvent(entry.runtime_data, "event")])


class HearthEvent(HearthEntity, EventEntity):
    """The last thing that happened."""

    _attr_event_types = [*KINDS.values(), HEAT_ENDED]

    async def async_added_to_hass(self) -> None:
        """Listen."""
        await super().async_added_to_hass()
        self.async_on_remove(self.coordinator.listen(self._happened))

    @callback
    def _happened(self, event: dict[str, Any]) -> None:
        kind = KINDS.get(str(event.get("kind")))
        if kind is None:
            return
        if kind == "turned_off" and event.get("reason") in UNASKED[1:]:
            kind = HEAT_ENDED
        facts = {key: event[key] for key in ("text", "code", "reason", "requester", "remedy") if key in event}
        self._trigger_event(kind, facts)
        self.async_write_ha_state()
