"""Our own interface under /api/v1, as docs/api.md describes it, asked with curl."""

import csv
import datetime
import json
import pathlib
import re
import subprocess
import time

from daemon import REPOSITORY, DaemonTestCase, wait_until
from panda import connected


class APITests(DaemonTestCase):
    def curl(self, path, *words, body=None):
        """Runs curl on a path of the API and returns (status, decoded answer)."""
        command = ["curl", "--silent", "--show-error", "--max-time", "20", *words]
        if body is not None:
            command += ["--header", "Content-Type: application/json", "--data-binary", "@-"]
        answer = subprocess.run(
            command + ["--write-out", "\n%{http_code}", self.daemon.url + path],
            input=body, capture_output=True, text=True, check=True, timeout=30,
        ).stdout
        text, status = answer.rsplit("\n", 1)
        return int(status), json.loads(text)

    def wish(self, wish):
        return self.curl("/api/v1/wish", body=wish if isinstance(wish, str) else json.dumps(wish))

    def test_the_version_names_the_interface(self):
        status, answer = self.curl("/api/v1/version")
        self.assertEqual(status, 200)
        self.assertEqual((answer["name"], answer["api"]), ("hearth", 1))

    def test_the_state_has_what_its_document_promises(self):
        status, state = self.curl("/api/v1/state")
        self.assertEqual(status, 200)
        promised = {"version", "step", "uptime_s", "activity", "power", "mode", "off_reason",
                    "target_c", "set_point_c", "highest_target_c", "changed_by", "chamber",
                    "element", "duty", "delivered_duty", "heater_on", "fan_on", "folded_back", "contacts",
                    "drying", "auto", "bed", "latch", "warnings", "lease", "counters", "health", "device"}
        self.assertLessEqual(promised, state.keys())
        self.assertNotIn("password", json.dumps(state))

    def test_a_wish_is_carried_out_before_it_is_answered(self):
        for target in (31, 32.5, 33):
            status, answer = self.wish({"set_target": target})
            self.assertEqual((status, answer["result"]), (200, "applied"))
            self.assertEqual(self.curl("/api/v1/state")[1]["target_c"], target)

    def test_the_same_wish_again_changes_nothing(self):
        self.wish({"set_target": 44})
        self.assertEqual(self.wish({"set_target": 44}), (200, {"ok": True, "result": "unchanged"}))

    def test_a_target_above_the_limit_is_clamped(self):
        self.assertEqual(self.wish({"set_target": 300})[1]["result"], "clamped")
        state = self.curl("/api/v1/state")[1]
        self.assertEqual(state["target_c"], state["highest_target_c"])
        self.wish({"set_target": 45})

    def test_heat_can_be_turned_on_and_off(self):
        self.assertEqual(self.wish({"heat_to": 50})[1]["result"], "applied")
        wait_until(lambda: self.daemon.get_state()["heater_on"], "the heater on")
        self.assertTrue(self.daemon.get_state()["fan_on"])
        self.assertEqual(self.wish({"power": False})[0], 200)
        wait_until(lambda: not self.daemon.get_state()["heater_on"], "the heater off")
        self.assertEqual(self.daemon.get_state()["off_reason"], "wish")

    def test_a_drying_run_can_be_started_and_ended(self):
        self.assertEqual(self.wish({"dry": {"target_c": 50, "hours": 2}})[0], 200)
        drying = self.daemon.get_state()["drying"]
        self.assertTrue(drying["running"])
        self.assertLessEqual(drying["remaining_s"], 7200)
        self.assertEqual(self.wish({"power": False})[0], 200)
        self.assertFalse(self.daemon.get_state()["drying"]["running"])

    def test_a_drying_run_of_minutes_is_changed_while_it_runs(self):
        self.assertEqual(self.wish({"change_drying": {"add_hours": 1}})[1]["code"], "not_drying")
        self.assertEqual(self.wish({"dry": {"target_c": 50, "hours": 1.5}})[0], 200)
        drying = self.daemon.get_state()["drying"]
        self.assertEqual((drying["duration_s"], drying["custom_hours"], drying["custom_minutes"]), (5400, 1, 30))
        answer = self.wish({"change_drying": {"target_c": 45, "add_hours": 1}})
        self.assertEqual(answer, (200, {"ok": True, "result": "applied"}))
        state = self.daemon.get_state()
        self.assertEqual((state["drying"]["duration_s"], state["set_point_c"]), (9000, 45))
        self.assertGreater(state["drying"]["remaining_s"], 5400)
        # The calendar runs in real time, the simulated chamber faster.
        left = (state["drying"]["ends_ms"] - state["since_ms"]) / 1000
        self.assertGreater(left, 5400)
        self.assertEqual(self.wish({"change_drying": {"add_hours": 12}})[1]["result"], "clamped")
        self.wish({"power": False})
        self.assertIsNone(self.daemon.get_state()["drying"]["ends_ms"])

    def test_history_is_told_of_a_range_and_as_a_file(self):
        rows = wait_until(lambda: self.curl("/api/v1/history?last_s=600")[1]["rows"], "history")
        start, end = rows[0][0], int(time.time() * 1000) + 1000
        ranged = self.curl(f"/api/v1/history?from_ms={start}&to_ms={end}&points=1000")[1]["rows"]
        self.assertTrue(ranged)
        self.assertTrue(all(start - 1000 <= row[0] <= end for row in ranged))
        self.assertEqual(self.curl(f"/api/v1/history?from_ms={end}&to_ms={end + 9000}")[1]["rows"], [])
        status, headers, body = self.daemon.request("GET", "/api/v1/history?last_s=600&format=csv")
        self.assertEqual((status, headers["Content-Type"]), (200, "text/csv; charset=utf-8"))
        self.assertRegex(headers["Content-Disposition"], r'^attachment; filename="hearth-[a-z0-9]+\.csv"$')
        lines = list(csv.reader(body.decode().splitlines()))
        self.assertEqual(lines[0], ["time", "chamber_c", "chamber_second_c", "element_c", "set_point_c", "duty"])
        self.assertTrue(datetime.datetime.fromisoformat(lines[-1][0].replace("Z", "+00:00")))

    def test_events_are_told_of_a_time_and_of_kinds(self):
        self.wish({"set_target": 41})
        wait_until(lambda: self.curl("/api/v1/events?kinds=settings_changed")[1]["events"], "an event")
        events = self.curl("/api/v1/events?kinds=started,settings_changed")[1]["events"]
        self.assertEqual({event["kind"] for event in events}, {"started", "settings_changed"})
        newest = events[0]["time_ms"]
        late = self.curl(f"/api/v1/events?from_ms={newest}&kinds=started%2Csettings_changed")[1]["events"]
        self.assertTrue(late)
        self.assertTrue(all(event["time_ms"] >= newest for event in late))
        self.assertEqual(self.curl("/api/v1/events?to_ms=1000")[1]["events"], [])

    def test_a_range_that_makes_no_sense_is_refused_in_words(self):
        for query, words in (
            ("history?from_ms=2000&to_ms=1000", "ends before it begins"),
            ("events?from_ms=2000&to_ms=2000", "ends before it begins"),
            ("history?from_ms=0&to_ms=1785421530000", "longer than 30 days"),
            ("history?from_ms=yesterday", "whole number"), ("history?from_ms=-1", "must be from 0"),
            ("history?last_s=60&from_ms=1000&to_ms=2000", "not both"),
            ("history?format=xml", "known: json, csv"), ("events?kinds=latchd", 'did you mean "latched"?'),
            ("events?kinds=", "kinds is"), ("history?to=5", "unknown parameter"),
        ):
            with self.subTest(query=query):
                status, answer = self.curl("/api/v1/" + query)
                self.assertEqual((status, answer["code"]), (400, "bad_value"))
                self.assertIn(words, answer["error"])

    def test_presets_are_kept_on_the_device(self):
        before = self.daemon.get_state()["device"]["presets"]
        self.addCleanup(self.curl, "/api/v1/device", body=json.dumps({"presets": before}))
        mine = [{"name": "PPS 碳纤", "heat_c": 58.5, "dry_c": None, "dry_hours": 6.5}]
        self.assertEqual(self.curl("/api/v1/device", body=json.dumps({"presets": mine}))[0], 200)
        wait_until(lambda: self.daemon.get_state()["device"]["presets"] == mine, "the presets")
        for preset, status, words in (
            ({"name": "ABS", "heat_c": 90}, 422, "presets[1].heat_c is 90 °C: this chamber takes 0 to 60 °C"),
            ({"name": "ABS", "dry_c": 60.5}, 422, "dry_c is 60.5 °C"),
            ({"name": "x" * 300}, 400, "1 to 20 characters"), ({"name": ""}, 400, "1 to 20 characters"),
            ({"name": "<b>ABS</b>"}, 400, "without < > & and quotes"), ({"name": "a\u202eb"}, 400, "a name of"),
            ({"name": 7}, 400, "needs a name"), ({"heat_c": 50}, 400, "an object with name"),
            ({"name": "ABS", "heat_k": 50}, 400, 'did you mean "heat_c"?'),
            ({"name": "ABS", "dry_hours": 13}, 400, "from 1 to 12"), ("ABS", 400, "an object with name"),
            (mine[0], 400, "twice"),
        ):
            with self.subTest(preset=str(preset)[:40]):
                got, answer = self.curl("/api/v1/device", body=json.dumps({"presets": [mine[0], preset]}))
                self.assertEqual(got, status, answer)
                self.assertIn(words, answer["error"])
        many = [{"name": f"filament {n}"} for n in range(13)]
        self.assertIn("12 at most", self.curl("/api/v1/device", body=json.dumps({"presets": many}))[1]["error"])
        self.assertEqual(self.daemon.get_state()["device"]["presets"], mine, "nothing is lost")

    def test_numbers_that_are_none_never_arrive(self):
        before = self.daemon.get_state()["target_c"]
        for number in ("NaN", "Infinity", "1e999", "-1e999", '"50"', "null", "true", "9" * 400):
            with self.subTest(number=number[:12]):
                status, answer = self.wish('{"set_target":' + number + "}")
                self.assertEqual((status, answer["ok"]), (400, False), answer)
        self.assertEqual(self.daemon.get_state()["target_c"], before)

    def test_what_is_not_understood_is_said(self):
        for body, code in [
            ("", "bad_json"), ("{", "bad_json"), ("[" * 2000, "bad_json"), ("{}", "not_one_wish"),
            ('{"power":true,"mode":"auto"}', "not_one_wish"),
            ('{"set_tarqet":50}', "unknown_wish"), ('{"mode":"autto"}', "bad_value"),
        ]:
            with self.subTest(body=body[:20]):
                status, answer = self.wish(body)
                self.assertEqual((status, answer["code"]), (400, code))
        self.assertIn("set_target", self.wish('{"set_tarqet":50}')[1]["error"])

    def test_a_body_that_is_too_long_is_refused(self):
        status, _, _ = self.daemon.request(
            "POST", "/api/v1/wish", '{"set_target":50,"x":"' + "x" * 5000 + '"}',
            {"Content-Type": "application/json"},
        )
        self.assertEqual(status, 413)

    def test_clearing_nothing_is_refused(self):
        status, answer = self.wish({"clear_latch": True})
        self.assertEqual((status, answer["code"]), (409, "nothing_latched"))

    def test_heat_on_a_lease_ends_when_nobody_renews_it(self):
        self.assertEqual(self.wish({"heat_to": 50, "lease_s": 10})[0], 200)
        self.assertEqual(self.daemon.get_state()["lease"]["requester"], "api")
        wait_until(lambda: not self.daemon.get_state()["power"], "the end of the lease")
        self.assertEqual(self.daemon.get_state()["off_reason"], "lease_expired")

    def test_what_the_octoprint_page_tells_to_send_does_what_it_says(self):
        page = pathlib.Path(REPOSITORY, "docs", "octoprint.md").read_text(encoding="utf-8")
        # In its configuration OctoPrint formats a command with the event's values.
        yaml = re.search(r"```yaml config.yaml\n(.*?)```", page, re.DOTALL)[1]
        page = page.replace(yaml, yaml.format())
        wishes = [json.loads(body) for body in re.findall(r"-d '([^']+)'", page)]
        self.assertEqual(
            wishes, [{"heat_to": 50}, {"power": False}, {"heat_to": 50, "lease_s": 120}]
        )
        for wish, power in zip(wishes, (True, False, True)):
            self.assertEqual(self.wish(wish)[0], 200)
            self.assertEqual(self.daemon.get_state()["power"], power)
        # A timer that sends the last one again renews it.
        self.assertLessEqual(self.daemon.get_state()["lease"]["remaining_s"], 120)
        seen = self.daemon.get_state()["lease"]["remaining_s"]
        wait_until(lambda: self.daemon.get_state()["lease"]["remaining_s"] < seen - 1, "a second")
        self.assertEqual(self.wish(wishes[2])[0], 200)
        self.assertGreater(self.daemon.get_state()["lease"]["remaining_s"], seen - 0.9)
        self.wish({"power": False})

    def test_the_stream_tells_a_change_at_once(self):
        with subprocess.Popen(
            ["curl", "--silent", "--no-buffer", "--max-time", "20",
             self.daemon.url + "/api/v1/stream"],
            stdout=subprocess.PIPE, text=True,
        ) as stream:
            try:
                states = (json.loads(line[5:]) for line in stream.stdout
                          if line.startswith("data:") and '"step"' in line)
                next(states)
                self.wish({"set_target": 41})
                for _, state in zip(range(20), states):
                    if state["target_c"] == 41:
                        break
                else:
                    self.fail("the stream did not tell the new target")
            finally:
                stream.terminate()

    def test_events_say_what_happened_and_who_asked(self):
        self.wish({"heat_to": 50})
        with connected(self.daemon) as client:
            client.send({"settings": {"work_on": False}})
            client.peer_settles()

        def told():
            events = self.curl("/api/v1/events?limit=20")[1]["events"]
            kinds = [(event["kind"], event["requester"]) for event in events]
            return ("powered_on", "api") in kinds and ("powered_off", "panda") in kinds

        wait_until(told, "both events")

    def test_history_has_rows(self):
        def rows():
            return self.curl("/api/v1/history?last_s=3600&points=60")[1]["rows"]

        self.assertEqual(len(wait_until(rows, "a row of history")[0]), 6)
