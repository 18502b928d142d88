"""Printers behind OctoPrint and PrusaLink, and one that a program tells of: bound, followed, and lost."""

import json
import os
import pathlib
import signal
import sys
import tempfile
import unittest

from daemon import REPOSITORY, Daemon, run_hearth, wait_until
from panda import connected

sys.path.insert(0, str(pathlib.Path(REPOSITORY, "lab", "printers")))

from bambu import Certificates  # noqa: E402: its folder has to be on the path first
from webhost import OctoPrint, PrusaLink  # noqa: E402: its folder has to be on the path first

DONE, NOT_DONE, USAGE, REFUSED = 0, 1, 2, 4


class HostTestCase(unittest.TestCase):
    """A daemon, and what is asked of it about a printer."""

    configuration = ""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        path = self.folder / "hearth.conf"
        path.write_text(self.configuration, encoding="utf-8")
        self.daemon = self.enterContext(Daemon(arguments=["--service-file", path]))

    def hearth(self, *words, **options):
        return run_hearth("printer", *words, "--host", self.daemon.host, **options)

    def bind(self, kind, host, *words, secret="a-key"):
        key = self.folder / "key"
        key.write_text(secret + "\n", encoding="utf-8")
        return self.hearth("bind", kind, f"127.0.0.1:{host.port}", "--secret-file", key, *words)

    def post(self, path, body):
        status, _, answer = self.daemon.request(
            "POST", path, body if isinstance(body, str) else json.dumps(body),
            {"Content-Type": "application/json"},
        )
        return status, json.loads(answer)

    @property
    def printer(self):
        return self.daemon.get_state()["device"]["printer"]

    def link_becomes(self, link, word=""):
        wait_until(
            lambda: (lambda p: p["link"] == link and word in p["trouble"])(self.printer),
            f"link {link}, \"{word}\"; it is {self.printer}",
        )

    def bed_becomes(self, target, is_printing):
        wait_until(
            lambda: (lambda bed: bed and (bed["target_c"], bed["printing"]))(
                self.daemon.get_state()["bed"]
            ) == (target, is_printing),
            f"a bed of {target} °C, printing {is_printing}",
        )

    def bed_is_unknown(self):
        wait_until(lambda: self.daemon.get_state()["bed"] is None, "no bed")

    def activity_becomes(self, word):
        wait_until(lambda: (self.printer["report"] or {}).get("activity") == word, word)

    def break_the_switch(self):
        """The hand on the switch dies: a fault that latches at once."""
        children = pathlib.Path(f"/proc/{self.daemon.process.pid}/task").glob("*/children")
        switch = [int(pid) for path in children for pid in path.read_text().split()]
        self.assertEqual(1, len(switch))
        os.kill(switch[0], signal.SIGKILL)


class EncryptedTests(HostTestCase):
    """OctoPrint and PrusaLink behind HTTPS, with an authority of the owner's."""

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.certificates = Certificates(folder)
        self.configuration = f"[printer]\nhost_ca: {self.certificates.authority}\n"
        super().setUp()

    def bind_securely(self, kind, host, name="localhost"):
        binding = {"address": f"https://{name}:{host.port}", "api_key": "a-key"}
        self.assertEqual(200, self.post("/api/v1/device", {f"bind_{kind}": binding})[0])

    def test_the_owners_authority_is_trusted(self):
        for kind, host in (("octoprint", OctoPrint), ("prusalink", PrusaLink)):
            with self.subTest(kind), host(certificate=self.certificates.make("localhost")) as printer:
                self.bind_securely(kind, printer)
                self.link_becomes("connected")
                self.assertTrue(self.printer["https"])

    def test_any_other_certificate_is_refused_before_the_key_is_sent(self):
        other = Certificates(self.enterContext(tempfile.TemporaryDirectory()))
        for certificates, name in ((other, "localhost"), (self.certificates, "another.local")):
            with self.subTest(name), OctoPrint(certificate=certificates.make(name)) as printer:
                printer.start_print()
                self.bind_securely("octoprint", printer)
                self.link_becomes("failed", "name it or its authority as host_ca")
                self.assertIn("The secret was not sent", self.printer["trouble"])
                self.bed_is_unknown()
                self.assertEqual([], printer.asked)

    def test_a_file_that_cannot_be_read_is_named(self):
        with OctoPrint(certificate=self.certificates.make("localhost")) as printer:
            pathlib.Path(self.certificates.authority).unlink()
            self.bind_securely("octoprint", printer)
            self.link_becomes("failed", "host_ca in [printer]")


