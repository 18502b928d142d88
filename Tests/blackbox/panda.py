"""A client of `/ws` on a bare socket: it does what no library would let a client do."""

import base64
import collections
import json
import os
import socket
import struct
import time

from daemon import PATIENCE

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

#: opcode, payload, whether it is the last fragment, and when it had arrived (monotonic seconds)
Frame = collections.namedtuple("Frame", "opcode payload is_final at")

OPERATING_FIELDS = [
    "printer_type", "work_on", "work_mode", "set_temp", "filtertemp", "hotbedtemp",
    "custom_temp", "custom_timer", "isrunning", "remaining_seconds",
]


class Refused(Exception):
    """The server answered the upgrade with something else than 101."""

    def __init__(self, head):
        super().__init__(head)
        self.status = int(head.split(" ", 2)[1])
        self.head = head


class Panda:
    """A connection to `/ws`; a context manager."""

    def __init__(
        self, daemon, *, headers=None, host=None, path="/ws", source=None, drops_glued=False,
        receive_buffer=None, tls=None,
    ):
        self.socket = socket.socket()
        self.path = path
        if source:
            self.socket.bind((source, 0))
        if receive_buffer:
            self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
        self.socket.settimeout(PATIENCE)
        self.socket.connect(("127.0.0.1", tls[1] if tls else daemon.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            name = (host or "localhost").partition(":")[0]
            self.socket = tls[0].wrap_socket(self.socket, server_hostname=name)
        self._buffer = b""
        self.frames = []
        try:
            self._shake_hands(host or daemon.host, headers or {}, drops_glued)
        except BaseException:
            self.socket.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def _shake_hands(self, host, headers, drops_glued):
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {self.path} HTTP/1.1", f"Host: {host}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {key}", "Sec-WebSocket-Version: 13"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        self.socket.sendall("\r\n".join(lines + ["", ""]).encode())
        received = b""
        while b"\r\n\r\n" not in received:
            part = self.socket.recv(65536)
            if not part:
                raise ConnectionError(f"closed during the handshake, after {received!r}")
            received += part
        self.upgraded_at = time.monotonic()
        head, glued = received.split(b"\r\n\r\n", 1)
        self.head = head.decode()
        if " 101 " not in self.head.split("\r\n", 1)[0]:
            raise Refused(self.head)
        self._buffer = b"" if drops_glued else glued

    def send_frame(self, opcode, payload=b"", *, is_final=True, is_masked=True):
        first = opcode | (0x80 if is_final else 0)
        mask_bit = 0x80 if is_masked else 0
        if len(payload) < 126:
            head = struct.pack("!BB", first, mask_bit | len(payload))
        elif len(payload) < 1 << 16:
            head = struct.pack("!BBH", first, mask_bit | 126, len(payload))
        else:
            head = struct.pack("!BBQ", first, mask_bit | 127, len(payload))
        if is_masked:
            mask = os.urandom(4)
            repeated = mask * (len(payload) // 4 + 1)
            masked = int.from_bytes(payload, "big") ^ int.from_bytes(
                repeated[: len(payload)], "big"
            )
            payload = masked.to_bytes(len(payload), "big")
            head += mask
        self.socket.sendall(head + payload)

    def send(self, message, opcode=TEXT):
        """Sends an object as JSON, or a text or bytes as they are."""
        if isinstance(message, dict):
            message = json.dumps(message)
        if isinstance(message, str):
            message = message.encode()
        self.send_frame(opcode, message)

    def receive(self, timeout=PATIENCE):
        """The next frame; raises TimeoutError when none comes, ConnectionError at the end."""
        deadline = time.monotonic() + timeout
        while True:
            frame = self._take_frame()
            if frame:
                self.frames.append(frame)
                return frame
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError(f"no frame within {timeout:g} s")
            self.socket.settimeout(left)
            try:
                part = self.socket.recv(65536)
            finally:
                self.socket.settimeout(PATIENCE)
            if not part:
                raise ConnectionError("the server closed the connection")
            self._buffer += part

    def _take_frame(self):
        data = self._buffer
        if len(data) < 2:
            return None
        length, start = data[1] & 0x7F, 2
        if length == 126:
            start = 4
        elif length == 127:
            start = 10
        if len(data) < start:
            return None
        if start > 2:
            length = int.from_bytes(data[2:start], "big")
        if len(data) < start + length:
            return None
        self._buffer = data[start + length :]
        return Frame(
            data[0] & 0x0F, data[start : start + length], bool(data[0] & 0x80), time.monotonic()
        )

    def receive_message(self, timeout=PATIENCE):
        """The next text frame's object; other frames are passed over (`frames` keeps them)."""
        deadline = time.monotonic() + timeout
        while True:
            frame = self.receive(max(deadline - time.monotonic(), 0))
            if frame.opcode == TEXT:
                return json.loads(frame.payload)

    def receive_until(self, wanted, what, timeout=PATIENCE):
        """Reads messages until `wanted(message)` holds and returns that message."""
        deadline = time.monotonic() + timeout
        seen = []
        while True:
            try:
                message = self.receive_message(max(deadline - time.monotonic(), 0))
            except TimeoutError:
                raise AssertionError(f"not within {timeout:g} s: {what}; came: {seen}") from None
            if wanted(message):
                return message
            seen.append(message)

    def receive_field(self, root, field, timeout=PATIENCE):
        """Reads until a message has this field in this root, and returns the root's object."""
        return self.receive_until(
            lambda message: field in message.get(root, {}), f"a message with {root}.{field}", timeout
        )[root]

    def receive_operating(self, timeout=PATIENCE, **expected):
        """Reads until an operating push has the expected values, and returns its settings."""
        return self.receive_until(
            lambda message: is_operating(message)
            and all(message["settings"].get(name) == value for name, value in expected.items()),
            f"a push of the operating state with {expected}",
            timeout,
        )["settings"]

    def receive_for(self, seconds):
        """All messages of the next seconds."""
        deadline = time.monotonic() + seconds
        messages = []
        while True:
            try:
                messages.append(self.receive_message(max(deadline - time.monotonic(), 0)))
            except TimeoutError:
                return messages

    def receive_dump(self):
        """The first message, which must be the dump."""
        message = self.receive_message()
        if not is_dump(message):
            raise AssertionError(f"the first message is no dump: {message}")
        return message

    def peer_settles(self):
        """Waits until the server has taken everything sent so far: it answers a ping in order."""
        payload = os.urandom(8)
        self.send_frame(PING, payload)
        deadline = time.monotonic() + PATIENCE
        while True:
            frame = self.receive(max(deadline - time.monotonic(), 0))
            if frame.opcode == PONG and frame.payload == payload:
                return


def is_dump(message):
    """Whether a message is the whole state rather than a change of it."""
    return {"wifi", "sta", "ap", "settings", "printer"} <= message.keys()


def is_operating(message):
    """Whether a message is a push of the operating state."""
    return message.keys() == {"settings"} and "work_mode" in message["settings"]


def is_temperature(message):
    """Whether a message is the temperature beat."""
    return "warehouse_temper" in message.get("settings", {}) and not is_dump(message)


def connected(daemon, **options):
    """A client that has read its dump."""
    client = Panda(daemon, **options)
    client.dump = client.receive_dump()
    return client
