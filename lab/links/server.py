"""A stand-in for a server of the device link, on the loopback interface.

It behaves as the public server was seen to: it answers no handshake, looks at acknowledgements only
some time after it has sent a chunk (one that comes very early is lost), tries a chunk three times, and
then goes on with the next.

usage: python3 lab/links/server.py [PORT]      sends each line of its input, prints what comes
"""

import hashlib
import struct
import sys
import time
import zlib

from hub import Station

CHUNK_BYTES = 2048
TRIES = 3
COMPLETE = "OTA_COMPLETE"


class Server(Station):
    """The server."""

    def __init__(self, port=0, *, acknowledgement_seconds=5, **options):
        super().__init__(port, **options)
        self._patience = acknowledgement_seconds

    @property
    def url(self):
        return f"ws://127.0.0.1:{self.port}/ws"

    def ask(self, command, **values):
        """Sends a command and waits for the reply to it."""
        after = len(self.received)
        self.send({"cmd": command, **values})
        return self.wait_new(is_reply, f"a reply to {command}", after)

    def offer(self, data, *, chunk=CHUNK_BYTES, **changes):
        """Asks for an update of the newest generation."""
        return self.ask("request_ota", **{**terms(data, chunk), **changes})

    def send_chunks(self, data, *, chunk=CHUNK_BYTES, loses=(), spoils=None, count=None):
        """Sends `data` in chunks; returns those that nobody acknowledged in three tries.

        loses: numbers of chunks whose first acknowledgement comes too early to be heard.
        spoils: makes the frame of a chunk from its number and bytes, and how often it was sent before.
        count: how many chunks; all where it is left out.
        """
        given_up = []
        pieces = [data[start : start + chunk] for start in range(0, len(data), chunk)]
        for number, piece in enumerate(pieces[:count]):
            for attempt in range(TRIES):
                after = len(self.received)
                self.send(spoils(number, piece, attempt) if spoils else frame(number, piece))
                answer = self.wait_new(is_chunk_answer, f"an answer to chunk {number}", after)
                if attempt == 0 and number in loses:
                    continue
                if answer.get("ota_ack") == number:
                    break
            else:
                given_up.append(number)
        return given_up

    def send_raw(self, data, *, frame_bytes=CHUNK_BYTES):
        """Sends `data` as the first two generations do: nobody answers."""
        for start in range(0, len(data), frame_bytes):
            self.send(data[start : start + frame_bytes])

    def complete(self):
        """Says that all has been sent, and waits for the verdict."""
        after = len(self.received)
        self.send(COMPLETE)
        return self.wait_new(is_reply, "a verdict on the update", after)


def terms(data, chunk):
    """What an update of the newest generation is announced with."""
    return {
        "size": len(data),
        "sha256": hashlib.sha256(data).hexdigest(),
        "chunk_size": chunk,
        "total_chunks": (len(data) + chunk - 1) // chunk,
    }


def frame(number, piece, *, size=None, checksum=None):
    """A chunk's frame; `size` and `checksum` for a wrong one."""
    size = len(piece) if size is None else size
    checksum = zlib.crc32(piece) if checksum is None else checksum
    return struct.pack("<III", number, size, checksum) + piece


def is_reply(message):
    return isinstance(message, dict) and "status" in message


def is_chunk_answer(message):
    return isinstance(message, dict) and ("ota_ack" in message or "ota_nack" in message)


def main(arguments):
    with Server(int(arguments[0]) if arguments else 0) as server:
        print(server.url, flush=True)
        for line in sys.stdin:
            server.send(line.strip())
            time.sleep(0.2)
            print(*server.received[-2:], sep="\n", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
