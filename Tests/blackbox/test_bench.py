"""`hearth bench`: scenarios on a running service, with a lease, faults, and reports."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import daemon
from daemon import PATIENCE, Daemon, DaemonTestCase, run_hearth, wait_until
from documents import blocks_of

FAILED, REFUSED, UNREACHABLE, MISCONFIGURED, UNAVAILABLE = 1, 4, 3, 5, 6


class Folder(unittest.TestCase):
    """Tests with a folder of their own for scenarios and reports."""

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.report = self.folder / "report"

    def scenario(self, text, name="run"):
        file = self.folder / f"{name}.scenario"
        file.write_text(text, encoding="utf-8")
        return file

    def bench(self, host, *words, **options):
        return run_hearth("bench", *words, "--host", host, "--allow-heat",
                          "--report", self.report, timeout=4 * PATIENCE, **options)

    def start_bench(self, host, *words, **options):
        """A bench that goes on while the test does something else."""
        process = subprocess.Popen(
            [daemon.HEARTH, "bench", *map(str, words), "--host", host, "--allow-heat",
             "--report", str(self.report)],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options
        )
        self.addCleanup(self.end, process)
        return process

    @staticmethod
    def end(process):
        if process.poll() is None:
            process.kill()
        process.communicate()

    def json_report(self):
        return json.loads((self.report / "report.json").read_text(encoding="utf-8"))


HEAT = "0s wish heat 50\n"


class BenchTests(Folder, DaemonTestCase):
    speed = 20

    def tearDown(self):
        state = self.daemon.get_state()
        self.assertFalse(state["power"])
        self.assertFalse(state["heater_on"])

    def test_a_scenario_that_comes_true_ends_with_0_and_three_reports(self):
        file = self.scenario(HEAT + "when chamber above 35 within 10min\n"
                             "0s expect fan on within 5s\nwhen holding within 20min\n"
                             "30s mode off\n30s expect off within 10s\n40s expect no_fault\n")
        before = self.daemon.get_state()
        answer = self.bench(self.daemon.host, file)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        self.assertIn("passed   run", answer.stdout)
        report = self.json_report()
        self.assertTrue(report["ok"])
        [run] = report["runs"]
        self.assertEqual(run["outcome"], "passed")
        self.assertGreater(run["seen"]["chamber_highest_c"], 45)
        self.assertGreater(run["seen"]["warm_up_s"], 60)
        self.assertGreater(len(run["curve"]["rows"]), 20)
        suite = ElementTree.parse(self.report / "report.xml").getroot().find("testsuite")
        self.assertEqual([suite.get(key) for key in ("tests", "failures", "errors", "skipped")],
                         ["1", "0", "0", "0"])
        page = (self.report / "run.md").read_text(encoding="utf-8")
        self.assertIn("when holding within 20min", page)
        self.assertIn("(run.svg)", page)
        picture = ElementTree.parse(self.report / "run.svg").getroot()
        self.assertTrue(picture.tag.endswith("svg"))
        after = self.daemon.get_state()
        for key in ("target_c", "mode"):
            self.assertEqual(after[key], before[key])

    def test_an_expectation_that_is_missed_is_named_in_each_report(self):
        file = self.scenario("0s expect chamber below 5 within 10s\n")
        answer = self.bench(self.daemon.host, file)
        self.assertEqual(answer.returncode, FAILED, answer.stderr)
        self.assertIn("run.scenario:1: missed: 0s expect chamber below 5 within 10s",
                      answer.stdout)
        case = ElementTree.parse(self.report / "report.xml").getroot().find(".//testcase")
        self.assertIn("the chamber was at", case.find("failure").get("message"))
        self.assertFalse(self.json_report()["ok"])

    def test_a_condition_that_does_not_come_true_ends_the_run(self):
        file = self.scenario(HEAT + "when chamber above 49 within 20s\n0s fault chamber_open\n")
        answer = self.bench(self.daemon.host, file)
        self.assertEqual(answer.returncode, FAILED, answer.stderr)
        self.assertIn("when chamber above 49 within 20s: not by", answer.stdout)
        self.assertEqual(self.json_report()["runs"][0]["seen"]["faults"], [])

    def test_a_fault_is_made_timed_and_cleared(self):
        file = self.scenario(HEAT + "when chamber above 30 within 10min\n0s fault element_open\n"
                             "0s expect fault safety.probe_single_failure within 10s\n"
                             "0s expect off within 10s\n20s end\n", "element-open")
        answer = self.bench(self.daemon.host, file, "--repeat", 3, "--board", self.daemon.board)
        self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        runs = self.json_report()["runs"]
        self.assertEqual([run["attempt"] for run in runs], [1, 2, 3])
        for run in runs:
            [fault] = run["seen"]["faults"]
            self.assertEqual(fault["code"], "safety.probe_single_failure")
            self.assertLess(fault["off_s"], 15)
            # The simulated element is a witness of its own.
            self.assertLess(fault["witness_off_s"], 15)
            self.assertLess(run["simulated"]["faults"][0]["off_s"], 2.6)
        page = (self.report / "element-open.md").read_text(encoding="utf-8")
        self.assertIn("| fastest | median | slowest |", page)
        self.assertIn("by the witness", page)
        self.assertIsNone(self.daemon.get_state()["latch"])

    def test_without_allow_heat_nothing_is_heated(self):
        answer = run_hearth("bench", self.scenario(HEAT), "--host", self.daemon.host,
                            "--report", self.report)
        self.assertEqual(answer.returncode, REFUSED)
        self.assertIn("--allow-heat", answer.stderr)
        self.assertFalse(self.report.exists())

    def test_heat_above_the_boards_limit_is_refused_before_anything_heats(self):
        good, bad = self.scenario(HEAT), self.scenario("0s wish heat 200\n1s end\n", "hot")
        answer = self.bench(self.daemon.host, good, bad)
        self.assertEqual(answer.returncode, REFUSED, answer.stderr)
        self.assertIn("hot.scenario:1", answer.stderr)
        self.assertIn("limit", answer.stderr)
        self.assertFalse((self.report / "report.json").exists())

    def test_what_only_a_simulation_can_do_is_skipped_with_the_reason(self):
        file = self.scenario("0s room 15\n" + HEAT + "1s end\n")
        answer = self.bench(self.daemon.host, file)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("skipped  run: line 1, 0s room 15: only a simulation", answer.stdout)
        case = ElementTree.parse(self.report / "report.xml").getroot().find(".//testcase")
        self.assertIn("room", case.find("skipped").get("message"))

    def test_a_report_that_cannot_be_written_is_refused_before_anything_heats(self):
        self.report.write_text("a file", encoding="utf-8")
        answer = self.bench(self.daemon.host, self.scenario(HEAT))
        self.assertEqual(answer.returncode, UNAVAILABLE, answer.stderr)
        self.assertIn("nothing was heated", answer.stderr)

    def test_a_report_that_can_no_longer_be_written_ends_the_bench_with_the_heater_off(self):
        bench = self.start_bench(self.daemon.host, self.scenario(HEAT + "2min end\n"),
                                 "--repeat", 2)
        wait_until(lambda: self.daemon.get_state()["heater_on"], "the bench heats")
        self.report.rmdir()
        self.report.write_text("a file", encoding="utf-8")
        _, err = bench.communicate(timeout=2 * PATIENCE)
        self.assertEqual(bench.returncode, UNAVAILABLE, err)
        self.assertIn("the report cannot be written", err)
        self.assertIn(str(self.report), err)
        self.assertNotIn("run 2 of 2", err)

    def test_a_folder_is_a_set(self):
        set_folder = self.folder / "set"
        set_folder.mkdir()
        for name in ("b", "a"):
            (set_folder / f"{name}.scenario").write_text("1s end\n", encoding="utf-8")
        answer = self.bench(self.daemon.host, set_folder)
        self.assertEqual(answer.returncode, 0, answer.stderr)
        runs = self.json_report()["runs"]
        self.assertEqual([run["scenario"] for run in runs], ["a", "b"])

    def test_a_mistake_in_a_scenario_is_named_with_its_line(self):
        answer = self.bench(self.daemon.host, self.scenario("0s wsh heat 50\nwhen holdin\n"))
        self.assertEqual(answer.returncode, MISCONFIGURED)
        self.assertIn("run.scenario:1", answer.stderr)
        self.assertIn("did you mean \"holding\"", answer.stderr)

    def test_a_heater_that_somebody_uses_is_left_alone(self):
        self.daemon.post_wish({"heat_to": 45})
        answer = self.bench(self.daemon.host, self.scenario(HEAT))
        self.assertEqual(answer.returncode, REFUSED, answer.stderr)
        self.assertIn("on already", answer.stderr)
        self.assertTrue(self.daemon.get_state()["power"])
        self.daemon.post_wish({"power": False})
        wait_until(lambda: not self.daemon.get_state()["heater_on"], "off")


class FixtureTests(Folder, DaemonTestCase):
    """Fixtures and witnesses, on a simulated board."""

    speed = 20

    def file(self, text, name="fixture.conf"):
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def witness(self, level):
        """A fixture whose witness is a number in a file."""
        meter = self.file(f"{level}\n", "meter")
        return self.file("[fixture]\nkind: simulated\n"
                         f"[witness]\nkind: file\npath: {meter}\nabove: 5\n")

    HEATING = "0s wish heat 60\n1min mode off\n2min end\n"

    def test_a_witness_that_never_saw_heat_ends_the_run_as_broken(self):
        answer = self.bench(self.daemon.host, self.scenario(self.HEATING),
                            "--fixture", self.witness(0))
        self.assertEqual(answer.returncode, FAILED, answer.stderr)
        self.assertIn("never saw heat", answer.stdout)

    def test_heat_that_the_witness_sees_after_off_fails_the_run(self):
        """A relay that is slow, or has welded: Hearth's line is off, and the heat goes on."""
        answer = self.bench(self.daemon.host, self.scenario(self.HEATING),
                            "--fixture", self.witness(300))
        self.assertEqual(answer.returncode, FAILED, answer.stderr)
        self.assertIn("the relay is slow, sticks or leaks", answer.stdout)

    def test_a_fixture_without_its_service_is_refused_before_anything_heats(self):
        port = daemon.lasting_port()
        file = self.file(f"[fixture]\nkind: service\nhost: 127.0.0.1:{port}\n")
        answer = self.bench(self.daemon.host, self.scenario(HEAT), "--fixture", file)
        self.assertEqual(answer.returncode, UNAVAILABLE, answer.stderr)
        self.assertIn("the fixture does not answer", answer.stderr)

    def test_a_line_of_the_board_itself_is_refused(self):
        file = self.file("[fixture]\nkind: lines\nchip: pinctrl-bcm2711\nelement_open: 17\n")
        answer = self.bench(self.daemon.host, self.scenario(HEAT), "--fixture", file,
                            "--board", daemon.REPOSITORY / "boards/raspberry-pi.conf")
        self.assertEqual(answer.returncode, MISCONFIGURED, answer.stderr)
        self.assertIn("the board's own line for the heater", answer.stderr)

    def test_a_service_that_everybody_could_use_needs_a_token(self):
        file = self.file("[fixture]\nkind: lines\nchip: gpio-sim\nelement_open: 5\n")
        answer = run_hearth("bench", "fixture", file, "--listen", "0.0.0.0:0")
        self.assertEqual(answer.returncode, MISCONFIGURED, answer.stderr)
        self.assertIn("token", answer.stderr)

    def test_each_fixture_of_the_documents_is_understood(self):
        for block in blocks_of("ini fixture.conf"):
            with self.subTest(block.place):
                answer = self.bench(self.daemon.host, self.scenario("0s end\n"), "--fixture",
                                    self.file(block.text))
                self.assertNotEqual(answer.returncode, MISCONFIGURED, answer.stderr)

    def test_each_file_of_limits_is_kept_to(self):
        for block in blocks_of("ini limits.conf"):
            with self.subTest(block.place):
                answer = self.bench(self.daemon.host, self.scenario("0s end\n"), "--limits",
                                    self.file(block.text, "limits.conf"))
                self.assertEqual(answer.returncode, 0, answer.stdout + answer.stderr)
        cold = self.file("[limits]\nchamber_highest_c: 5\n", "limits.conf")
        answer = self.bench(self.daemon.host, self.scenario("5s end\n"), "--limits", cold)
        self.assertEqual(answer.returncode, FAILED, answer.stdout + answer.stderr)
        self.assertIn("Chamber, highest of at most 5", answer.stdout)

    def test_a_run_is_compared_with_a_stored_report(self):
        file = self.scenario(HEAT + "when chamber above 30 within 10min\n1s end\n")
        self.assertEqual(self.bench(self.daemon.host, file).returncode, 0)
        stored = self.folder / "stored.json"
        report = self.json_report()
        stored.write_text(json.dumps(report), encoding="utf-8")
        report["runs"][0]["seen"]["element_highest_c"] = 1
        worse = self.file(json.dumps(report), "worse.json")
        answer = self.bench(self.daemon.host, file, "--compare", worse)
        self.assertEqual(answer.returncode, FAILED, answer.stdout + answer.stderr)
        self.assertIn("Element, highest as in", answer.stdout)

    def test_a_bench_goes_on_from_its_report(self):
        file = self.scenario("1s end\n")
        self.assertEqual(self.bench(self.daemon.host, file, "--repeat", 2).returncode, 0)
        answer = self.bench(self.daemon.host, file, "--repeat", 3, "--resume")
        self.assertEqual(answer.returncode, 0, answer.stderr)
        self.assertIn("run 3 of 3", answer.stderr)
        self.assertNotIn("run 2 of 3", answer.stderr)
        self.assertEqual([run["attempt"] for run in self.json_report()["runs"]], [1, 2, 3])


