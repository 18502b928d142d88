"""A thousand WebSocket clients in one process: who got the beat, and when."""

import base64
import os
import resource
import select
import socket
import time


class Crowd:
    """Clients of `/ws` on bare sockets and one epoll; a context manager."""

    def __init__(self, port, count):
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, count + 100)), hard))
        self._epoll = select.epoll()
        self._clients = {}
        for _ in range(count):
            client = self._connect(port)
            self._clients[client.fileno()] = client
            self._epoll.register(client, select.EPOLLIN)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._epoll.close()
        for client in self._clients.values():
            client.close()

    @staticmethod
    def _connect(port):
        client = socket.create_connection(("127.0.0.1", port), timeout=30)
        key = base64.b64encode(os.urandom(16)).decode()
        client.sendall(
            f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
            "Sec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        head = b""
        while not head.endswith(b"\r\n\r\n"):
            # By the byte, so that what follows the head stays where it is.
            part = client.recv(1)
            if not part:
                raise ConnectionError(f"the server closed the connection after {head!r}")
            head += part
        if b" 101 " not in head.split(b"\r\n")[0]:
            raise ConnectionError(head.decode())
        client.setblocking(False)
        return client

    def arrivals(self, seconds):
        """Reads for a time; returns when each temperature arrived at a client, in order."""
        times = []
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            for number, _ in self._epoll.poll(left):
                received = self._clients[number].recv(65536)
                if not received:
                    raise ConnectionError("the server dropped a client")
                if b"warehouse_temper" in received:
                    times.append(time.monotonic())
        return times


def beats(times, count):
    """Splits arrivals into beats (a pause of 100 ms ends one); whole ones only."""
    groups = [[]]
    for at in times:
        if groups[-1] and at - groups[-1][-1] > 0.1:
            groups.append([])
        groups[-1].append(at)
    return [group for group in groups if len(group) == count]


def spread_99(group):
    """Seconds from the first client of a beat to the 99th in a hundred."""
    return group[len(group) * 99 // 100] - group[0]
