"""Stand-ins of heaters: many of them in one process, each at an address of its own of the loopback interface."""

import asyncio
import json
import threading

from daemon import PATIENCE


class Heaters:
    """`count` heaters at 127.0.0.2 and up, at one port; a context manager.

    Each answers the version, the state and wishes; what it was sent is kept.
    """

    def __init__(self, count, port=8080, first=2):
        self.port = port
        self.addresses = [f"127.0.{(first + at) // 250}.{(first + at) % 250 + 1}" for at in range(count)]
        #: Of each address: what it tells, and how it behaves: "", "silent", "closed", "refuses", "redirects".
        self.states = {address: self.state(f"heater-{at}") for at, address in enumerate(self.addresses)}
        self.moods = dict.fromkeys(self.addresses, "")
        #: (address, method, path, body) of each request.
        self.requests = []
        self._servers = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @staticmethod
    def state(name, **more):
        return {
            "activity": "heating", "power": True, "chamber": {"temperature_c": 41.25}, "set_point_c": 55.0,
            "ready_in_s": 360, "latch": None, "warnings": [], "model": {"state": "calibrated"},
            "device": {"id": "123456789012", "hostname": name, "troubles": []}, **more,
        }

    def __enter__(self):
        self._thread.start()
        if not self._ready.wait(PATIENCE):
            raise AssertionError("the stand-ins do not listen")
        return self

    def __exit__(self, *_):
        def end():
            for server in self._servers:
                server.close()
            for task in asyncio.all_tasks(self._loop):
                task.cancel()
            # The cancelled ones close their connections first.
            self._loop.call_later(0.05, self._loop.stop)

        self._loop.call_soon_threadsafe(end)
        self._thread.join(PATIENCE)
        self._loop.close()

    def wishes(self, address):
        return [json.loads(body) for at, method, path, body in list(self.requests)
                if at == address and (method, path) == ("POST", "/api/v1/wish")]

    def _run(self):
        asyncio.set_event_loop(self._loop)

        async def listen():
            for address in self.addresses:
                server = await asyncio.start_server(
                    lambda reader, writer, at=address: self._serve(at, reader, writer), address, self.port
                )
                self._servers.append(server)
            self._ready.set()

        self._loop.create_task(listen())
        self._loop.run_forever()

    async def _serve(self, address, reader, writer):
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode()
            method, path, _ = head.split("\r\n")[0].split(" ")
            lengths = [line for line in head.lower().split("\r\n") if line.startswith("content-length:")]
            body = await reader.readexactly(int(lengths[0].split(":")[1])) if lengths else b""
            self.requests.append((address, method, path, body))
            mood = self.moods[address]
            if mood == "silent":
                await asyncio.sleep(PATIENCE)
            status, answer, more = self._answer(address, path, body, mood)
            text = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
            writer.write(
                f"HTTP/1.1 {status} X\r\nContent-Length: {len(text)}\r\n{more}\r\n".encode() + text
            )
            await writer.drain()
        except (asyncio.IncompleteReadError, asyncio.CancelledError, ConnectionError):
            pass
        finally:
            writer.close()

    def _answer(self, address, path, body, mood):
        if mood == "redirects":
            return 302, {}, "Location: http://127.0.0.1:1/elsewhere\r\n"
        if path == "/api/v1/version":
            return 200, {"name": "hearth", "version": "9.9.9", "run": f"run-{address}"}, ""
        if mood == "closed":
            return 401, {"ok": False, "error": "log in", "code": "login_needed"}, ""
        if path == "/api/v1/state":
            return 200, self.states[address], ""
        if path == "/api/v1/wish":
            if mood == "refuses":
                return 503, {"ok": False, "error": "too many requests at once", "code": "busy"}, ""
            if json.loads(body) == {"power": False}:
                self.states[address]["power"] = False
            return 200, {"result": "applied"}, ""
        return 404, {}, ""
