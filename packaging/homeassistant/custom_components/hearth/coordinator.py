"""Keeps the state of one Hearth as its stream tells it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
import time
from typing import Any

from aiohttp import DummyCookieJar

from homeassistant.components import persistent_notification
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed, HomeAssistantError
from homeassistant.helpers import issue_registry
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.storage import Store
from homeassistant.helpers.translation import async_get_translations
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .client import HearthAuthError, HearthClient, HearthError, HearthRefusal, event_number
from .const import (
    CONF_SESSION, DOMAIN, FIRST_RETRY, LEASE, LOGGER, LONGEST_RETRY, MEASUREMENTS, RENEWAL, UNASKED,
)

type HearthConfigEntry = ConfigEntry[HearthCoordinator]

#: Parts of the state that change all the time.
MEASURED = frozenset((
    "step", "uptime_s", "chamber", "chamber_second", "element", "duty", "delivered_duty", "heater_on", "ready_in_s",
    "lease", "counters", "model", "health", "device", "soak", "calibration", "drying", "bed",
))


def store_key(entry: ConfigEntry) -> str:
    """Return the name of the file that keeps the number of the last event."""
    return f"{DOMAIN}.{entry.entry_id}"


def part(state: dict[str, Any], *keys: str) -> Any:
    """Return what stands in the state under these keys, or None."""
    found: Any = state
    for key in keys:
        found = found.get(key) if isinstance(found, dict) else None
    return found


def changing(state: dict[str, Any]) -> dict[str, Any]:
    """Return what is shown at once when it changes: no measurement."""
    kept = {key: value for key, value in state.items() if key not in MEASURED}
    for probe in ("chamber", "chamber_second", "element"):
        kept[probe] = part(state, probe, "condition")
    for keys in (("soak", "phase"), ("calibration", "phase"), ("drying", "running"), ("drying", "preset"),
                 ("drying", "target_c"), ("device", "printer", "link"), ("device", "printer", "report", "activity")):
        kept[".".join(keys)] = part(state, *keys)
    return kept


class HearthCoordinator(DataUpdateCoordinator[dict[str, Any]]):
    """The state, and what happens; asks for heat as a lease that it renews."""

    config_entry: HearthConfigEntry

    def __init__(self, hass: HomeAssistant, entry: HearthConfigEntry) -> None:
        """Prepare; nothing is asked yet."""
        super().__init__(hass, LOGGER, config_entry=entry, name=entry.title)
        # A session of its own: the cookie is kept here, not in a jar that others share.
        self.client = HearthClient(
            async_create_clientsession(hass, cookie_jar=DummyCookieJar()), entry.data[CONF_HOST], entry.data[CONF_PORT],
            entry.data.get(CONF_PASSWORD),
        )
        self._session: int = entry.data[CONF_SESSION]
        #: The number of the last event that was told; kept, so that what happens without Home Assistant is told after.
        self._last_event: int | None = None
        self._store: Store[dict[str, int]] = Store(hass, 1, store_key(entry))
        self._shown = 0.0
        self._event_listeners: list[Callable[[dict[str, Any]], None]] = []

    @property
    def device_id(self) -> str:
        """The device's own word for itself, which never changes."""
        return self.config_entry.unique_id or self.config_entry.entry_id

    async def _async_update_data(self) -> dict[str, Any]:
        try:
            state = await self.client.state()
            if self._last_event is None:
                number = (await self._store.async_load() or {}).get("last_event")
                newest = max(map(event_number, await self.client.events()), default=0)
                # A device whose state was deleted counts from the beginning.
                self._last_event = newest if number is None else min(number, newest)
        except HearthAuthError as error:
            raise ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="password_refused", translation_placeholders={"reason": str(error)}
            ) from error
        except HearthError as error:
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key="out_of_reach", translation_placeholders={"reason": str(error)}
            ) from error
        if part(state, "device", "id") != self.device_id:
            raise UpdateFailed(
                translation_domain=DOMAIN, translation_key="another_device",
                translation_placeholders={"host": self.config_entry.data[CONF_HOST]},
            )
        return state

    # The stream

    async def follow(self) -> None:
        """Follow the stream for good, and open it again when it breaks off."""
        retry = FIRST_RETRY
        while True:
            try:
                self._check(await self.client.state())
                # What happened while nobody listened.
                for event in await self.client.events():
                    self._receive_event(event)
                async for kind, told in self.client.stream():
                    if kind == "state":
                        retry = FIRST_RETRY
                        self._receive(told)
                    elif kind == "event":
                        self._receive_event(told)
            except HearthAuthError as error:
                self.async_set_update_error(error)
                self.config_entry.async_start_reauth(self.hass)
                return
            except HearthError as error:
                self.async_set_update_error(error)
            await asyncio.sleep(retry)
            retry = min(2 * retry, LONGEST_RETRY)

    def _check(self, state: dict[str, Any]) -> None:
        """Raise an error where another device answers at the address."""
        if part(state, "device", "id") != self.device_id:
            raise HearthError("another device answers at this address")

    @callback
    def _receive(self, state: dict[str, Any]) -> None:
        self._check(state)
        is_news = not self.last_update_success or changing(state) != changing(self.data)
        if is_news or time.monotonic() - self._shown >= MEASUREMENTS:
            self._show(state)

    @callback
    def _show(self, state: dict[str, Any]) -> None:
        self._check(state)
        self._shown = time.monotonic()
        if not self.last_update_success:
            LOGGER.info("%s answers again", self.name)
        self.async_set_updated_data(state)
        if part(state, "power") and not part(state, "latch"):
            self._forget_ending()

    @callback
    def listen(self, listener: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
        """Have a function called with each event; return what ends that."""
        self._event_listeners.append(listener)
        return lambda: self._event_listeners.remove(listener)

    @callback
    def _receive_event(self, event: dict[str, Any]) -> None:
        number = event_number(event)
        if number <= (self._last_event or 0):
            return
        self._last_event = number
        self._store.async_delay_save(lambda: {"last_event": self._last_event or 0}, 5)
        for listener in list(self._event_listeners):
            listener(event)
        if event.get("kind") == "latched" or (
            event.get("kind") == "powered_off" and event.get("reason") in UNASKED[1:]
        ):
            self.report_ending(event)
        elif event.get("kind") == "latch_cleared":
            self._forget_ending()

    # Heat that ended

    @property
    def _issue(self) -> str:
        return f"heat_ended_{self.device_id}"

    @callback
    def report_ending(self, event: dict[str, Any]) -> None:
        """Say that heat has ended without anybody having asked for it: as a repair issue and a notification."""
        facts = {"name": self.name, "text": str(event.get("text") or event.get("title") or "")[:500],
                 "remedy": str(event.get("remedy") or "")[:500]}
        issue_registry.async_create_issue(
            self.hass, DOMAIN, self._issue, is_fixable=False, severity=issue_registry.IssueSeverity.ERROR,
            translation_key="heat_ended", translation_placeholders=facts,
        )
        self.config_entry.async_create_task(self.hass, self._notify(facts), "hearth notification")

    async def _notify(self, facts: dict[str, str]) -> None:
        words = await async_get_translations(self.hass, self.hass.config.language, "issues", {DOMAIN})
        place = f"component.{DOMAIN}.issues.heat_ended"
        title = words.get(f"{place}.title", "{name}").format(**facts)
        persistent_notification.async_create(
            self.hass, f"{facts['text']} {facts['remedy']}".strip(), title, self._issue
        )

    @callback
    def _forget_ending(self) -> None:
        issue_registry.async_delete_issue(self.hass, DOMAIN, self._issue)

    # Wishes

    async def wish(self, **wish: Any) -> None:
        """Ask for something; a refusal is an error for whoever asked."""
        try:
            await self.client.wish({**wish, "requester": "api", "session": self._session})
            # The next service call may follow at once, and goes by the state.
            self._show(await self.client.state())
        except HearthRefusal as error:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="refused", translation_placeholders={"reason": str(error)}
            ) from error
        except HearthError as error:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="out_of_reach", translation_placeholders={"reason": str(error)}
            ) from error

    async def heat(self, **wish: Any) -> None:
        """Ask for heat, which ends unless `renew` goes on."""
        await self.wish(**wish, lease_s=LEASE)

    async def renew(self) -> None:
        """Renew the heat that Home Assistant asked for, for good."""
        while True:
            if part(self.data, "lease", "requester") == "api":
                try:
                    await self.client.wish(
                        {"renew_lease": True, "requester": "api", "session": self._session}
                    )
                except HearthError as error:
                    LOGGER.debug("no renewal: %s", error)
            await asyncio.sleep(RENEWAL)