class OctoPrintTests(HostTestCase):
    configuration = "[printer]\ncommands: yes\npause_on_fault: yes\n"

    def setUp(self):
        super().setUp()
        self.host = self.enterContext(OctoPrint())

    def test_a_print_is_followed_from_its_start_to_its_end(self):
        answer = self.bind("octoprint", self.host)
        self.assertEqual(answer.returncode, DONE, answer.stderr)
        self.assertIn(f"OctoPrint printer \"127.0.0.1\" at 127.0.0.1:{self.host.port}", answer.stdout)
        self.bed_becomes(0, False)
        self.host.start_print(bed=95)
        self.bed_becomes(95, True)
        report = self.printer["report"]
        self.assertEqual(
            (report["file"], report["activity"], report["progress"], report["remaining_s"]),
            ("cube.gcode", "printing", 0.125, 420),
        )
        self.host.end_print()
        self.bed_becomes(0, False)

    def test_the_key_is_kept_over_a_restart_and_shown_nowhere(self):
        self.bind("octoprint", self.host)
        self.daemon.stop()
        self.daemon.start()
        self.link_becomes("connected")
        state = self.daemon.get_state()
        self.assertNotIn("a-key", json.dumps(state))
        self.assertTrue(state["device"]["printer"]["has_secret"])

    def test_a_wrong_key_is_said_and_heats_nothing(self):
        self.host.start_print()
        answer = self.bind("octoprint", self.host, secret="another")
        self.assertEqual(answer.returncode, NOT_DONE)
        self.assertIn("refuses the API key", answer.stdout)
        self.bed_is_unknown()
        answer = self.hearth("bind", "octoprint", f"127.0.0.1:{self.host.port}")
        self.assertIn("refuses the API key", answer.stdout, "the stored key is still the wrong one")

    def test_what_is_wrong_is_said_and_ends_the_heat(self):
        self.host.start_print()
        self.bind("octoprint", self.host)
        self.bed_becomes(100, True)
        self.host.is_connected = False
        self.link_becomes("failed", "no printer is connected to it")
        self.bed_is_unknown()
        self.host.is_connected = True
        self.bed_becomes(100, True)
        self.host.nonsense = (200, '{"state":{"text":"Printing"}}')
        self.link_becomes("wrong_address", "is not OctoPrint")
        self.bed_is_unknown()

    def test_a_host_that_hangs_does_not_hold_up_the_rest(self):
        self.bind("octoprint", self.host)
        self.host.hangs = True
        wait_until(lambda: self.printer["link"] == "connecting", "the break is seen")
        answer = self.hearth("unbind")
        self.assertEqual(answer.returncode, DONE, answer.stderr)
        self.assertEqual(self.printer["link"], "unbound")
        self.host.wake()

    def test_commands_wait_for_octoprint(self):
        self.host.start_print()
        self.bind("octoprint", self.host)
        self.bed_becomes(100, True)
        for word, activity in (("pause", "paused"), ("resume", "printing"), ("stop", "operational")):
            answer = self.hearth(word)
            self.assertEqual((answer.returncode, answer.stderr), (DONE, ""))
            self.activity_becomes(activity)
        self.assertEqual(self.hearth("gcode", "M220 S50").returncode, DONE)
        self.assertEqual(self.host.lines, ["M220 S50"])
        answer = self.hearth("pause")
        self.assertEqual(answer.returncode, REFUSED)
        self.assertIn("nothing is being printed", answer.stderr)

    def test_a_fault_pauses_the_print_and_stands_on_the_display(self):
        self.host.start_print()
        self.bind("octoprint", self.host)
        self.bed_becomes(100, True)
        self.break_the_switch()
        wait_until(lambda: self.host.state == "paused", "a pause")
        wait_until(lambda: self.host.lines, "the sentence")
        self.assertRegex(self.host.lines[0], "^M117 Chamber heater: Fault latched: .*outputs")

    def test_the_stock_page_sees_a_printer_with_host_and_port(self):
        self.bind("octoprint", self.host)
        with connected(self.daemon) as client:
            dump = client.dump
            self.assertEqual(dump["settings"]["printer_type"], 2)
            self.assertEqual(
                (dump["printer"]["state"], dump["printer"]["port"]), (3, self.host.port)
            )
            # What it was told it writes back, and the printer stays.
            client.send({"settings": {"printer_type": 2}})
            client.receive_until(
                lambda m: m.get("response") == {"type": "printer_type", "ok": 1}, "an answer"
            )
        self.assertEqual((self.printer["kind"], self.printer["link"]), ("octoprint", "connected"))


