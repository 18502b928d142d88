"""Mode auto by the print itself: what the file names, why it heats or not, and after a power cut."""

import json
import pathlib
import sys
import tempfile
import unittest

from daemon import REPOSITORY, Daemon, run_hearth, wait_until

sys.path.insert(0, str(pathlib.Path(REPOSITORY, "lab", "printers")))

from moonraker import Moonraker  # noqa: E402: its folder has to be on the path first
from panda import connected  # noqa: E402
from test_klipper import bind_by_api, link_becomes  # noqa: E402

#: What a real Moonraker (v0.9, of June 2026) answers to `server.files.metadata` for three files: `abs` of
#: OrcaSlicer's kind with 60 °C and a second filament that it does not use, `hot` of PrusaSlicer's with 300 °C,
#: `plain` without any slicer's words.
FILES = json.loads(pathlib.Path(REPOSITORY, "lab", "printers", "metadata.json").read_text(encoding="utf-8"))


class AutoTestCase(unittest.TestCase):
    #: Lines of the section [printer].
    section = "auto: print"
    speed = 20

    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        self.service = pathlib.Path(folder, "hearth.conf")
        self.service.write_text(f"[printer]\n{self.section}\n", encoding="utf-8")
        self.daemon = self.enterContext(
            Daemon(speed=self.speed, state=pathlib.Path(folder, "state"), arguments=["--service-file", self.service])
        )
        self.printer = self.enterContext(Moonraker())
        self.printer.files.update(FILES)
        bind_by_api(self.daemon, self.printer)
        link_becomes(self.daemon, "connected")

    def turn_on(self):
        for wish in ({"mode": "auto"}, {"set_target": 45}, {"power": True}):
            self.assertEqual(200, self.daemon.post_wish(wish)[0])

    def reason_becomes(self, code, set_point):
        return wait_until(
            lambda: (lambda s: (s["auto_reason"] or {}).get("code") == code and s["set_point_c"] == set_point
                     and s["auto_reason"])(self.daemon.get_state()),
            f"{code} at {set_point}; it is {self.daemon.get_state()['auto_reason']} at {self.daemon.get_state()['set_point_c']}",
        )


class PrintDayTests(AutoTestCase):
    def test_each_hour_of_a_print_day_has_its_reason(self):
        self.assertIsNone(self.daemon.get_state()["auto_reason"])
        self.turn_on()
        self.assertEqual("No print is running", self.reason_becomes("no_print", None)["text"])
        self.printer.change("heater_bed", target=100.0)
        wait_until(
            lambda: self.daemon.get_state()["auto_reason"]["text"]
            == "The bed is at 100 °C, but no print is running",
            "a hot bed",
        )
        self.printer.start_print(file="abs.gcode")
        reason = self.reason_becomes("print", 60)
        self.assertEqual(("The print wants 60 °C", True, 60.0), (reason["text"], reason["heats"], reason["degrees_c"]))
        self.assertIn("Auto             The print wants 60 °C", run_hearth("status", "--host", self.daemon.host).stdout)
        self.printer.pause()
        self.reason_becomes("print", 60)
        self.printer.end_print()
        self.reason_becomes("no_print", None)

    def test_pla_stays_cold_on_a_hot_bed(self):
        self.printer.files["pla.gcode"] = {"filament_type": "PLA"}
        self.turn_on()
        self.printer.start_print(bed=90, file="pla.gcode")
        self.assertEqual("PLA prints: no heat", self.reason_becomes("cold_filament", None)["text"])

    def test_a_chamber_of_300_degrees_heats_nothing(self):
        self.turn_on()
        self.printer.start_print(file="hot.gcode")
        self.assertIn("300 °C, which no chamber has", self.reason_becomes("refused_target", None)["text"])

    def test_the_cooler_of_two_filaments_wins_and_it_is_said(self):
        self.printer.files["two.gcode"] = {**FILES["abs.gcode"], "referenced_tools": [0, 1], "filament_weights": [2.5, 1.0]}
        self.turn_on()
        self.printer.start_print(file="two.gcode")
        self.assertIn("coolest filament counts", self.reason_becomes("cold_filament", None)["text"])

    def test_no_heat_before_moonraker_has_said_what_the_file_needs(self):
        self.printer.is_reading_files = True
        self.turn_on()
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("file_unread", None)
        self.printer.is_reading_files = False
        # It is asked again after 15 s.
        wait_until(lambda: self.daemon.get_state()["set_point_c"] == 60, "the chamber of the file", timeout=60)

    def test_another_file_than_the_one_that_prints_heats_nothing(self):
        self.turn_on()
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)
        self.printer.change("virtual_sdcard", file_path="/home/pi/printer_data/gcodes/other.gcode")
        self.reason_becomes("other_file", None)

    def test_a_file_without_metadata_heats_by_the_bed(self):
        self.turn_on()
        self.printer.start_print(bed=100, file="plain.gcode")
        self.assertEqual(
            "The bed is at 100 °C and a print is running", self.reason_becomes("bed", 45)["text"]
        )

    def test_a_printer_that_goes_away_is_told_with_the_time(self):
        self.turn_on()
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)
        self.printer.stop_klippy("disconnected")
        text = self.reason_becomes("no_report", None)["text"]
        self.assertRegex(text, r"^No report from the printer since \d\d:\d\d$")


