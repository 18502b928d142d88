"""A machine whose port 80 belongs to another program, as on a printer's computer: the service starts at another
port and says so, commands find it there, and set-up writes down the port that a person chooses."""

import contextlib
import http.server
import json
import os
import pathlib
import re
import subprocess
import tempfile
import threading
import unittest
import urllib.request

from daemon import HEARTH, PATIENCE, run_hearth, wait_until
from isolation import enter_own_network

OTHER, NEXT = 8088, 8089


class PrintersPage(http.server.BaseHTTPRequestHandler):
    """What is at port 80 there."""

    server_version, sys_version = "nginx/1.22.1", ""

    def do_HEAD(self):  # noqa: N802, the name is http.server's
        self.send_response(200)
        self.end_headers()

    def do_GET(self):  # noqa: N802
        self.do_HEAD()

    def log_message(self, *_):
        pass


def setUpModule():
    if not enter_own_network():
        raise unittest.SkipTest("needs root, for a network of its own")


class TakenPortTests(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-port-")))

    def occupy(self, port=80):
        server = self.enterContext(http.server.ThreadingHTTPServer(("0.0.0.0", port), PrintersPage))
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.shutdown)

    def service(self, *words):
        """The service as its unit starts it, without a board; returns it and the line that it prints."""
        process = self.enterContext(
            subprocess.Popen(
                [
                    HEARTH, "run", "--await-board", "--board", self.folder / "board.conf",
                    "--state", self.folder / "state", *words,
                ],
                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": "unix:path=/nonexistent"},
            )
        )
        self.addCleanup(process.kill)
        return process, process.stdout.readline()

    def state(self, port):
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/api/v1/state", timeout=PATIENCE) as answer:
            return json.load(answer)

    def test_the_service_takes_another_port_and_says_who_has_the_first(self):
        self.occupy()
        self.occupy(OTHER)
        _, line = self.service()
        self.assertIn(f":{NEXT}/", line)
        troubles = self.state(NEXT)["device"]["troubles"]
        words = next(trouble for trouble in troubles if "has port 80" in trouble)
        self.assertRegex(words, r"Another program, (nginx/1\.22\.1|\S+ \(process \d+\)), has port 80")
        self.assertIn(f"at port {NEXT}", words)
        self.assertIn("sudo hearth setup", words)
        # A command finds it without a word about where.
        shown = run_hearth("status")
        self.assertEqual(shown.returncode, 0, shown.stderr)
        self.assertIn("has port 80", shown.stdout)
        doctor = run_hearth("doctor", "--state", self.folder / "state")
        self.assertRegex(doctor.stdout, rf"(?m)^warning +port .*:{NEXT}: a daemon answers there.* has port 80")

    def test_the_usual_port_is_taken_where_it_is_free(self):
        _, line = self.service()
        self.assertRegex(line, r"http://[^:/]+/")
        self.assertFalse([t for t in self.state(80)["device"]["troubles"] if "has port" in t])

    def test_a_port_that_somebody_chose_is_never_replaced(self):
        self.occupy()
        process, line = self.service("--listen", "0.0.0.0:80")
        self.assertEqual(line, "")
        self.assertNotEqual(process.wait(PATIENCE), 0)
        self.assertIn("another program has port 80", process.stderr.read())


if __name__ == "__main__":
    unittest.main()