class PrusaLinkTests(HostTestCase):
    configuration = "[printer]\ncommands: yes\n"

    def test_a_key_opens_and_a_print_is_followed(self):
        host = self.enterContext(PrusaLink())
        host.start_print(bed=85, file="a.bgcode")
        answer = self.bind("prusalink", host)
        self.assertEqual(answer.returncode, DONE, answer.stdout + answer.stderr)
        self.bed_becomes(85, True)
        self.assertEqual(self.printer["report"]["file"], "a.bgcode")
        for word, state in (("pause", "paused"), ("resume", "printing"), ("stop", "idle")):
            self.assertEqual(self.hearth(word).returncode, DONE)
            self.activity_becomes(state)
        host.end_print()
        self.bed_becomes(0, False)

    def test_a_password_is_proved_with_and_without_quality(self):
        for quality in (None, "auth"):
            with self.subTest(quality=quality), PrusaLink(
                user="maker", secret="swordfish", quality=quality
            ) as host:
                answer = self.bind("prusalink", host, "--user", "maker", secret="swordfish")
                self.assertEqual(answer.returncode, DONE, answer.stdout + answer.stderr)
                host.start_print(bed=85)
                self.bed_becomes(85, True)
                host.change_nonce()
                host.start_print(bed=75)
                self.bed_becomes(75, True)
                self.assertNotIn("swordfish", json.dumps(host.shown))

    def test_a_refused_digest_is_said_and_heats_nothing(self):
        host = self.enterContext(PrusaLink(user="maker", secret="swordfish"))
        host.start_print()
        answer = self.bind("prusalink", host, "--user", "maker", secret="sailfish")
        self.assertEqual(answer.returncode, NOT_DONE)
        self.assertIn("refuses user maker and the password", answer.stdout)
        answer = self.bind("prusalink", host, secret="sailfish")
        self.assertIn("--user maker", answer.stdout)
        self.bed_is_unknown()


class ToldTests(HostTestCase):
    def bound(self):
        answer = self.hearth("bind", "told", "Rat")
        self.assertEqual(answer.returncode, DONE, answer.stderr)

    def tell(self, **report):
        return self.post("/api/v1/printer-report", report)

    def test_what_is_told_is_followed(self):
        self.bound()
        self.assertEqual(
            self.tell(state="printing", bed_target_c=100, bed_c=60.5, filament="ABS", file="a.gcode",
                      progress=0.5, age_s=2),
            (200, {"ok": True, "result": "taken"}),
        )
        self.bed_becomes(100, True)
        self.assertEqual(self.printer["link"], "connected")
        report = self.printer["report"]
        self.assertEqual(
            (report["activity"], report["filament"], report["progress"]), ("printing", "ABS", 0.5)
        )
        self.tell(state="finished", bed_target_c=100)
        self.bed_becomes(100, False)

    def test_an_old_report_ends_with_its_own_minute(self):
        self.bound()
        self.tell(state="printing", bed_target_c=100, age_s=57)
        self.bed_becomes(100, True)
        self.bed_is_unknown()
        self.link_becomes("connecting", "for a minute")

    def test_bad_reports_change_nothing(self):
        self.assertEqual(self.tell(state="printing")[0], 409, "no such printer is bound")
        self.bound()
        for report, word in (
            ({}, "state"), ({"state": "dancing"}, "preparing"), ({"state": "printing", "bed": 100}, "bed_c"),
            ({"state": "printing", "bed_target_c": "hot"}, "bed_target_c"),
            ({"state": "printing", "bed_target_c": 1e9}, "bed_target_c"),
            ({"state": "printing", "age_s": 60}, "a minute old"), ({"state": "printing", "age_s": -1}, "age"),
            ({"state": "printing", "progress": 50}, "progress"), ([], "object"), ("{", "JSON"),
        ):
            status, answer = self.post("/api/v1/printer-report", report)
            self.assertEqual(status, 400, report)
            self.assertIn(word, answer["error"])
        self.assertEqual(self.printer["link"], "connecting")
        self.bed_is_unknown()

    def test_it_cannot_be_told_anything(self):
        self.bound()
        answer = self.hearth("bind", "told", "Rat", "--port", "80")
        self.assertEqual(answer.returncode, USAGE)
        answer = self.hearth("scan", "--kind", "told")
        self.assertEqual(answer.returncode, USAGE)
        self.assertIn("cannot be searched for", answer.stderr)
