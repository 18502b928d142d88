"""The print day of docs/printers.md with each kind of host but Klipper, whose day is in test_auto.py."""

import json
import pathlib
import sys
import tempfile
import time
import unittest

from daemon import PATIENCE, REPOSITORY, Daemon, wait_until

sys.path.insert(0, str(pathlib.Path(REPOSITORY, "lab", "printers")))

import bambu  # noqa: E402: its folder has to be on the path first
from test_bambu import PORT, free_address  # noqa: E402
from webhost import OctoPrint, PrusaLink  # noqa: E402

SERVICE = "[printer]\nauto: print\nbed_idle: 45min\nresume_auto: yes\n"


class DayTestCase(unittest.TestCase):
    """One host and one daemon; ten minutes of the controller's pass in one, so that a report holds for six seconds."""

    #: The reason and the set point while it prints; 45 °C is the page's target.
    wanted = ("bed", 45)
    #: Whether the host can say that PLA prints.
    knows_filaments = False

    def setUp(self):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        service = folder / "hearth.conf"
        service.write_text(SERVICE, encoding="utf-8")
        self.daemon = self.enterContext(
            Daemon(speed=10, state=folder / "state", arguments=["--service-file", service])
        )

    def post(self, path, body):
        status, _, _ = self.daemon.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        self.assertEqual(200, status)

    def keep_telling(self):
        """For hosts that have to be told of again and again."""

    def reason_becomes(self, code, set_point):
        def holds():
            self.keep_telling()
            state = self.daemon.get_state()
            return ((state["auto_reason"] or {}).get("code"), state["set_point_c"]) == (code, set_point)

        wait_until(holds, f"{code} at {set_point}; it is {self.daemon.get_state()['auto_reason']}", timeout=2 * PATIENCE)

    def remember(self):
        """Settings are written a second after the last change."""
        seen = self.daemon.get_state()["uptime_s"]

        def is_later():
            self.keep_telling()
            return self.daemon.get_state()["uptime_s"] > seen + 30

        wait_until(is_later, "three seconds")

    def play(self):
        for wish in ({"mode": "auto"}, {"set_target": 45}, {"power": True}):
            self.post("/api/v1/wish", wish)
        self.bed(0)
        self.reason_becomes("no_print", None)
        self.bed(100)
        self.reason_becomes("preheat", 45)
        self.print()
        self.reason_becomes(*self.wanted)
        self.pause()
        self.reason_becomes(*self.wanted)
        self.print()
        if self.knows_filaments:
            self.print("PLA")
            self.reason_becomes("cold_filament", None)
            self.print()
        self.reason_becomes(*self.wanted)
        self.remember()
        self.daemon.kill()
        self.daemon.start()
        self.reason_becomes(*self.wanted)
        self.die()
        self.reason_becomes("no_report", None)
        self.come_back()
        self.print()
        self.reason_becomes(*self.wanted)
        self.end()
        self.reason_becomes("no_print", None)


class WebDay(DayTestCase):
    def follow(self, kind, host):
        self.host = self.enterContext(host)
        binding = {"address": f"127.0.0.1:{self.host.port}", "api_key": "a-key"}
        self.post("/api/v1/device", {f"bind_{kind}": binding})

    def bed(self, target):
        self.host.state, self.host.target = "idle", float(target)

    def print(self):
        self.host.start_print(bed=100)

    def pause(self):
        self.host.state = "paused"

    def end(self):
        self.host.end_print()

    def die(self):
        self.host.hangs = True

    def come_back(self):
        self.host.hangs = False
        self.host.wake()

    def test_octoprint(self):
        self.follow("octoprint", OctoPrint())
        self.play()

    def test_prusalink(self):
        self.follow("prusalink", PrusaLink())
        self.play()


class BambuDay(DayTestCase):
    wanted = ("filament", 55)
    knows_filaments = True

    def bed(self, target):
        self.printer.change(gcode_state="IDLE", bed_target_temper=float(target))

    def print(self, filament="ABS"):
        slot = {"ABS": "3", "PLA": "0"}[filament]
        self.printer.change(
            gcode_state="RUNNING", bed_target_temper=100.0, ams={**self.printer.state["ams"], "tray_now": slot}
        )

    def pause(self):
        self.printer.change(gcode_state="PAUSE")

    def end(self):
        self.printer.change(gcode_state="FAILED")

    def die(self):
        self.printer.stop_publishing()
        self.printer.stop()

    def come_back(self):
        self.printer.start()
        self.printer.publish_steadily()

    def test_bambu(self):
        self.printer = self.enterContext(bambu.Printer(address=free_address(), port=PORT))
        self.printer.publish_steadily()
        binding = {"address": self.printer.address, "serial": self.printer.serial, "access_code": bambu.ACCESS_CODE}
        self.post("/api/v1/device", {"bind_bambu": binding})
        self.play()


class ToldDay(DayTestCase):
    wanted = ("print", 50)
    knows_filaments = True
    report, told_at = None, 0.0

    def keep_telling(self):
        if self.report and time.monotonic() > self.told_at + 1:
            self.told_at = time.monotonic()
            self.post("/api/v1/printer-report", self.report)

    def tell(self, **report):
        self.report, self.told_at = report, 0.0
        self.keep_telling()

    def bed(self, target):
        self.tell(state="idle", bed_target_c=target)

    def print(self, filament="ABS"):
        wish = {"chamber_target_c": 50} if filament == "ABS" else {}
        self.tell(state="printing", bed_target_c=100, filament=filament, **wish)

    def pause(self):
        self.tell(**{**self.report, "state": "paused"})

    def end(self):
        self.tell(state="failed", bed_target_c=100)

    def die(self):
        self.report = None

    def come_back(self):
        pass

    def test_told(self):
        self.post("/api/v1/device", {"bind_told": {"name": "Rat"}})
        self.play()