def choose(daemon, rule):
    """Chooses what mode auto goes by; returns (status, decoded answer)."""
    wish = json.dumps({"auto": rule})
    status, _, body = daemon.request("POST", "/api/v1/device", wish, {"Content-Type": "application/json"})
    return status, json.loads(body)


class ChosenRuleTests(AutoTestCase):
    """What mode auto goes by, chosen while the service runs."""

    section = ""
    speed = None

    def printer_now(self):
        return self.daemon.get_state()["device"]["printer"]

    def choose(self, rule):
        return choose(self.daemon, rule)

    def test_it_is_chosen_for_a_running_print_and_kept_over_a_restart(self):
        self.turn_on()
        self.printer.start_print(bed=100, file="abs.gcode")
        self.assertEqual("The bed is at 100 °C and a print is running", self.reason_becomes("bed", 45)["text"])
        answer = run_hearth("printer", "auto", "print", "--host", self.daemon.host)
        self.assertEqual(("Mode auto heats by what each print wants.\n", 0), (answer.stdout, answer.returncode))
        self.reason_becomes("print", 60)
        self.assertEqual((False, "print"), (self.printer_now()["auto_by_file"], self.printer_now()["auto"]))
        self.assertIn("heats by what each print wants", run_hearth("printer", "status", "--host", self.daemon.host).stdout)
        body = self.daemon.request("GET", "/api/v1/events?limit=100")[2]
        said = [event for event in json.loads(body)["events"] if "heats by what each print wants" in event["text"]]
        self.assertEqual(["command_line"], [event["requester"] for event in said])
        self.daemon.stop()
        self.daemon.start()
        link_becomes(self.daemon, "connected")
        self.assertEqual("print", self.printer_now()["auto"])
        self.assertFalse(self.daemon.get_state()["power"])
        self.turn_on()
        self.reason_becomes("print", 60)
        self.assertEqual(200, self.choose("bed")[0])
        self.reason_becomes("bed", 45)

    def test_what_cannot_be_chosen_is_refused_in_words(self):
        status, answer = self.choose("target")
        self.assertEqual(("bad_value", 400), (answer["code"], status))
        self.assertIn("filament", answer["error"])
        self.assertEqual("bed", self.printer_now()["auto"])


class FixedRuleTests(AutoTestCase):
    def test_the_service_files_rule_is_chosen_nowhere_else(self):
        status, answer = choose(self.daemon, "bed")
        self.assertEqual(("set_by_file", 409), (answer["code"], status))
        answer = run_hearth("printer", "auto", "bed", "--host", self.daemon.host)
        self.assertEqual(4, answer.returncode)
        self.assertIn("the service file says auto: print", answer.stderr)
        printer = self.daemon.get_state()["device"]["printer"]
        self.assertEqual(("print", True), (printer["auto"], printer["auto_by_file"]))


class BedIdleTests(AutoTestCase):
    section = "auto: print\nbed_idle: 1min"

    def test_a_hot_bed_heats_before_a_print_for_its_time(self):
        self.turn_on()
        self.printer.change("heater_bed", target=100.0)
        self.reason_becomes("preheat", 45)
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)


class LongPauseTests(AutoTestCase):
    section = "auto: print\npause_hold: 1min\npause_target: 42"
    speed = None

    def test_a_long_pause_lets_the_chamber_cool_and_says_so(self):
        self.turn_on()
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)
        self.printer.pause()
        wait_until(lambda: self.daemon.get_state()["set_point_c"] == 42, "the pause's target", timeout=90)
        self.assertEqual(
            "The print has been paused for long: 42 °C at most", self.daemon.get_state()["auto_reason"]["text"]
        )
        body = self.daemon.request("GET", "/api/v1/events?limit=100")[2]
        told = [event["text"] for event in json.loads(body)["events"] if "paused for long" in event["text"]]
        self.assertEqual(["The print has been paused for long: the chamber goes to 42 °C until it goes on."], told)
        self.printer.change("print_stats", state="printing")
        self.reason_becomes("print", 60)


