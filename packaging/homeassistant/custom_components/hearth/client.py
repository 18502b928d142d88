"""Hearth's HTTP interface (docs/api.md), without Home Assistant."""

from __future__ import annotations

from collections.abc import AsyncIterator
import json
import math
from typing import Any

import aiohttp

from .const import REQUEST_TIME, SILENCE

#: Characters of a line of the stream at most: a state has 5,000.
LONGEST_LINE = 262_144


class HearthError(Exception):
    """Hearth is out of reach, or answers with what is none of its answers."""


class HearthAuthError(HearthError):
    """Hearth asks for a password, or for another one."""


class HearthRefusal(HearthError):
    """Hearth refuses a wish, with its reason."""


def finite(number: str) -> float | None:
    """A number of JSON; what is none is unknown."""
    value = float(number)
    return value if math.isfinite(value) else None


def decoded(text: str) -> dict[str, Any]:
    """An object; NaN and Infinity in it are unknown."""
    try:
        told = json.loads(text, parse_constant=lambda _: None, parse_float=finite)
    except (ValueError, RecursionError) as error:
        raise HearthError("the answer is not JSON") from error
    if not isinstance(told, dict):
        raise HearthError("the answer is no object")
    return told


class HearthClient:
    """One device, by its address and, where it asks for one, its password or a token."""

    def __init__(
        self, session: aiohttp.ClientSession, host: str, port: int, password: str | None
    ) -> None:
        """Use a session of Home Assistant's."""
        self._session, self._password = session, password
        host = f"[{host}]" if ":" in host and not host.startswith("[") else host
        self.url = f"http://{host}:{port}"
        #: What lets this client in: a token's header, or a cookie that the password got.
        self._headers: dict[str, str] = {}

    async def state(self) -> dict[str, Any]:
        """Return the whole state."""
        state = await self._ask("GET", "/api/v1/state")
        if not isinstance(state.get("power"), bool) or not isinstance(state.get("device"), dict):
            raise HearthError("what answers there is no Hearth")
        return state

    async def events(self) -> list[dict[str, Any]]:
        """Return the newest events, the oldest of them first."""
        told = (await self._ask("GET", "/api/v1/events?limit=50")).get("events")
        return [one for one in reversed(told) if isinstance(one, dict)] if isinstance(told, list) else []

    async def wish(self, wish: dict[str, Any]) -> str:
        """Ask for something; return what became of it."""
        return str((await self._ask("POST", "/api/v1/wish", wish)).get("result"))

    async def stream(self) -> AsyncIterator[tuple[str, dict[str, Any]]]:
        """Yield the events of the stream, `state` and `event`, until it breaks off with an error."""
        timeout = aiohttp.ClientTimeout(total=None, connect=REQUEST_TIME, sock_read=SILENCE)
        try:
            async with await self._open("GET", "/api/v1/stream", None, timeout) as answer:
                if answer.status != 200:
                    raise HearthError(await self._reason(answer))
                kind, data, rest = "", "", b""
                async for part in answer.content.iter_any():
                    *lines, rest = (rest + part).split(b"\n")
                    if len(rest) > LONGEST_LINE:
                        raise HearthError("a line of the stream has no end")
                    for line in lines:
                        text = line.decode("utf-8", "replace").rstrip("\r")
                        if text.startswith("event:"):
                            kind = text[6:].strip()
                        elif text.startswith("data:"):
                            data += text[5:].strip()
                        elif not text and data:
                            yield kind, decoded(data)
                            kind, data = "", ""
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise HearthError(f"no stream from {self.url}: {error or type(error).__name__}") from error
        raise HearthError(f"{self.url} has ended the stream")

    async def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> dict[str, Any]:
        timeout = aiohttp.ClientTimeout(total=REQUEST_TIME)
        try:
            async with await self._open(method, path, body, timeout) as answer:
                if answer.status != 200:
                    kind = HearthRefusal if answer.status in (400, 409, 422) else HearthError
                    raise kind(await self._reason(answer))
                return decoded(await answer.text())
        except (aiohttp.ClientError, TimeoutError, OSError, UnicodeDecodeError) as error:
            raise HearthError(f"no answer from {self.url}: {error or type(error).__name__}") from error

    async def _open(
        self, method: str, path: str, body: dict[str, Any] | None, timeout: aiohttp.ClientTimeout
    ) -> aiohttp.ClientResponse:
        """Send a request, after a log-in where one is needed: a log-in ends with Hearth's service."""
        answer = await self._send(method, path, body, timeout)
        if answer.status != 401:
            return answer
        answer.release()
        if not self._password:
            raise HearthAuthError("Hearth asks for a password")
        self._headers = await self._log_in(self._password)
        answer = await self._send(method, path, body, timeout)
        if answer.status == 401:
            answer.release()
            raise HearthAuthError("Hearth does not accept this password")
        return answer

    async def _send(
        self, method: str, path: str, body: dict[str, Any] | None, timeout: aiohttp.ClientTimeout
    ) -> aiohttp.ClientResponse:
        return await self._session.request(
            method, self.url + path, json=body, headers=self._headers, timeout=timeout, allow_redirects=False
        )

    async def _log_in(self, password: str) -> dict[str, str]:
        """Return the header that a password gets, or that a token is."""
        async with self._session.post(
            self.url + "/login", data={"password": password}, allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=REQUEST_TIME),
        ) as answer:
            for cookie in answer.cookies.values():
                if answer.status == 303:
                    return {"Cookie": f"{cookie.key}={cookie.value}"}
        if password.isascii() and password.isprintable():
            return {"Authorization": f"Bearer {password}"}
        raise HearthAuthError("Hearth does not accept this password")

    @staticmethod
    async def _reason(answer: aiohttp.ClientResponse) -> str:
        """Return the sentence of an answer that is no success."""
        try:
            error = decoded(await answer.text()).get("error")
        except (HearthError, UnicodeDecodeError):
            error = None
        return str(error or f"status {answer.status}: is that Hearth?")[:500]


def event_number(event: dict[str, Any]) -> int:
    """Return an event's number, 0 where it has none."""
    number = event.get("id")
    return number if isinstance(number, int) else 0
