"""A stand-in for a Klipper printer: Moonraker's WebSocket and HTTP, as far as Hearth uses them.

usage: /usr/bin/python3 lab/printers/moonraker.py [--port N] [--api-key KEY] [--bed C] [--print SECONDS]

Then bind it: `hearth printer bind klipper 127.0.0.1 --port N`. It stays idle for 10 s, prints for SECONDS
with the bed at C, and begins again. Tests import `Moonraker` and play the printer by hand.
"""

import argparse
import asyncio
import contextlib
import http
import json
import ssl
import threading
import time

from websockets.exceptions import ConnectionClosed
from websockets.legacy.server import serve

#: Seconds between two reports of changes, as Klipper's own subscriptions have it.
REPORT_EVERY = 0.25
#: Moonraker's own code for a request without permission, and for one that Klipper cannot answer.
UNAUTHORIZED, NOT_READY = 401, 503
#: Moonraker passes its HTTP statuses on.
NOT_FOUND = 404
#: JSON-RPC 2.0, section 5.1.
METHOD_NOT_FOUND = -32601


class Moonraker:
    """One printer on the loopback interface; a context manager. All its methods may be called from the
    test's thread while it runs in its own."""

    def __init__(
        self, *, port=0, api_key=None, refuses_upgrade=False, bed=True, address="127.0.0.1",
        prefix="", certificate=None,
    ):
        #: Clients have to show this key, as where they are no trusted_clients.
        self.api_key = api_key
        #: Old versions, and web servers in front, refuse with an HTTP status instead of an error.
        self.refuses_upgrade = refuses_upgrade
        #: Its `route_prefix`.
        self.prefix = prefix
        self.hostname = "voron"
        self.klippy = "ready"
        self.message = "Printer is ready"
        #: Takes connections, sends nothing and reads nothing: a half-open socket.
        self.is_frozen = False
        #: Answers as ever, but Klipper behind it reports nothing and answers nothing.
        self.is_klippy_stuck = False
        #: What answers every message instead of JSON-RPC.
        self.nonsense = None
        #: Moonraker's metadata of each file; one that is not here has none.
        self.files = {}
        #: Questions about a file stay without an answer.
        self.is_reading_files = False
        #: Methods in the order in which they were asked for.
        self.asked = []
        #: The lines of G-code that were sent.
        self.lines = []
        #: Answers no command: Klipper waits for a heater, or moves.
        self.is_busy = False
        self.objects = {
            "webhooks": {"state": "ready", "state_message": "Printer is ready"},
            "print_stats": {"state": "standby", "filename": "", "print_duration": 0.0},
            "virtual_sdcard": {"progress": 0.0, "is_active": False, "file_path": None},
            "extruder": {"temperature": 24.0, "target": 0.0},
            "temperature_sensor chamber": {"temperature": 26.5},
        }
        if bed:
            self.objects["heater_bed"] = {"temperature": 24.0, "target": 0.0}
        self._tls = None
        if certificate:
            key, chain = certificate
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(chain, key)
        self._address = address
        self._port = port
        self._clients = {}
        self._loop = asyncio.new_event_loop()
        self._server = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._failure = None

    def __enter__(self):
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self

    def __exit__(self, *_):
        with contextlib.suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    @property
    def port(self):
        return self._server.sockets[0].getsockname()[1]

    @property
    def connections(self):
        """How many clients are connected."""
        return len(self._clients)

    # What a printer does.

    def start_print(self, bed=100.0, file="benchy.gcode"):
        self.change("heater_bed", target=bed)
        self.change("print_stats", state="printing", filename=file)
        self.change(
            "virtual_sdcard", progress=0.1, is_active=True, file_path=f"/home/pi/printer_data/gcodes/{file}"
        )

    def pause(self):
        self.change("print_stats", state="paused")

    def end_print(self, state="complete"):
        self.change("print_stats", state=state)
        self.change("virtual_sdcard", is_active=False, file_path=None)
        self.change("heater_bed", target=0.0)

    def change(self, name, **values):
        """Changes values of a part and reports them."""
        self._call(self._change, name, values)

    def stop_klippy(self, state, message=""):
        """Klipper is no longer ready: `shutdown` and `error` with its words, `disconnected` without it."""
        self._call(self._stop_klippy, state, message)

    def emergency_stop(self):
        """M112 at the printer, as Klipper words it."""
        self.stop_klippy(
            "shutdown", "Shutdown due to M112 command\nOnce the underlying issue is corrected, use the"
        )

    def restart_klippy(self):
        """RESTART: Klipper's process goes, comes, and starts."""
        self.stop_klippy("disconnected", "")
        time.sleep(0.5)
        self.start_klippy()

    def start_klippy(self):
        self._call(self._start_klippy)

    def close_all(self):
        """Ends all connections in order."""
        asyncio.run_coroutine_threadsafe(self._close_all(), self._loop).result()

    def freeze(self):
        """Every connection there is goes silent for ever; new ones are served."""
        self._call(self._freeze)

    def send_to_all(self, text):
        self._call(lambda: [self._send(client, text) for client in self._clients])

    # The server.

    def _call(self, body, *arguments):
        async def run():
            return body(*arguments)

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        try:
            self._server = self._loop.run_until_complete(self._listen())
        except OSError as failure:
            self._failure = failure
            self._ready.set()
            return
        self._ready.set()
        reports = self._loop.create_task(self._report())
        self._loop.run_forever()
        reports.cancel()
        for client in list(self._clients):
            client.transport.abort()
        self._server.close()
        self._loop.run_until_complete(self._server.wait_closed())

    async def _listen(self):
        return await serve(
            self._serve, self._address, self._port, process_request=self._request,
            ping_interval=None, ssl=self._tls,
        )

    def _is_known(self, headers):
        return self.api_key is None or headers.get("X-Api-Key") == self.api_key

    async def _request(self, path, headers):
        """Plain HTTP, and refusals of an upgrade."""
        if path == self.prefix + "/websocket":
            if self.refuses_upgrade and not self._is_known(headers):
                return self._error(UNAUTHORIZED, "Unauthorized")
            return None
        if path != self.prefix + "/printer/info":
            return self._error(404, "Not Found")
        if not self._is_known(headers):
            return self._error(UNAUTHORIZED, "Unauthorized")
        if self.klippy == "disconnected":
            return self._error(NOT_READY, "Klippy Host not connected")
        return self._json(200, {"result": self._printer_info()})

    def _json(self, status, value):
        body = json.dumps(value).encode()
        return http.HTTPStatus(status), [("Content-Type", "application/json")], body

    def _error(self, status, message):
        return self._json(
            status, {"error": {"code": status, "message": message, "traceback": "(none)"}}
        )

    def _printer_info(self):
        return {
            "state": self.klippy,
            "state_message": self.message,
            "hostname": self.hostname,
            "software_version": "v0.12.0-stand-in",
        }

    async def _serve(self, client, _path="/websocket"):
        self._clients[client] = {
            "is_known": self._is_known(client.request_headers),
            "objects": None,
            "is_silent": self.is_frozen,
        }
        try:
            async for text in client:
                if self._clients[client]["is_silent"]:
                    continue
                if self.nonsense is not None:
                    await client.send(self.nonsense)
                    continue
                request = json.loads(text)
                self.asked.append(request["method"])
                answer = self._answer(client, request["method"], request.get("params", {}))
                if answer is not None:
                    await client.send(
                        json.dumps({"jsonrpc": "2.0", "id": request["id"], **answer})
                    )
        except ConnectionClosed:
            pass
        finally:
            del self._clients[client]

    def _answer(self, client, method, parameters):
        if not self._clients[client]["is_known"]:
            return self._failure_of(UNAUTHORIZED, "Unauthorized")
        if method == "server.info":
            return {"result": {
                "klippy_connected": self.klippy != "disconnected",
                "klippy_state": self.klippy,
                "moonraker_version": "v0.9.3-stand-in",
                "warnings": [],
            }}
        if method == "server.files.metadata":
            if self.is_reading_files:
                return None
            name = parameters["filename"]
            if name not in self.files:
                return self._failure_of(NOT_FOUND, f"Metadata not available for <{name}>")
            return {"result": {"filename": name, **self.files[name]}}
        if self.klippy == "disconnected":
            return self._failure_of(NOT_READY, "Klippy Host not connected")
        if self.is_klippy_stuck:
            return None
        if method == "printer.info":
            return {"result": self._printer_info()}
        if method == "printer.objects.list":
            return {"result": {"objects": ["gcode", *self.objects, "toolhead"]}}
        if method in ("printer.objects.subscribe", "printer.objects.query"):
            wanted = {
                name: values for name, values in parameters["objects"].items()
                if name in self.objects
            }
            if method == "printer.objects.subscribe":
                self._clients[client]["objects"] = wanted
            status = {
                name: {value: self.objects[name][value] for value in values
                       if value in self.objects[name]}
                for name, values in wanted.items()
            }
            return {"result": {"eventtime": time.monotonic(), "status": status}}
        if method.startswith(("printer.print.", "printer.gcode.")):
            return None if self.is_busy else self._command(method, parameters)
        return self._failure_of(METHOD_NOT_FOUND, "Method not found")

    def _command(self, method, parameters):
        """Carries out a command as Klipper does, with its words where it does not."""
        if method == "printer.gcode.script":
            lines = parameters["script"].splitlines()
            self.lines += lines
            if any(line.startswith("G1") for line in lines):
                return self._failure_of(400, "Must home axis first: 10.000 0.000 0.000 [0.000]")
        elif method == "printer.print.start":
            self._change("print_stats", {"state": "printing", "filename": parameters["filename"]})
        else:
            state = {"pause": "paused", "resume": "printing", "cancel": "cancelled"}
            self._change("print_stats", {"state": state[method.rsplit(".", 1)[1]]})
        return {"result": "ok"}

    def _failure_of(self, code, message):
        return {"error": {"code": code, "message": message}}

    def _send(self, client, text):
        if not self._clients[client]["is_silent"]:
            self._loop.create_task(self._try_to_send(client, text))

    async def _try_to_send(self, client, text):
        with contextlib.suppress(ConnectionClosed):
            await client.send(text)

    def _notify(self, method, parameters):
        text = json.dumps({"jsonrpc": "2.0", "method": method, "params": parameters})
        for client, facts in self._clients.items():
            if facts["is_known"]:
                self._send(client, text)

    def _change(self, name, values):
        self.objects[name].update(values)
        for client, facts in self._clients.items():
            wanted = (facts["objects"] or {}).get(name, [])
            status = {value: values[value] for value in values if value in wanted}
            if status and not self.is_klippy_stuck:
                parameters = [{name: status}, time.monotonic()]
                text = {"jsonrpc": "2.0", "method": "notify_status_update", "params": parameters}
                self._send(client, json.dumps(text))

    def _stop_klippy(self, state, message):
        self.klippy, self.message = state, message
        if state in ("shutdown", "error"):
            # Klipper's own report comes first, Moonraker's notification after it.
            self._change("webhooks", {"state": state, "state_message": message})
        else:
            self.objects["webhooks"].update(state=state, state_message=message)
            for facts in self._clients.values():
                facts["objects"] = None
        if state in ("shutdown", "disconnected"):
            self._notify(f"notify_klippy_{state}", [])

    def _start_klippy(self):
        self.klippy, self.message = "ready", "Printer is ready"
        self.objects["webhooks"].update(state="ready", state_message=self.message)
        self._notify("notify_klippy_ready", [])

    async def _close_all(self):
        for client in list(self._clients):
            await client.close()

    def _freeze(self):
        for client, facts in self._clients.items():
            facts["is_silent"] = True
            client.transport.pause_reading()

    async def _report(self):
        """Heaters creep towards their targets and flicker, so that something changes all the time."""
        count = 0
        while True:
            await asyncio.sleep(REPORT_EVERY)
            count += 1
            for name in ("heater_bed", "extruder"):
                if name in self.objects and self.klippy == "ready":
                    heater = self.objects[name]
                    aim = max(heater["target"], 24.0)
                    value = heater["temperature"] + (aim - heater["temperature"]) * 0.1
                    self._change(name, {"temperature": round(value + 0.01 * (count % 2), 2)})
            if count % 4 == 0:
                self._notify("notify_proc_stat_update", [{"websocket_connections": 1}])


def main():
    parser = argparse.ArgumentParser(description="A stand-in for a Klipper printer.")
    parser.add_argument("--port", type=int, default=7125)
    parser.add_argument("--api-key")
    parser.add_argument("--bed", type=float, default=100.0)
    parser.add_argument("--print", type=float, default=300.0, dest="seconds")
    arguments = parser.parse_args()
    with Moonraker(port=arguments.port, api_key=arguments.api_key) as printer:
        print(f"listening on 127.0.0.1:{printer.port}", flush=True)
        while True:
            time.sleep(10)
            printer.start_print(bed=arguments.bed)
            print("printing", flush=True)
            time.sleep(arguments.seconds)
            printer.end_print()
            print("done", flush=True)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        main()
