"""docs/octoprint.md in the real OctoPrint, on its own virtual printer: its events heat, and turn off."""

import json
import pathlib
import tempfile
import unittest

from daemon import Daemon, run_hearth, wait_until
from peer import Peer, PeerTestCase, ask, ask_while_starting, block, enter

URL = "http://127.0.0.1:5000"
KEY = "0123456789ABCDEF0123456789ABCDEF"
#: A print that lasts until it is cancelled, and one that ends by itself.
LONG, SHORT = "G28\n" + "G4 S1\n" * 600, "G28\nG4 S1\n"

#: What an OctoPrint is told that asks nobody outside and has a printer.
OWN = """\
server:
  firstRun: false
  onlineCheck: {enabled: false}
  pluginBlacklist: {enabled: false}
plugins:
  virtual_printer: {enabled: true}
  _disabled: [announcements, discovery, errortracking, pluginmanager, softwareupdate, tracking]
serial:
  autoconnect: true
  port: VIRTUAL
"""
USERS = f"""\
maker:
  active: true
  apikey: {KEY}
  groups: [admins, users]
  password: ''
  permissions: []
  roles: [user, admin]
  settings: {{}}
"""


def setUpModule():
    enter()


class EventTests(PeerTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        settings = pathlib.Path(folder, "hearth.conf")
        settings.write_text("[printer]\ncommands: yes\n", encoding="utf-8")
        cls.daemon = cls.enterClassContext(Daemon(port=80, arguments=["--service-file", settings]))
        cls.octoprint = Peer(
            "/opt/octoprint/bin/octoprint", "--basedir", "FOLDER", "serve", "--iknowwhatimdoing",
            "--host", "127.0.0.1", "--port", "5000",
        )
        cls.octoprint.put("config.yaml", OWN + block("docs/octoprint.md", "yaml config.yaml"))
        cls.octoprint.put("users.yaml", USERS)
        cls.enterClassContext(cls.octoprint)
        wait_until(cls.is_ready, "a printer that is ready", timeout=120, every=0.5)

    @classmethod
    def is_ready(cls):
        answer = ask_while_starting(f"{URL}/api/connection", {"X-Api-Key": KEY})
        return answer and json.loads(answer)["current"]["state"] == "Operational"

    def setUp(self):
        wait_until(self.is_ready, "a printer that is ready", timeout=120, every=0.5)
        self.daemon.post_wish({"power": False})

    def tearDown(self):
        complaints = [
            line for line in self.octoprint.read("logs/octoprint.log").splitlines()
            if "octoprint.events" in line and ("WARNING" in line or "ERROR" in line)
        ]
        self.assertEqual(complaints, [])

    def tell(self, path, order):
        headers = {"X-Api-Key": KEY, "Content-Type": "application/json"}
        ask(f"{URL}/api/{path}", json.dumps(order).encode(), headers)

    def start_print(self, gcode):
        boundary = "border"
        parts = {'name="print"': "true", 'name="file"; filename="print.gcode"': gcode}
        body = "".join(
            f"--{boundary}\r\nContent-Disposition: form-data; {name}\r\n\r\n{text}\r\n"
            for name, text in parts.items()
        )
        ask(
            f"{URL}/api/files/local", f"{body}--{boundary}--\r\n".encode(),
            {"X-Api-Key": KEY, "Content-Type": f"multipart/form-data; boundary={boundary}"},
        )
        wait_until(lambda: self.daemon.get_state()["power"], "heat at the start of a print")
        self.assertEqual(self.daemon.get_state()["target_c"], 50)

    def turns_off(self, what):
        wait_until(lambda: not self.daemon.get_state()["power"], f"off: {what}")
        self.assertEqual(self.daemon.get_state()["off_reason"], "wish")

    def test_it_is_followed_as_a_printer_and_obeys(self):
        def printer():
            return self.daemon.get_state()["device"]["printer"]

        def hearth(*words):
            answer = run_hearth("printer", *words, "--host", self.daemon.host)
            self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)

        key = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()), "key")
        key.write_text(KEY + "\n", encoding="utf-8")
        hearth("bind", "octoprint", "127.0.0.1:5000", "--secret-file", key)
        self.addCleanup(hearth, "unbind")
        self.assertFalse(self.daemon.get_state()["bed"]["printing"])
        self.start_print("M140 S90\n" + LONG)
        wait_until(
            lambda: (lambda bed: bed and (bed["target_c"], bed["printing"]))(
                self.daemon.get_state()["bed"]
            ) == (90, True),
            "the bed of the print",
        )
        self.assertEqual(printer()["report"]["file"], "print.gcode")
        for word, activity in (("pause", "paused"), ("resume", "printing")):
            hearth(word)
            wait_until(lambda: printer()["report"]["activity"] == activity, activity)
        hearth("gcode", "M140 S0")
        wait_until(lambda: self.daemon.get_state()["bed"]["target_c"] == 0, "the bed is off")
        hearth("stop")
        self.turns_off("cancelled")
        wait_until(lambda: not self.daemon.get_state()["bed"]["printing"], "the print is over")
        self.tell("connection", {"command": "disconnect"})
        wait_until(lambda: printer()["link"] == "failed", "no printer")
        self.assertIn("no printer is connected to it", printer()["trouble"])
        self.tell("connection", {"command": "connect", "port": "VIRTUAL"})
        wait_until(lambda: printer()["link"] == "connected", "the printer again")

    def test_a_print_that_ends_turns_off(self):
        self.start_print(SHORT)
        self.turns_off("done")

    def test_a_print_that_is_cancelled_turns_off(self):
        self.start_print(LONG)
        self.tell("job", {"command": "cancel"})
        self.turns_off("cancelled")

    def test_a_printer_that_is_disconnected_turns_off(self):
        self.start_print(LONG)
        self.tell("connection", {"command": "disconnect"})
        self.turns_off("disconnected")
        self.tell("connection", {"command": "connect", "port": "VIRTUAL"})


if __name__ == "__main__":
    unittest.main()
