"""What is refused, or asked for, ten thousand times: the history keeps its faults, the log stays short,
and the card is not written to death."""

import contextlib
import http.client
import json
import pathlib
import socket
import time
import unittest

import daemon
from access import GuardedDaemon
from daemon import DaemonTestCase

TIMES = 10_000
#: Of what the controller itself decides: it takes eight wishes at a step, 80 in a second.
DECIDED_TIMES = 2_000
GRANTED_TIMES = 500
#: As many wishes at once as wait for the controller's decision, with room to spare.
AT_ONCE = 50

#: Of one flood: twenty events of a kind, a summary of each kind, and what the flood's own start left.
MOST_EVENTS = 45
MOST_LINES = 45
#: A summary and one more event of two groups.
EACH_MINUTE = 4
#: What a minute of an idle controller may write is 100 kB; this is what a flood may add to it.
MOST_BYTES = 3_000_000

JSON_BODY = {"Content-Type": "application/json"}


def wish(**fields):
    return ("POST", "/api/v1/wish", json.dumps(fields), JSON_BODY)


class FloodTests(DaemonTestCase):
    """Each flood runs on one daemon, and each is counted for itself."""

    def setUp(self):
        self.began = time.monotonic()
        self.ids = self.newest_id()
        self.lines = self.daemon.log.count("\n")
        self.written = self.bytes_written()

    def newest_id(self):
        _, _, body = self.daemon.request("GET", "/api/v1/events?limit=1")
        events = json.loads(body)["events"]
        return events[0]["id"] if events else 0

    def bytes_written(self):
        text = pathlib.Path(f"/proc/{self.daemon.process.pid}/io").read_text()
        return int(dict(line.split(": ") for line in text.splitlines())["write_bytes"])

    def flood(self, *requests, expected=None, times=TIMES):
        """Sends the requests in turn, `times` in all, so many at once as the controller's beat would else
        make it last."""
        answers = set()
        with contextlib.ExitStack() as stack:
            connections = []
            for _ in range(AT_ONCE):
                connection = http.client.HTTPConnection(
                    "127.0.0.1", self.daemon.port, timeout=daemon.PATIENCE
                )
                connections.append(stack.enter_context(contextlib.closing(connection)))
            for number in range(times // AT_ONCE):
                for index, connection in enumerate(connections):
                    method, path, body, headers = requests[(number + index) % len(requests)]
                    connection.request(method, path, body, headers)
                for connection in connections:
                    answer = connection.getresponse()
                    answer.read()
                    answers.add(answer.status)
        if expected is not None:
            self.assertEqual(answers, expected)

    def check(self, what):
        events = self.newest_id() - self.ids
        lines = self.daemon.log.count("\n") - self.lines
        written = self.bytes_written() - self.written
        print(f"flood of {what}: {events} events, {lines} lines, {written} bytes written")
        # A slow machine takes minutes, each of which has its summaries.
        minutes = (time.monotonic() - self.began) // 60
        self.assertLessEqual(events, MOST_EVENTS + minutes * EACH_MINUTE, "events")
        self.assertLessEqual(lines, MOST_LINES + minutes * EACH_MINUTE, "lines of the log")
        self.assertLessEqual(written, MOST_BYTES, "bytes written")

    def test_uploads_that_are_refused(self):
        self.flood(
            ("POST", "/ota", b"x" * 64, {"OTA-Type": "ota_fw"}),
            ("POST", "/ota", b"x" * 64, {}),
        )
        self.check("refused uploads")

    def test_pages_that_are_not_there(self):
        self.flood(("GET", "/api/v1/nothing", None, {}), expected={404})
        self.check("unknown paths")

    def test_pages_of_other_sites(self):
        headers = {"Origin": "http://evil.example", **JSON_BODY}
        self.flood(
            ("POST", "/api/v1/wish", '{"power": true}', headers),
            ("POST", "/ota", b"x", headers),
            expected={403},
        )
        self.check("foreign origins")

    def test_names_that_are_not_ours(self):
        self.flood(
            ("POST", "/api/v1/wish", '{"power": true}', {"Host": "evil.example", **JSON_BODY}),
            ("GET", "/api/v1/state", None, {"Host": "evil.example"}),
            expected={403, 302},
        )
        self.check("foreign names")

    def test_messages_that_are_not_understood(self):
        self.flood(
            ("POST", "/api/v1/wish", "{", JSON_BODY),
            ("POST", "/api/v1/wish", '{"nonsense": 1}', JSON_BODY),
            ("POST", "/api/v1/wish", '{"set_target": "hot"}', JSON_BODY),
            ("POST", "/api/v1/wish", "x=1", {"Content-Type": "application/x-www-form-urlencoded"}),
        )
        self.check("broken wishes")

    def test_wishes_that_are_refused(self):
        self.flood(
            wish(clear_latch=True),
            wish(skip_soak=True),
            wish(stop_calibration=True),
            wish(renew_lease=True),
            times=DECIDED_TIMES,
        )
        self.check("refused wishes")

    def test_power_on_and_off(self):
        self.flood(wish(power=True), wish(power=False), times=GRANTED_TIMES)
        self.check("power on and off")

    def test_settings_back_and_forth(self):
        self.flood(wish(set_target=40), wish(set_target=41), times=GRANTED_TIMES)
        self.check("changed settings")

    def test_calibrations_begun_and_given_up(self):
        self.flood(wish(calibrate=True), wish(stop_calibration=True), times=GRANTED_TIMES)
        self.check("calibrations given up")

    def test_names_of_the_device_back_and_forth(self):
        self.flood(wish(hostname="one"), wish(hostname="two"))
        self.check("changed names")

    def test_sockets_from_other_sites(self):
        head = (
            f"GET /ws HTTP/1.1\r\nHost: {self.daemon.host}\r\nOrigin: http://evil.example\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        ).encode()
        for _ in range(TIMES):
            with socket.create_connection(("127.0.0.1", self.daemon.port)) as link:
                link.sendall(head)
                self.assertTrue(link.recv(64).startswith(b"HTTP/1.1 403"))
        self.check("sockets of other sites")


class PasswordFloodTests(unittest.TestCase):
    """The same of a daemon with a password."""

    def test_tokens_and_passwords_that_are_wrong(self):
        guarded = self.enterContext(GuardedDaemon())
        lines = guarded.log.count("\n")
        connection = http.client.HTTPConnection("127.0.0.1", guarded.port, timeout=daemon.PATIENCE)
        answers = set()
        with contextlib.closing(connection):
            for number in range(TIMES):
                if number % 2:
                    connection.request("GET", "/api/v1/state", None, {"Authorization": "Bearer x"})
                else:
                    form = {"Content-Type": "application/x-www-form-urlencoded"}
                    connection.request("POST", "/login", "password=wrong", form)
                answer = connection.getresponse()
                answer.read()
                answers.add(answer.status)
        self.assertLessEqual(answers, {401, 429, 503})
        self.assertLessEqual(guarded.log.count("\n") - lines, MOST_LINES)
