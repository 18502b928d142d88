"""Adds a device: found in the network, or by its address."""

from __future__ import annotations

from collections.abc import Mapping
import random
from typing import Any

from aiohttp import DummyCookieJar
import voluptuous as vol

from homeassistant.config_entries import ConfigEntry, ConfigFlow, ConfigFlowResult
from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT
from homeassistant.helpers.aiohttp_client import async_create_clientsession
from homeassistant.helpers.selector import TextSelector, TextSelectorConfig, TextSelectorType
from homeassistant.helpers.service_info.zeroconf import ZeroconfServiceInfo

from .client import HearthAuthError, HearthClient, HearthError
from .const import CONF_SESSION, DOMAIN, LOGGER
from .coordinator import part

PASSWORD = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD))
PORT = vol.All(vol.Coerce(int), vol.Range(min=1, max=65535))


class HearthConfigFlow(ConfigFlow, domain=DOMAIN):
    """Asks for what is needed, and tries it."""

    VERSION = 1

    def __init__(self) -> None:
        """Know nothing yet."""
        self._found: dict[str, Any] = {}
        self._name = "Hearth"

    async def _try(self, data: dict[str, Any]) -> tuple[str | None, dict[str, str]]:
        """Return the device's id and name, or the errors of the form."""
        client = HearthClient(
            async_create_clientsession(self.hass, cookie_jar=DummyCookieJar()), data[CONF_HOST], data[CONF_PORT],
            data.get(CONF_PASSWORD),
        )
        try:
            state = await client.state()
        except HearthAuthError:
            return None, {"base": "invalid_auth" if data.get(CONF_PASSWORD) else "password_needed"}
        except HearthError as error:
            LOGGER.debug("%s: %s", data[CONF_HOST], error)
            return None, {"base": "cannot_connect"}
        except Exception:  # noqa: BLE001
            LOGGER.exception("Unexpected exception")
            return None, {"base": "unknown"}
        identity = part(state, "device", "id")
        if not isinstance(identity, str) or not identity:
            return None, {"base": "cannot_connect"}
        self._name = str(part(state, "device", "hostname") or "Hearth")
        return identity, {}

    async def _add(self, data: dict[str, Any]) -> tuple[ConfigFlowResult | None, dict[str, str]]:
        identity, errors = await self._try(data)
        if identity is None:
            return None, errors
        await self.async_set_unique_id(identity, raise_on_progress=False)
        self._abort_if_unique_id_configured(updates={CONF_HOST: data[CONF_HOST], CONF_PORT: data[CONF_PORT]})
        return self.async_create_entry(
            title=f"{self._name} {identity[-4:]}", data={**data, CONF_SESSION: random.getrandbits(31)}
        ), {}

    async def _change(
        self, entry: ConfigEntry, changes: dict[str, Any]
    ) -> tuple[ConfigFlowResult | None, dict[str, str]]:
        """Take over what a person has typed, if the same device answers to it."""
        identity, errors = await self._try({**entry.data, **changes})
        if identity is None:
            return None, errors
        await self.async_set_unique_id(identity)
        self._abort_if_unique_id_mismatch(reason="another_device")
        return self.async_update_reload_and_abort(entry, data_updates=changes), {}

    async def async_step_user(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for an address."""
        errors: dict[str, str] = {}
        if user_input is not None:
            user_input[CONF_HOST] = user_input[CONF_HOST].strip().removeprefix("http://").rstrip("/")
            result, errors = await self._add(user_input)
            if result:
                return result
        schema = vol.Schema({
            vol.Required(CONF_HOST): str, vol.Required(CONF_PORT, default=80): PORT,
            vol.Optional(CONF_PASSWORD): PASSWORD,
        })
        return self.async_show_form(
            step_id="user", data_schema=self.add_suggested_values_to_schema(schema, user_input), errors=errors
        )

    async def async_step_zeroconf(self, discovery_info: ZeroconfServiceInfo) -> ConfigFlowResult:
        """Take a device that tells the network of itself."""
        identity = discovery_info.properties.get("id")
        if not identity:
            return self.async_abort(reason="not_hearth")
        self._found = {CONF_HOST: discovery_info.host, CONF_PORT: discovery_info.port or 80}
        await self.async_set_unique_id(identity)
        self._abort_if_unique_id_configured(updates=self._found)
        self._name = discovery_info.properties.get("name") or "Hearth"
        self._asks = discovery_info.properties.get("password") == "yes"
        self.context["title_placeholders"] = {"name": self._name}
        return await self.async_step_zeroconf_confirm()

    async def async_step_zeroconf_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask whether it is to be added, and for its password."""
        errors: dict[str, str] = {}
        if user_input is not None:
            result, errors = await self._add({**self._found, **user_input})
            if result:
                return result
        asks = self._asks or "password_needed" in errors.values()
        return self.async_show_form(
            step_id="zeroconf_confirm", errors=errors,
            data_schema=vol.Schema({vol.Required(CONF_PASSWORD): PASSWORD} if asks else {}),
            description_placeholders={"name": self._name, "host": self._found[CONF_HOST]},
        )

    async def async_step_reauth(self, entry_data: Mapping[str, Any]) -> ConfigFlowResult:
        """Hearth has a new password."""
        return await self.async_step_reauth_confirm()

    async def async_step_reauth_confirm(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """Ask for the new password."""
        errors: dict[str, str] = {}
        entry = self._get_reauth_entry()
        if user_input is not None:
            result, errors = await self._change(entry, user_input)
            if result:
                return result
        return self.async_show_form(
            step_id="reauth_confirm", data_schema=vol.Schema({vol.Required(CONF_PASSWORD): PASSWORD}), errors=errors,
            description_placeholders={"name": entry.title},
        )

    async def async_step_reconfigure(self, user_input: dict[str, Any] | None = None) -> ConfigFlowResult:
        """The device has another address."""
        errors: dict[str, str] = {}
        entry = self._get_reconfigure_entry()
        if user_input is not None:
            result, errors = await self._change(entry, user_input)
            if result:
                return result
        schema = vol.Schema({
            vol.Required(CONF_HOST): str, vol.Required(CONF_PORT): PORT, vol.Optional(CONF_PASSWORD): PASSWORD,
        })
        shown = {key: entry.data[key] for key in (CONF_HOST, CONF_PORT)}
        return self.async_show_form(
            step_id="reconfigure", data_schema=self.add_suggested_values_to_schema(schema, user_input or shown),
            errors=errors,
        )
