"""What was heated, with how much energy: the API, the file for a spreadsheet, the command, and a restart."""

import contextlib
import csv
import io
import json
import pathlib
import shutil
import sqlite3
import tempfile
import unittest

from daemon import Daemon, run_hearth, wait_until

CONFIGURATION = "[energy]\nprice_per_kwh: 0.5\ncurrency: EUR\n"


class RunsTests(unittest.TestCase):
    def heater(self, speed=100, **options):
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        path = folder / "service.conf"
        path.write_text(CONFIGURATION)
        return self.enterContext(Daemon(speed=speed, arguments=["--service-file", path], **options))

    def get(self, daemon, query=""):
        status, _, body = daemon.request("GET", "/api/v1/runs" + query)
        return status, json.loads(body)

    def wish(self, daemon, wish):
        status, answer = daemon.post_wish(wish)
        self.assertEqual(status, 200, answer)

    def heated(self, daemon, target=45):
        self.wish(daemon, {"heat_to": target})
        wait_until(lambda: daemon.get_state()["activity"] == "holding", "the chamber holds", timeout=60)

    def test_a_run_is_told_with_its_energy_and_cost(self):
        with contextlib.nullcontext(self.heater()) as daemon:
            self.assertEqual(self.get(daemon)[1]["runs"], [])
            self.heated(daemon)
            run = wait_until(lambda: (self.get(daemon)[1]["runs"] or [None])[0], "a run is told")
            self.assertEqual((run["purpose"], run["ended"], run["end_ms"]), ("always_on", None, None))
            self.wish(daemon, {"power": False})
            run = wait_until(
                lambda: (lambda run: run if run["ended"] else None)(self.get(daemon)[1]["runs"][0]), "its end"
            )
            self.assertEqual((run["ended"], run["text"], run["target_c"]), ("wish", "Turned off", 45))
            self.assertGreaterEqual(run["highest_c"], 44)
            self.assertGreater(run["to_target_s"], 30)
            self.assertGreaterEqual(run["duration_s"], run["to_target_s"] + run["held_s"] - 2)
            self.assertGreater(run["energy_wh"], 1)
            self.assertAlmostEqual(run["cost"], run["energy_wh"] / 2000, places=3)
            answer = self.get(daemon)[1]
            for total in (answer["today"], answer["month"]):
                self.assertEqual((total["runs"], total["energy_wh"]), (1, run["energy_wh"]))
            self.assertEqual((answer["price_per_kwh"], answer["currency"]), (0.5, "EUR"))
            status, _, table = daemon.request("GET", "/api/v1/runs?format=csv")
            rows = list(csv.DictReader(io.StringIO(table.decode())))
            self.assertEqual((status, len(rows), rows[0]["purpose"], rows[0]["ended"]), (200, 1, "always_on", "wish"))
            shown = run_hearth("runs", "--host", daemon.host)
            self.assertIn("Turned off", shown.stdout)
            self.assertRegex(shown.stdout, r"Today: 1 run, 0\.\d{3} kWh of the heater alone, estimated, 0\.\d\d EUR\.")
            shown = run_hearth("runs", "--csv", "-", "--host", daemon.host)
            self.assertIn("always_on", shown.stdout)

    def test_a_range_that_ends_before_it_begins_is_refused_in_words(self):
        with Daemon(speed=20) as daemon:
            status, answer = self.get(daemon, "?from_ms=2000&to_ms=1000")
            self.assertEqual((status, answer["code"]), (400, "bad_value"))
            self.assertIn("ends before it begins", answer["error"])
            for query, words in (("?limit=0", "limit must be from 1 to 2000"), ("?format=xml", "format is"),
                                 ("?formt=csv", 'did you mean "format"?'), ("?limit=x", "whole number")):
                status, answer = self.get(daemon, query)
                self.assertEqual(status, 400)
                self.assertIn(words, answer["error"])

    def test_runs_outlive_a_restart_and_a_power_cut_is_told_as_such(self):
        daemon = self.heater()
        self.heated(daemon)
        wait_until(lambda: self.get(daemon)[1]["runs"], "a run is told")
        daemon.stop()
        daemon.start()
        runs = self.get(daemon)[1]["runs"]
        self.assertEqual([run["ended"] for run in runs], ["service_ended"])
        self.assertGreater(runs[0]["energy_wh"], 1)
        self.heated(daemon)
        wait_until(lambda: len(self.get(daemon)[1]["runs"]) == 2, "another is told")
        # It is on the disk with the history of its minute, or with what else is written sooner.
        daemon.post_wish({"set_target": 46})
        copy = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

        def is_stored():
            for name in ("hearth.db", "hearth.db-wal"):
                shutil.copy(pathlib.Path(daemon.state_directory, name), copy)
            with contextlib.closing(sqlite3.connect(copy / "hearth.db")) as database:
                return database.execute("SELECT count(*) FROM runs WHERE ended IS NULL").fetchone()[0]

        wait_until(is_stored, "the run is on the disk")
        daemon.kill()
        daemon.start()
        runs = self.get(daemon)[1]["runs"]
        self.assertEqual([run["ended"] for run in runs], ["power_lost", "service_ended"])
        self.assertIsNotNone(runs[0]["end_ms"])

    def test_a_calibration_is_a_run_of_its_own(self):
        with Daemon(speed=100) as daemon:
            wait_until(lambda: daemon.get_state()["chamber"]["temperature_c"], "a reading")
            self.wish(daemon, {"calibrate": True})
            run = wait_until(
                lambda: next((run for run in self.get(daemon)[1]["runs"] if run["ended"]), None), "its end", timeout=60
            )
            self.assertEqual((run["purpose"], run["target_c"], run["ended"]), ("calibration", None, "calibration_over"))


if __name__ == "__main__":
    unittest.main()