class HandTests(Folder, DaemonTestCase):
    """Faults by hand: the test's other hand makes them in the simulated board."""

    FAULT = (
        HEAT + "when chamber above 20 within 10min\n1s fault element_open\n"
        "1s expect fault safety.probe_single_failure within 5s\n1s expect off within 5s\n9s end\n")

    def tearDown(self):
        self.daemon.request("POST", "/api/v1/simulate", json.dumps({"fault": "none"}),
                            {"Content-Type": "application/json"})

    def test_the_person_is_asked_and_the_time_counts_from_the_reading(self):
        bench = self.start_bench(self.daemon.host, self.scenario(self.FAULT), "--by-hand",
                                 stdin=subprocess.PIPE)
        for line in bench.stderr:
            if "Pull the element probe's plug now." in line:
                break
        else:
            self.fail("nobody was asked")
        self.daemon.request("POST", "/api/v1/simulate", json.dumps({"fault": "element_open"}),
                            {"Content-Type": "application/json"})
        wait_until(lambda: self.daemon.get_state()["latch"], "latched")
        self.daemon.request("POST", "/api/v1/simulate", json.dumps({"fault": "none"}),
                            {"Content-Type": "application/json"})
        out, err = bench.communicate(timeout=2 * PATIENCE)
        self.assertEqual(bench.returncode, 0, out + err)
        [fault] = self.json_report()["runs"][0]["seen"]["faults"]
        self.assertLess(fault["off_s"], 5)

    def test_a_person_who_does_not_pull_the_plug_ends_the_run(self):
        bench = self.start_bench(self.daemon.host, self.scenario(self.FAULT), "--by-hand",
                                 "--patience", 5, stdin=subprocess.PIPE)
        out, err = bench.communicate(timeout=2 * PATIENCE)
        self.assertEqual(bench.returncode, FAILED, out + err)
        self.assertIn("nobody did what was asked for within 5 s", out)
        self.assertFalse(self.daemon.get_state()["power"])


