"""Somebody at a broker who hears everything, as Home Assistant does, and counts it."""

import socket
import threading


def packet(kind, body):
    """An MQTT packet of less than 128 bytes (MQTT 3.1.1, section 2.2)."""
    return bytes([kind, len(body)]) + body


class Listener:
    """One subscription to a filter, in a thread; a context manager."""

    def __init__(self, port, topic):
        self.messages = 0
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.settimeout(30)
        # A clean session without a keep-alive (sections 3.1 and 3.8).
        name = b"listener"
        self._socket.sendall(
            packet(0x10, b"\0\4MQTT\4\2\0\0" + len(name).to_bytes(2, "big") + name)
        )
        wanted = topic.encode()
        self._socket.sendall(
            packet(0x82, b"\0\1" + len(wanted).to_bytes(2, "big") + wanted + b"\0")
        )
        answers = b""
        while len(answers) < 9:
            answers += self._socket.recv(9 - len(answers))
        if answers[3] != 0 or answers[8] == 0x80:
            raise ConnectionError(f"the broker does not want the listener: {answers!r}")
        self._socket.settimeout(None)
        self._thread = threading.Thread(target=self._read, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _read(self):
        data = b""
        while received := self._socket.recv(1 << 20):
            data += received
            position = 0
            while True:
                # The remaining length: seven bits a byte, the lowest first (section 2.2.3).
                length = shift = 0
                at = position + 1
                while at < len(data) and data[at] & 0x80:
                    length |= (data[at] & 0x7F) << shift
                    shift += 7
                    at += 1
                if at >= len(data):
                    break
                end = at + 1 + (length | data[at] << shift)
                if end > len(data):
                    break
                self.messages += data[position] >> 4 == 3
                position = end
            data = data[position:]
