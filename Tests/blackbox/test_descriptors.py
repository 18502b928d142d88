"""A process that may open few files: clients do not take what the heater needs."""

import contextlib
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import unittest

from daemon import Daemon, HEARTH, PATIENCE, wait_until
from test_switch import children, switch_of


class KeptConnection:
    """One connection that is used for every request: a new one might be refused."""

    def __init__(self, daemon):
        self.connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE)

    def close(self):
        self.connection.close()

    def request(self, method, path, body=None):
        headers = {"Content-Type": "application/json"} if body else {}
        self.connection.request(method, path, body and json.dumps(body), headers)
        answer = self.connection.getresponse()
        return json.loads(answer.read())

    @property
    def state(self):
        return self.request("GET", "/api/v1/state")

    @property
    def latched(self):
        latch = self.state["latch"]
        return latch and latch["code"]


class DescriptorTests(unittest.TestCase):
    def assertReplacesItsSwitch(self, daemon, kept):
        first = switch_of(daemon)
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: kept.latched == "safety.output_lost", "the fault")
        wait_until(lambda: children(daemon.process.pid) not in ([], [first]), "another switch")
        kept.request("POST", "/api/v1/wish", {"clear_latch": True})
        wait_until(lambda: kept.latched is None, "the fault cleared")
        kept.request("POST", "/api/v1/wish", {"heat_to": 50})
        wait_until(lambda: kept.state["heater_on"], "the heater on")

    def test_three_hundred_connections_leave_a_small_process_its_switch(self):
        daemon = Daemon()
        daemon.program = ["prlimit", "--nofile=64:64", HEARTH]
        with daemon, contextlib.closing(KeptConnection(daemon)) as kept, contextlib.ExitStack() as stack:
            kept.request("POST", "/api/v1/wish", {"heat_to": 50})
            wait_until(lambda: kept.state["heater_on"], "the heater on")
            for _ in range(300):
                client = stack.enter_context(socket.create_connection(("127.0.0.1", daemon.port)))
                with contextlib.suppress(OSError):
                    client.send(b"GET /api/v1/state HTTP/1.1\r\n")
            wait_until(lambda: kept.state["step"], "an answer")
            held = len(list(pathlib.Path(f"/proc/{daemon.process.pid}/fd").iterdir()))
            self.assertLess(held, 60, "the clients took what the process needs")
            self.assertReplacesItsSwitch(daemon, kept)
            self.assertIn("limit on open files", daemon.log)

    def test_a_switch_is_replaced_when_there_is_no_descriptor_left(self):
        with Daemon() as daemon, contextlib.closing(KeptConnection(daemon)) as kept:
            kept.request("POST", "/api/v1/wish", {"heat_to": 50})
            wait_until(lambda: kept.state["heater_on"], "the heater on")
            process = daemon.process.pid
            taken = {int(entry.name) for entry in pathlib.Path(f"/proc/{process}/fd").iterdir()}
            free = min(set(range(len(taken) + 1)) - taken)
            _, hard = resource.prlimit(process, resource.RLIMIT_NOFILE)
            resource.prlimit(process, resource.RLIMIT_NOFILE, (free, hard))
            # The first one uses what was made ahead; the next what the first one left.
            for _ in range(3):
                self.assertReplacesItsSwitch(daemon, kept)


if __name__ == "__main__":
    unittest.main()
