"""What somebody may publish to be helped."""

from __future__ import annotations

from typing import Any

from homeassistant.components.diagnostics import async_redact_data
from homeassistant.const import CONF_HOST, CONF_PASSWORD
from homeassistant.core import HomeAssistant

from .coordinator import HearthConfigEntry

#: Secrets, and what tells where somebody lives.
SECRET = {
    CONF_HOST, CONF_PASSWORD, "session", "id", "unique_id", "serial", "address", "hostname", "ssid", "found", "file",
    "route_prefix", "name", "title",
}


async def async_get_config_entry_diagnostics(hass: HomeAssistant, entry: HearthConfigEntry) -> dict[str, Any]:
    """Return the entry and the state without them."""
    coordinator = entry.runtime_data
    state = dict(coordinator.data)
    latch, warnings = state.pop("latch", None), state.pop("warnings", None)
    return {
        "entry": async_redact_data(dict(entry.data), SECRET),
        "is_connected": coordinator.last_update_success,
        # Their titles are Hearth's own.
        "latch": latch,
        "warnings": warnings,
        "state": async_redact_data(state, SECRET),
    }