class EndTests(Folder):
    """However a bench ends, the heater is off."""

    def heating(self, device):
        wait_until(lambda: device.get_state()["heater_on"], "the bench heats")

    def off(self, device, within=PATIENCE):
        def is_off():
            state = device.get_state()
            return not state["power"] and not state["heater_on"]
        wait_until(is_off, "off", timeout=within)

    def test_a_killed_bench_leaves_a_lease_that_ends(self):
        with Daemon() as device:
            bench = self.start_bench(device.host, self.scenario(HEAT + "1h end\n"))
            self.heating(device)
            self.assertLessEqual(device.get_state()["lease"]["remaining_s"], 30)
            bench.kill()
            self.off(device, within=35)
            self.assertEqual(device.get_state()["off_reason"], "lease_expired")

    def test_ctrl_c_turns_off_and_still_writes_a_report(self):
        with Daemon() as device:
            bench = self.start_bench(device.host, self.scenario(HEAT + "1h end\n"))
            self.heating(device)
            bench.send_signal(signal.SIGINT)
            out, _ = bench.communicate(timeout=PATIENCE)
            self.assertEqual(bench.returncode, FAILED)
            self.assertIn("stopped by a signal", out)
            self.off(device)
            self.assertEqual(self.json_report()["runs"][0]["outcome"], "broken")

    def test_a_service_that_restarts_ends_the_run(self):
        port = daemon.lasting_port()
        with Daemon(port=port) as device:
            bench = self.start_bench(device.host, self.scenario(HEAT + "1h end\n"))
            self.heating(device)
            device.kill()
            device.start()
            out, _ = bench.communicate(timeout=2 * PATIENCE)
            self.assertEqual(bench.returncode, FAILED)
            self.assertIn("restarted in the middle", out)
            self.off(device)

    def test_a_stranger_who_takes_over_ends_the_run(self):
        with Daemon() as device:
            bench = self.start_bench(device.host, self.scenario(HEAT + "1h end\n"))
            self.heating(device)
            device.post_wish({"heat_to": 40})
            out, _ = bench.communicate(timeout=2 * PATIENCE)
            self.assertEqual(bench.returncode, FAILED)
            self.assertIn("somebody else has taken the heater over", out)
            self.off(device)

    def test_of_two_benches_at_one_board_the_second_is_refused(self):
        with Daemon() as device:
            first = self.start_bench(device.host, self.scenario(HEAT + "1h end\n"))
            self.heating(device)
            second = run_hearth("bench", self.scenario(HEAT, "second"), "--host", device.host,
                                "--allow-heat", "--report", self.folder / "second-report")
            self.assertEqual(second.returncode, REFUSED, second.stdout + second.stderr)
            self.assertIn("which renews its lease, so this bench leaves it alone", second.stderr)
            self.assertTrue(device.get_state()["power"])
            self.assertIsNone(first.poll())

    def test_a_lost_network_ends_the_run_when_the_lease_has_ended(self):
        with Daemon() as device:
            bench = self.start_bench(device.host, self.scenario(HEAT + "1h end\n"))
            self.heating(device)
            os.kill(device.process.pid, signal.SIGSTOP)
            try:
                out, _ = bench.communicate(timeout=4 * PATIENCE)
            finally:
                os.kill(device.process.pid, signal.SIGCONT)
            self.assertEqual(bench.returncode, FAILED)
            self.assertIn("did not answer for", out)
