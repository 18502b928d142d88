"""A stand-in for a reefnet hub, on the loopback interface.

It behaves as the public hub was seen to: two bare frames on accept, a ping every 20 s, controls
without `submodule_id` and `sent_at` that say `set_parameter`, one frame for each value within
milliseconds, the set point along with every other number. It keeps alarms until their end is told,
and takes the first two numeric sensors of the first status for its thermometers.

usage: python3 lab/links/hub.py [PORT]      sends each line of its input, prints what comes
"""

import asyncio
import json
import sys
import threading

import websockets

PROTOCOL = "reefnet.v1"
MODULE = "Hearth.Heater"
GREETINGS = ({"type": "config_request"}, {"type": "module_manifest_request"})
PING_SECONDS = 20


def control(command, **payload):
    """A control frame as the hub's page sends it."""
    return {
        "protocol": PROTOCOL,
        "module_id": MODULE,
        "type": "control",
        "payload": {"command": command, **payload},
    }


def set_parameter(name, value):
    """The hub's own way to set a number."""
    return control("set_parameter", parameters={"name": name, "param": name, "value": value})


class Station:
    """A WebSocket server with a loop of its own, for a test that asks in its own time."""

    def __init__(self, port=0, *, ping_seconds=PING_SECONDS, greetings=()):
        self._wanted = port
        self._ping_seconds = ping_seconds
        self._greetings = greetings
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._peer = None
        self._server = None
        self.port = None
        self.connections = 0
        #: Text frames in the order in which they came, decoded; `bytes` where one was binary.
        self.received = []
        #: Pings of the other side are answered by the library; here is whether it closed, and how.
        self.closes = []

    def __enter__(self):
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        self._started.wait()
        return self

    def __exit__(self, *_):
        self._do(self._stop())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self):
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._listen())
        self._started.set()
        self._loop.run_forever()

    async def _listen(self):
        self._server = await websockets.serve(
            self._serve,
            "127.0.0.1",
            self._wanted,
            ping_interval=self._ping_seconds,
            compression=None,
            max_size=None,
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _stop(self):
        self._server.close()
        await self._server.wait_closed()

    async def _serve(self, peer, *_):
        with self._changed:
            self._peer = peer
            self.connections += 1
            self._changed.notify_all()
        for greeting in self._greetings:
            await peer.send(json.dumps(greeting))
        try:
            async for message in peer:
                decoded = message if isinstance(message, bytes) else json.loads(message)
                with self._changed:
                    self.received.append(decoded)
                    self._changed.notify_all()
        except websockets.ConnectionClosed:
            pass
        with self._changed:
            if self._peer is peer:
                self._peer = None
            self.closes.append(peer.close_code)
            self._changed.notify_all()

    def _do(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(60)

    def send(self, message):
        """Sends text, bytes, or anything else as JSON."""
        if not isinstance(message, (str, bytes)):
            message = json.dumps(message)
        self._do(self._peer.send(message))

    def send_all(self, messages):
        """Sends messages without a pause between them."""

        async def burst():
            for message in messages:
                await self._peer.send(json.dumps(message))

        self._do(burst())

    def ping(self):
        """Asks whether the other side is there, and waits until it answers."""

        async def ask():
            await asyncio.wait_for(await self._peer.ping(), 30)

        self._do(ask())

    def stop_listening(self):
        """Closes the connection and the port, as a hub that is turned off."""
        self._do(self._stop())

    def drop(self):
        """Breaks the connection off without a farewell."""
        self._loop.call_soon_threadsafe(self._peer.transport.abort)

    def wait(self, condition, what, timeout=30):
        """Waits until `condition(self)` is true and returns its value."""
        value = None

        def holds():
            nonlocal value
            value = condition(self)
            return value

        with self._changed:
            if not self._changed.wait_for(holds, timeout):
                raise AssertionError(f"not within {timeout} s: {what}; got {self.received[-3:]}")
        return value

    def wait_new(self, condition, what, after=None, timeout=30):
        """Waits for a frame behind the first `after` for which `condition` is true."""
        start = len(self.received) if after is None else after

        def found(station):
            matching = [m for m in station.received[start:] if condition(m)]
            return matching[0] if matching else None

        return self.wait(found, what, timeout)


class Hub(Station):
    """The hub."""

    def __init__(self, port=0, **options):
        super().__init__(port, greetings=GREETINGS, **options)

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/ws"

    def set_all(self, values):
        """Sends one frame for each of the pairs of name and value, in one write."""
        self.send_all([set_parameter(name, value) for name, value in values])

    def thermometers(self):
        """The labels that the hub has taken from the first status."""
        first = next(frame for frame in self.received if frame["type"] == "status")
        sensors = first["payload"]["subsystems"][0]["sensors"]
        return [one["label"] for one in sensors if isinstance(one.get("value"), (int, float))][:2]

    def alarms(self, remembered=()):
        """The codes that its database holds as standing; `remembered`: those of before."""
        standing = set(remembered)
        for frame in list(self.received):
            if frame.get("type") == "alarm":
                change = standing.add if frame["payload"]["active"] else standing.discard
                change(frame["payload"]["code"])
        return standing

    def heater(self, **wanted):
        """Waits for a status whose subsystem has these values; dots lead into objects."""

        def matches(frame):
            if not isinstance(frame, dict) or frame.get("type") != "status":
                return False
            subsystem = frame["payload"]["subsystems"][0]
            for path, value in wanted.items():
                node = subsystem
                for part in path.split("__"):
                    node = node.get(part) if isinstance(node, dict) else None
                if node != value:
                    return False
            return True

        after = len(self.received)
        return self.wait_new(matches, f"a status with {wanted}", after)["payload"]["subsystems"][0]


def main(arguments):
    with Hub(int(arguments[0]) if arguments else 0) as hub:
        print(hub.url, flush=True)
        for line in sys.stdin:
            hub.send(line.strip())
            print(*hub.received[-2:], sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
