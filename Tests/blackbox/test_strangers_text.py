"""What somebody else may name reaches no terminal, log, metric or label as more than text."""

import json
import os
import pty
import socket
import subprocess
import unittest

from daemon import HEARTH, PATIENCE, Daemon, run_hearth, wait_until
from panda import connected

# A colour, a cleared line, a bell, C1's escape, a line end of each kind, a turned direction, an invisible mark.
NASTY = "a\x1b[31mb\x1b[2Kc\x07d\x9b31me\rf\ng\u2028h\u2029i\u202ej\u2066k\ufeffl\x7fm"
# What a name may hold.
NAME = "a\u2028h\u2029i\u202ej\u2066k\ufeffl"
FORBIDDEN = set("\x1b\x07\x9b\r\u2028\u2029\u202e\u2066\ufeff\x7f")


def found(text):
    """What of the nasty text came through, a line end inside it included."""
    return sorted(hex(ord(one)) for one in FORBIDDEN & set(text)) + (["line end"] if "f\ng" in text else [])


def on_a_terminal(*words):
    """What a command shows on a terminal."""
    parent, child = pty.openpty()
    with subprocess.Popen([HEARTH, *words], stdout=child, stderr=child, stdin=child) as process:
        os.close(child)
        shown = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:
                break
            if not part:
                break
            shown += part
        process.wait(timeout=PATIENCE)
    os.close(parent)
    # The terminal's own line ends, and the codes for bold text.
    for code in ("\r\n", "\x1b[1m", "\x1b[0m"):
        shown = shown.replace(code.encode(), b"\n" if code == "\r\n" else b"")
    return shown.decode(errors="replace")


class StrangersTextTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(Daemon())
        cls.answers = []
        cls.feed()

    @classmethod
    def feed(cls):
        for wish in (
            {"bind_klipper": {"address": "127.0.0.1", "port": 9, "name": NASTY, "api_key": NASTY}},
            {"bind_klipper": {"address": NASTY, "name": "x"}},
            {"bind_bambu": {"address": "127.0.0.1", "serial": NASTY, "access_code": NASTY, "name": NASTY}},
            {"bind_klipper": {"address": "127.0.0.1", "port": 9, "name": NASTY}},
            {"hostname": NASTY}, {"join_network": {"ssid": NASTY[:30], "password": "12345678"}},
            {"hotspot": {"ssid": NASTY[:30]}}, {NASTY: 1},
        ):
            cls.post("/api/v1/device", {**wish, "session": NASTY})
        for wish in ({"heat_to": 40, "session": NASTY, "lease_s": 60}, {NASTY: NASTY}, {"mode": NASTY},
                     {"heat_to": NASTY}, {"heat_to": 40, "requester": NASTY}):
            cls.post("/api/v1/wish", wish)
        headers = {"Origin": NASTY, "User-Agent": NASTY, "OTA-Type": NASTY, "Content-Type": NASTY}
        for name, value in headers.items():
            cls.raw(f"POST /api/v1/wish HTTP/1.1\r\nHost: 127.0.0.1\r\n{name}: "
                    + value.replace("\r", "").replace("\n", "") + "\r\nContent-Length: 0\r\n\r\n")
        cls.raw("POST / HTTP/1.1\r\nHost: " + NASTY.replace("\r", "").replace("\n", "")
                + "\r\nContent-Length: 0\r\n\r\n")
        with connected(cls.daemon) as client:
            for message in (
                {"settings": {"hostname": NASTY, "language": NASTY}}, {NASTY: {NASTY: NASTY}},
                {"printer": {"name": NASTY, "sn": NASTY, "ip": NASTY, "access_code": NASTY, "type": NASTY}},
                {"sta": {"ssid": NASTY[:30], "password": NASTY}}, {"ap": {"ssid": NASTY[:30]}},
                {"settings": {"filament_drying_mode": NASTY}},
            ):
                client.send(message)
        cls.post("/api/v1/device", {"bind_klipper": {"address": "127.0.0.1", "port": 9, "name": NAME}})
        # All is settled when a wish after it is.
        cls.post("/api/v1/wish", {"set_target": 41})
        wait_until(lambda: json.loads(cls.get("/api/v1/state"))["target_c"] == 41, "the last wish")

    @classmethod
    def post(cls, path, wish):
        _, _, body = cls.daemon.request(
            "POST", path, json.dumps(wish).encode(), {"Content-Type": "application/json"}
        )
        cls.answers.append(body.decode())

    @classmethod
    def raw(cls, request):
        with socket.create_connection(("127.0.0.1", cls.daemon.port), PATIENCE) as client:
            client.sendall(request.encode())
            client.shutdown(socket.SHUT_WR)
            cls.answers.append(client.makefile("rb").read().decode(errors="replace").replace("\r\n", "\n"))

    @classmethod
    def get(cls, path):
        return cls.daemon.request("GET", path)[2].decode()

    def test_the_answers_to_who_sent_it(self):
        for answer in self.answers:
            self.assertEqual(found(answer), [], answer)

    def test_terminals(self):
        host = f"127.0.0.1:{self.daemon.port}"
        for words in (["status"], ["status", "--json"], ["printer", "status"], ["network", "status"],
                      ["access", "list"], ["doctor"]):
            with self.subTest(words):
                shown = on_a_terminal(*words, "--host", host)
                self.assertTrue(shown)
                self.assertEqual(found(shown), [], shown)
        # What a person gives at the command line is quoted, too; its line ends are the person's own.
        for words in (["printer", "bind", "klipper", NASTY, "--host", host], ["heat", NASTY], [NASTY],
                      ["board", "check", NASTY]):
            with self.subTest(words):
                self.assertEqual(set(found(on_a_terminal(*words))) - {"line end"}, set())

    def test_log_and_metrics_and_interface(self):
        for place, text in (("log", self.daemon.log), ("metrics", self.get("/metrics")),
                            ("state", self.get("/api/v1/state")), ("events", self.get("/api/v1/events"))):
            with self.subTest(place):
                self.assertTrue(text)
                self.assertEqual(found(text), [])

    def test_programs_get_the_very_bytes(self):
        answer = run_hearth("status", "--json", "--host", f"127.0.0.1:{self.daemon.port}")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertEqual(json.loads(answer.stdout)["device"]["printer"]["name"], NAME)
