"""Clients of DragonBreath's interface that mean harm: many, rude, or in a hurry."""

import concurrent.futures
import contextlib
import itertools
import json
import pathlib
import re
import socket

from daemon import PATIENCE, DaemonTestCase, wait_until
from test_crowd import allow_open_files
from test_dragonbreath import Client, Stream

#: It loads the machine on purpose.
ALONE = True
CROWD = 1000


def open_stream(daemon, receive_buffer=None):
    """A stream whose owner reads nothing of it."""
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(PATIENCE)
    connection.connect(("127.0.0.1", daemon.port))
    connection.sendall(b"GET /api/v2/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return connection


def anonymous_kilobytes(daemon):
    status = pathlib.Path("/proc", str(daemon.process.pid), "status").read_text(encoding="ascii")
    return int(re.search(r"RssAnon:\s+(\d+)", status)[1])


class CrowdTests(DaemonTestCase):
    def setUp(self):
        allow_open_files(CROWD + 200)
        self.client = Client(self.daemon)
        self.addCleanup(self.client.command, "off", None)

    def test_a_thousand_streams_hold_up_neither_heat_nor_its_heartbeat(self):
        with contextlib.ExitStack() as crowd:
            for number in range(CROWD):
                crowd.enter_context(open_stream(self.daemon, 2048 if number % 2 else None))
            wait_until(
                lambda: self.client.get("/api/v2/health")[1]["sse_clients"] >= CROWD * 9 // 10, "the crowd"
            )
            stream = crowd.enter_context(contextlib.closing(Stream(self.daemon)))
            stream.next()
            self.assertEqual(self.client.command("power_on", target_c=45)[0], 200)
            while stream.next()[2]["mode"] != "power_on":
                pass
            for _ in range(20):
                self.assertEqual(self.client.heartbeat()[0], 200)
            steps = self.daemon.get_state()["step"]
            wait_until(lambda: self.daemon.get_state()["step"] > steps + 50, "five seconds of steps")
            self.assertLess(anonymous_kilobytes(self.daemon), 64 * 1024)
            self.assertEqual(self.client.command("off", None)[0], 200)
            self.assertFalse(self.daemon.get_state()["power"])
        wait_until(lambda: self.client.get("/api/v2/health")[1]["sse_clients"] == 0, "no stream")

    def test_off_gets_through_a_flood_of_commands(self):
        """Each of the flood names the revision that it last saw, as the module does."""
        is_over = False
        answers = []

        def flood(number):
            client = Client(self.daemon, "web", f"flood-{number}")
            revision = client.state()["state_revision"]
            while not is_over:
                status, answer = client.post(
                    "/api/v2/command", client.body("power_on", revision, target_c=45)
                )
                answers.append(status)
                revision = answer["state"]["state_revision"]
                if "lease_id" in answer:
                    client.lease = answer["lease_id"]
            return client

        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            floods = [pool.submit(flood, number) for number in range(16)]
            wait_until(lambda: answers.count(200) > 3, "some heat")
            offs = [self.client.command("off", None) for _ in range(10)]
            is_over = True
            clients = [flood.result() for flood in floods]
        for status, answer in offs:
            self.assertEqual((status, answer["state"]["mode"]), (200, "off"))
        self.assertLessEqual(set(answers), {200, 409, 503})
        self.assertEqual(self.client.command("off", None)[0], 200)
        for client in clients:
            if client.lease:
                self.assertEqual(client.heartbeat()[1]["error"], "stale_lease")
        self.assertFalse(self.daemon.get_state()["power"])

    def test_a_lease_is_of_no_use_to_those_who_hurry(self):
        """Heartbeats of a lease that is ended in the same moment, 20 times over."""
        for _ in range(20):
            self.client.command("power_on", target_c=45)
            with concurrent.futures.ThreadPoolExecutor(4) as pool:
                beats = [pool.submit(self.client.heartbeat) for _ in range(8)]
                off = pool.submit(self.client.command, "off", None)
            self.assertEqual(off.result()[1]["state"]["mode"], "off")
            self.assertLessEqual({beat.result()[0] for beat in beats}, {200, 409})
            self.assertFalse(self.daemon.get_state()["power"])

    def test_names_of_clients_break_no_stream(self):
        stream = Stream(self.daemon)
        self.addCleanup(stream.close)
        stream.next()
        for name in ("a\n\ndata: {}\n\n", '"},"mode":"off', "\u202eevil", "\x1b[2J", "\\"):
            client = Client(self.daemon, name=name)
            self.assertEqual(client.command("power_on", target_c=45, request=name)[0], 200)
            for _ in itertools.count():
                lease = stream.next()[2]["control"]["lease"]
                if lease["owner"] == name:
                    break
        self.assertNotIn("lease_id", json.dumps(self.client.state()))