class BedOnlyTests(AutoTestCase):
    section = "auto: bed_only"

    def test_the_bed_alone_decides(self):
        self.turn_on()
        self.printer.change("heater_bed", target=100.0)
        self.reason_becomes("preheat", 45)
        self.printer.change("heater_bed", target=50.0)
        self.reason_becomes("bed_too_cold", None)


class TargetTests(AutoTestCase):
    section = "auto: target"

    def test_mode_auto_holds_its_target_and_no_printer_counts(self):
        with connected(self.daemon) as client:
            self.assertEqual(3, client.dump["printer"]["state"])
        self.turn_on()
        self.assertEqual("A client turned mode auto on: 45 °C", self.reason_becomes("client", 45)["text"])
        # The minute for which a report is fresh, on this clock.
        seen = self.daemon.get_state()["uptime_s"]
        wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 90, "a minute and a half")
        self.reason_becomes("client", 45)
        self.assertEqual(200, self.daemon.post_wish({"power": False})[0])
        wait_until(lambda: self.daemon.get_state()["set_point_c"] is None, "no heat")


class ResumeTests(AutoTestCase):
    section = "auto: print\nresume_auto: yes"
    speed = None

    def heat_by_a_print(self):
        self.turn_on()
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)
        self.settle()

    def settle(self):
        """Settings are written a second after the last change, to spare the flash."""
        seen = self.daemon.get_state()["uptime_s"]
        wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 3, "three seconds")

    def restart_after_a_power_cut(self):
        self.daemon.kill()
        self.daemon.start()
        link_becomes(self.daemon, "connected")

    def event_comes(self, text):
        def texts():
            body = self.daemon.request("GET", "/api/v1/events?limit=100")[2]
            return [event["text"] for event in json.loads(body)["events"]]

        wait_until(lambda: any(text in one for one in texts()), text)

    def test_the_print_that_goes_on_gets_its_chamber_again(self):
        self.heat_by_a_print()
        self.restart_after_a_power_cut()
        self.reason_becomes("print", 60)
        self.event_comes("Mode auto is on again")

    def test_a_printer_that_stands_gets_nothing_until_its_print_runs(self):
        self.heat_by_a_print()
        self.printer.end_print()
        self.restart_after_a_power_cut()
        seen = self.daemon.get_state()["uptime_s"]
        wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 3, "three seconds")
        self.assertFalse(self.daemon.get_state()["power"])
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)

    def test_a_printer_that_says_nothing_new_resumes_nothing(self):
        self.heat_by_a_print()
        self.printer.is_klippy_stuck = True
        self.daemon.kill()
        asked = len(self.printer.asked)
        self.daemon.start()
        wait_until(lambda: len(self.printer.asked) > asked, "a question to the printer")
        self.settle()
        self.assertFalse(self.daemon.get_state()["power"])

    def test_what_was_off_stays_off(self):
        self.heat_by_a_print()
        self.assertEqual(200, self.daemon.post_wish({"power": False})[0])
        self.settle()
        self.restart_after_a_power_cut()
        self.settle()
        self.assertFalse(self.daemon.get_state()["power"])

    def test_another_mode_is_never_resumed(self):
        self.heat_by_a_print()
        self.assertEqual(200, self.daemon.post_wish({"mode": "always_on"})[0])
        self.settle()
        self.restart_after_a_power_cut()
        self.settle()
        self.assertFalse(self.daemon.get_state()["power"])

    def test_off_that_is_pressed_after_the_start_is_off(self):
        self.heat_by_a_print()
        self.printer.end_print()
        self.restart_after_a_power_cut()
        self.assertEqual(200, self.daemon.post_wish({"power": False})[0])
        self.printer.start_print(file="abs.gcode")
        self.settle()
        self.assertFalse(self.daemon.get_state()["power"])


class NoResumeTests(AutoTestCase):
    speed = None

    def test_without_the_setting_everything_starts_off(self):
        self.turn_on()
        self.printer.start_print(file="abs.gcode")
        self.reason_becomes("print", 60)
        seen = self.daemon.get_state()["uptime_s"]
        wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 3, "three seconds")
        self.daemon.kill()
        self.daemon.start()
        link_becomes(self.daemon, "connected")
        wait_until(lambda: (self.daemon.get_state()["bed"] or {}).get("printing"), "the print")
        self.assertFalse(self.daemon.get_state()["power"])
