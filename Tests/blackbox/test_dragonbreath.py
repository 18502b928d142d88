"""DragonBreath's interface under /api/v2, as docs/dragonbreath.md describes it."""

import contextlib
import http.client
import itertools
import json

from access import GuardedDaemon
from daemon import PATIENCE, DaemonTestCase, wait_until

AUTH = {"X-DragonBreath-Auth": "web"}


class Client:
    """One client, which knows its last revision and its lease."""

    numbers = itertools.count(1)

    def __init__(self, daemon, kind="klipper", name=None, headers=None):
        self.daemon, self.kind, self.headers = daemon, kind, AUTH if headers is None else headers
        self.name = name or f"{kind}-{next(self.numbers)}"
        self.lease = None

    def get(self, path):
        status, _, body = self.daemon.request("GET", path, headers=self.headers)
        return status, json.loads(body)

    def state(self):
        status, state = self.get("/api/v2/state")
        if status != 200:
            raise AssertionError((status, state))
        return state

    def post(self, path, body):
        body = body if isinstance(body, (str, bytes)) else json.dumps(body)
        status, _, answer = self.daemon.request("POST", path, body, self.headers)
        return status, json.loads(answer)

    def body(self, name, revision=None, request=None, **fields):
        body = {
            "api_version": 2, "request_id": request or f"r{next(self.numbers)}",
            "actor": {"kind": self.kind, "id": self.name}, "command": {"name": name, **fields},
        }
        if revision is not None:
            body["expected_revision"] = revision
        return body

    def command(self, name, revision="current", request=None, **fields):
        revision = self.state()["state_revision"] if revision == "current" else revision
        answer = self.post("/api/v2/command", self.body(name, revision, request, **fields))
        self.lease = answer[1].get("lease_id", self.lease)
        return answer

    def heartbeat(self, lease=None):
        return self.post("/api/v2/heartbeat", {"api_version": 2, "lease_id": lease or self.lease})


class Stream:
    """The events of /api/v2/events."""

    def __init__(self, daemon, headers=None):
        self._connection = http.client.HTTPConnection("127.0.0.1", daemon.port, timeout=PATIENCE)
        self._connection.request("GET", "/api/v2/events", headers=headers or {})
        self._answer = self._connection.getresponse()
        if self._answer.status != 200:
            raise AssertionError(self._answer.status)

    def next(self):
        """The next event as its word, its number where it has one, and its state."""
        fields = {}
        while line := self._answer.readline().decode().rstrip("\n"):
            key, _, value = line.partition(": ")
            fields[key] = value
        return fields["event"], fields.get("id"), json.loads(fields["data"])

    def close(self):
        self._answer.close()
        self._connection.close()


class DragonBreathTestCase(DaemonTestCase):
    def setUp(self):
        self.client = Client(self.daemon)
        self.addCleanup(self.client.command, "off", None)

    def is_on(self):
        return self.daemon.get_state()["power"]


class ReadingTests(DragonBreathTestCase):
    def test_the_device_says_what_it_is(self):
        status, info = self.client.get("/api/v2/info")
        self.assertEqual((status, info["api_version"], info["project"]), (200, 2, "hearth"))
        self.assertEqual(info["ui"]["product"], "dragonbreath")
        self.assertIn("lease_heartbeat", info["capabilities"])
        self.assertEqual(info["boot_id"], self.client.state()["boot_id"])
        self.assertRegex(info["boot_id"], "^[0-9a-f]{32}$")

    def test_the_state_has_what_the_firmware_tells(self):
        state = self.client.state()
        self.assertEqual((state["mode"], state["heater"]["demand"]), ("off", False))
        self.assertEqual(state["target"]["requested_c"], 0)
        self.assertEqual(state["sensors"]["chamber"]["status"], "ok")
        self.assertAlmostEqual(state["sensors"]["chamber"]["temperature_c"], 25, delta=3)
        self.assertEqual(state["control"]["lease"], {"active": False, "owner": None, "expires_in_ms": 0})
        self.assertEqual(state["safety"], {"fault_latched": False, "inhibited": False, "reason": None})
        self.assertEqual(state["config"]["comms_ms"], 120_000)
        self.assertEqual(state["environment"]["control_source"], "none")

    def test_what_hearth_lacks_is_said(self):
        for path in ("zones", "presets", "console"):
            status, answer = self.client.get(f"/api/v2/{path}")
            self.assertEqual((status, answer["error"]), (501, "not_supported"), answer)
            self.assertIn("Hearth has no", answer["message"])
        status, answer = self.client.post("/settings?max=60", "{}")
        self.assertEqual((status, answer["error"]), (501, "not_supported"))
        self.assertEqual(self.client.get("/settings")[1]["comms_ms_max"], 120_000)
        self.assertEqual(self.client.get("/api/v2/nothing")[0], 404)

    def test_the_log_has_the_events_of_this_run(self):
        self.client.command("power_on", target_c=44)

        def texts():
            status, log = self.client.get("/api/v2/logs")
            self.assertEqual((status, log["count"]), (200, len(log["entries"])))
            self.assertTrue(all(0 <= entry["ms"] < 600_000 for entry in log["entries"]))
            return [entry["text"] for entry in log["entries"]]

        wait_until(lambda: any("44.0 °C (asked for by a DragonBreath client)" in text for text in texts()), "the event")

    def test_the_corrections_of_the_probes_can_be_changed(self):
        self.addCleanup(self.client.post, "/api/v2/calibration", {"chamber_offset_c": 0})
        status, answer = self.client.post("/api/v2/calibration", {"chamber_offset_c": 9})
        self.assertEqual((status, answer["chamber_offset_c"], answer["max"]), (200, 5, 5))
        self.assertEqual(self.daemon.get_state()["chamber"]["offset_k"], 5)
        self.assertEqual(self.client.post("/api/v2/calibration", {"ptc_offset_c": "x"})[0], 400)
        self.assertEqual(self.client.post("/api/v2/calibration", {})[0], 400)

    def test_a_stream_begins_with_the_state_and_tells_each_change(self):
        stream = Stream(self.daemon)
        self.addCleanup(stream.close)
        kind, number, state = stream.next()
        self.assertEqual((kind, int(number)), ("state", state["state_revision"]))
        self.client.command("power_on", target_c=40)
        while True:
            kind, number, state = stream.next()
            if kind == "state" and state["mode"] == "power_on":
                break
        self.assertNotIn(self.client.lease, json.dumps(state))
        while (event := stream.next())[0] != "telemetry":
            pass
        self.assertIsNone(event[1])
        self.assertEqual(self.client.get("/api/v2/health")[1]["sse_clients"], 1)


class CommandTests(DragonBreathTestCase):
    def test_heat_comes_with_a_lease_that_no_state_shows(self):
        status, answer = self.client.command("power_on", target_c=45, request="first")
        self.assertEqual((status, answer["ok"], answer["request_id"]), (200, True, "first"))
        self.assertRegex(answer["lease_id"], "^[0-9a-f]{32}$")
        state = answer["state"]
        self.assertEqual((state["mode"], state["source"]), ("power_on", "klipper"))
        self.assertEqual((state["target"]["requested_c"], state["target"]["effective_c"]), (45, 45))
        lease = state["control"]["lease"]
        self.assertEqual((lease["active"], lease["owner"]), (True, self.client.name))
        self.assertGreater(lease["expires_in_ms"], 115_000)
        self.assertNotIn(answer["lease_id"], json.dumps(self.client.state()))
        self.assertEqual(self.daemon.get_state()["changed_by"], "dragonbreath")
        wait_until(lambda: self.client.state()["heater"]["output"], "the heater on")
        self.assertEqual(self.client.state()["fan"]["reason"], "heater")

    def test_a_heartbeat_renews_and_changes_no_revision(self):
        self.client.command("power_on", target_c=45)
        revision = self.client.state()["state_revision"]
        wait_until(
            lambda: self.client.state()["control"]["lease"]["expires_in_ms"] < 119_500, "time to pass"
        )
        status, answer = self.client.heartbeat()
        self.assertEqual((status, answer["ok"], answer["state_revision"]), (200, True, revision))
        self.assertGreater(answer["expires_in_ms"], 119_500)

    def test_off_is_off_in_any_form(self):
        forms = [
            {"command": "off"}, {"command": {"name": "OFF"}}, {"command": {"name": False}},
            {"command": {"name": "drying_stop"}},
            self.client.body("off", revision=1), self.client.body("drying_stop"),
            self.client.body("power_on", target_c=0), self.client.body("power_on", target_c="off"),
            self.client.body("auto", target_c=0), self.client.body("drying_start", target_c=50, hours=0),
            {**self.client.body("off"), "api_version": 3, "actor": None, "request_id": 7},
        ]
        for form in forms:
            with self.subTest(form=form):
                self.assertEqual(self.client.command("power_on", target_c=45)[0], 200)
                status, answer = self.client.post("/api/v2/command", form)
                self.assertEqual((status, answer["state"]["mode"]), (200, "off"), answer)
                self.assertFalse(self.is_on())

    def test_every_command_raises_the_revision(self):
        seen = [self.client.state()["state_revision"]]
        for name, fields in (
            ("power_on", {"target_c": 45}), ("power_on", {"target_c": 45}), ("off", {}), ("off", {}),
            ("auto", {"target_c": 50, "bed_threshold_c": 90}),
            ("auto", {"target_c": 50, "bed_threshold_c": 90}),
            ("drying_start", {"target_c": 50, "hours": 2}), ("drying_stop", {}),
        ):
            status, answer = self.client.command(name, **fields)
            self.assertEqual(status, 200, answer)
            seen.append(answer["state"]["state_revision"])
        self.assertEqual(seen, sorted(set(seen)))

    def test_the_changes_of_others_raise_the_revision_too(self):
        before = self.client.state()["state_revision"]
        self.daemon.post_wish({"set_target": 41})
        wait_until(lambda: self.client.state()["state_revision"] > before, "a new revision")
        status, answer = self.client.command("power_on", before, target_c=45)
        self.assertEqual((status, answer["error"]), (409, "revision_conflict"))
        self.assertFalse(self.is_on())

    def test_auto_and_drying_take_their_numbers(self):
        state = self.client.command("auto", target_c=48, bed_threshold_c=95)[1]["state"]
        self.assertEqual((state["mode"], state["environment"]["auto_bed_threshold_c"]), ("auto", 95))
        self.assertEqual(state["params"]["auto_target_c"], 48)
        self.assertFalse(state["control"]["lease"]["active"])
        state = self.client.command("drying_start", target_c=52, hours=3)[1]["state"]
        self.assertEqual((state["mode"], state["drying"]["active"]), ("drying", True))
        self.assertLessEqual(state["drying"]["remaining_seconds"], 3 * 3600)
        self.assertEqual((state["params"]["dry_target_c"], state["params"]["dry_hours"]), (52, 3))

    def test_a_target_above_the_limit_is_held_to_it(self):
        state = self.client.command("power_on", target_c=300)[1]["state"]
        self.assertEqual(state["target"]["effective_c"], state["target"]["maximum_c"])

    def test_bad_commands_are_refused_in_words_and_change_nothing(self):
        good = self.client.body("power_on", 1, target_c=45)
        bad = [
            ("{", "invalid_command"), ("[]", "invalid_command"), ("{}", "unsupported_api_version"),
            ({**good, "api_version": 1}, "unsupported_api_version"),
            ({**good, "actor": {"kind": "robot", "id": "x"}}, "invalid_command"),
            ({**good, "actor": {"kind": "web", "id": "x" * 32}}, "invalid_command"),
            ({**good, "request_id": "x" * 65}, "invalid_command"),
            ({**good, "expected_revision": None}, "invalid_command"),
            ({**good, "expected_revision": 1.5}, "invalid_command"),
            ({**good, "expected_revision": 2**32 - 1}, "invalid_command"),
            (self.client.body("heat", 1), "invalid_command"),
            (self.client.body("power_on", 1), "invalid_command"),
            (self.client.body("power_on", 1, target_c=-4), "invalid_command"),
            (self.client.body("power_on", 1, target_c=True), "invalid_command"),
            (self.client.body("auto", 1, target_c=50, bed_threshold_c=20), "invalid_command"),
            (self.client.body("drying_start", 1, target_c=50, hours=13), "invalid_command"),
            (self.client.body("drying_start", 1, target_c=50, hours=1.5), "invalid_command"),
            (self.client.body("filter", percent="x"), "invalid_command"),
        ]
        before = self.client.state()
        for body, error in bad:
            with self.subTest(body=body):
                status, answer = self.client.post("/api/v2/command", body)
                self.assertEqual((status, answer["ok"], answer["error"]), (400, False, error), answer)
                self.assertGreater(len(answer["message"]), 20)
                self.assertEqual(answer["state"]["mode"], "off")
        self.assertEqual(self.client.state()["state_revision"], before["state_revision"])
        self.assertEqual(self.client.post("/api/v2/command", self.client.body("filter", percent=0))[0], 200)

    def test_the_blower_alone_is_refused_so_that_the_module_keeps_its_target(self):
        self.client.command("power_on", target_c=45)
        status, answer = self.client.command("filter", None, percent=100)
        self.assertEqual((status, answer["error"]), (501, "not_supported"))
        self.assertIn("blower", answer["message"])
        self.assertEqual(self.client.heartbeat()[0], 200)

    def test_a_change_needs_the_header(self):
        for path in ("command", "heartbeat", "calibration", "restart"):
            status, _, body = self.daemon.request("POST", f"/api/v2/{path}", "{}")
            self.assertEqual((status, json.loads(body)["error"]), (403, "auth_failed"))
            self.assertIn(b"X-DragonBreath-Auth", body)

    def test_a_page_of_another_site_may_not_heat(self):
        headers = {**AUTH, "Origin": "http://evil.example"}
        body = json.dumps(self.client.body("power_on", 1, target_c=45))
        self.assertEqual(self.daemon.request("POST", "/api/v2/command", body, headers)[0], 403)


class TwoClientsTests(DragonBreathTestCase):
    def test_the_newer_command_takes_the_lease(self):
        other = Client(self.daemon, "web")
        self.client.command("power_on", target_c=45)
        other.command("power_on", target_c=50)
        status, answer = self.client.heartbeat()
        self.assertEqual((status, answer["error"]), (409, "stale_lease"))
        self.assertEqual(answer["state"]["control"]["lease"]["owner"], other.name)
        self.assertEqual(answer["state"]["source"], "web")
        self.assertEqual(other.heartbeat()[0], 200)

    def test_of_two_commands_for_one_revision_one_is_carried_out(self):
        other = Client(self.daemon, "web")
        for _ in range(10):
            revision = self.client.state()["state_revision"]
            bodies = [one.body("power_on", revision, target_c=45) for one in (self.client, other)]
            with contextlib.ExitStack() as stack:
                connections = []
                for body in bodies:
                    connection = http.client.HTTPConnection("127.0.0.1", self.daemon.port, timeout=PATIENCE)
                    stack.callback(connection.close)
                    connection.request("POST", "/api/v2/command", json.dumps(body), AUTH)
                    connections.append(connection)
                statuses = sorted(connection.getresponse().status for connection in connections)
            self.assertEqual(statuses, [200, 409])

    def test_the_same_request_again_gets_the_same_lease(self):
        revision = self.client.state()["state_revision"]
        body = self.client.body("power_on", revision, "again", target_c=45)
        first = self.client.post("/api/v2/command", body)[1]
        second = self.client.post("/api/v2/command", body)[1]
        self.assertEqual(second["lease_id"], first["lease_id"])
        self.assertEqual(second["state"]["state_revision"], first["state"]["state_revision"])
        self.client.command("off", None)
        status, answer = self.client.post("/api/v2/command", body)
        self.assertEqual((status, answer["error"]), (409, "revision_conflict"))
        self.assertFalse(self.is_on())

    def test_nobody_else_gets_the_lease_by_a_request_of_the_same_name(self):
        revision = self.client.state()["state_revision"]
        body = self.client.body("power_on", revision, "mine", target_c=45)
        self.client.post("/api/v2/command", body)
        for stranger in (
            {**body, "command": {"name": "power_on", "target_c": 46}},
            {**body, "actor": {"kind": "web", "id": self.client.name}},
        ):
            status, answer = self.client.post("/api/v2/command", stranger)
            self.assertEqual((status, answer["error"]), (409, "revision_conflict"))
        status, _, answer = self.daemon.request(
            "POST", "/api/v2/command", json.dumps(body), AUTH, source="127.0.0.2"
        )
        self.assertEqual(status, 409)
        self.assertNotIn(b"lease_id", answer)

    def test_leases_cannot_be_made_up(self):
        self.client.command("power_on", target_c=45)
        for lease in ("0" * 32, "", self.client.lease[:-1], self.client.lease.upper() + "0", "x" * 3000):
            status, answer = self.client.heartbeat(lease or "none")
            self.assertEqual((status, answer["error"]), (409, "stale_lease"))
        for body in ("{}", "[]", '{"api_version":2}', '{"api_version":2,"lease_id":7}'):
            self.assertEqual(self.client.post("/api/v2/heartbeat", body)[1]["error"], "invalid_command")
        self.client.command("off", None)
        self.assertEqual(self.client.heartbeat()[0], 409)
        self.assertFalse(self.is_on())

    def test_a_person_who_heats_at_the_device_ends_the_lease(self):
        self.client.command("power_on", target_c=45)
        self.daemon.post_wish({"heat_to": 50, "requester": "page"})
        wait_until(lambda: not self.client.state()["control"]["lease"]["active"], "no lease")
        self.assertEqual(self.client.heartbeat()[1]["error"], "stale_lease")
        self.assertEqual((self.is_on(), self.client.state()["source"]), (True, "web"))


class LeaseTests(DragonBreathTestCase):
    def test_heat_ends_when_its_heartbeat_does(self):
        with GuardedDaemon("[dragonbreath]\nlease_s: 10\n", password=None) as daemon:
            client = Client(daemon)
            answer = client.command("power_on", target_c=45)[1]
            self.assertEqual(answer["state"]["config"]["comms_ms"], 10_000)
            self.assertTrue(daemon.get_state()["power"])
            wait_until(lambda: not daemon.get_state()["power"], "the end of the lease")
            state = client.state()
            self.assertEqual((state["mode"], state["source"]), ("off", "watchdog"))
            self.assertFalse(state["safety"]["fault_latched"])
            self.assertEqual(daemon.get_state()["off_reason"], "lease_expired")
            self.assertEqual(client.heartbeat()[1]["error"], "stale_lease")
            self.assertFalse(daemon.get_state()["power"])


class DryingTests(DragonBreathTestCase):
    speed = 60

    def test_drying_needs_no_heartbeat(self):
        self.client.command("drying_start", target_c=45, hours=1)
        wait_until(
            lambda: self.client.state()["drying"]["remaining_seconds"] < 3600 - 180, "three minutes"
        )
        self.assertTrue(self.is_on())


class FaultTests(DragonBreathTestCase):
    speed = 20

    def test_a_fault_is_told_with_its_sentence_and_code_and_can_be_cleared(self):
        self.client.command("power_on", target_c=45)
        self.daemon.request(
            "POST", "/api/v1/simulate", json.dumps({"fault": "element_open"}), {"Content-Type": "application/json"}
        )
        wait_until(lambda: self.client.state()["safety"]["fault_latched"], "the fault")
        state = self.client.state()
        latch = self.daemon.get_state()["latch"]
        self.assertEqual(state["safety"]["reason"], f"{latch['what']} ({latch['code']})")
        self.assertEqual(state["safety"]["code"], latch["code"])
        self.assertEqual((state["mode"], state["source"], state["fan"]["reason"]), ("off", "safety", "fault"))
        self.assertEqual(self.client.heartbeat()[1]["error"], "stale_lease")
        status, answer = self.client.command("power_on", target_c=45)
        self.assertEqual((status, answer["error"]), (409, "fault_latched"))
        self.assertIn(latch["what"], answer["message"])
        old = state["state_revision"] - 1
        self.assertEqual(self.client.command("clear_fault", old)[1]["error"], "revision_conflict")
        self.daemon.request(
            "POST", "/api/v1/simulate", json.dumps({"fault": "none"}), {"Content-Type": "application/json"}
        )

        def is_cleared():
            status, answer = self.client.command("clear_fault")
            return status == 200 and not answer["state"]["safety"]["fault_latched"]

        wait_until(is_cleared, "the fault cleared")
        self.assertFalse(self.is_on())
        self.assertEqual(self.client.command("clear_fault")[0], 200)


class PasswordTests(DragonBreathTestCase):
    def test_with_a_password_reading_and_off_too_need_a_token(self):
        with GuardedDaemon() as daemon:
            for headers in ({}, AUTH):
                client = Client(daemon, headers=headers)
                for answer in (client.get("/api/v2/state"), client.post("/api/v2/command", client.body("off"))):
                    self.assertEqual((answer[0], answer[1]["error"]), (403, "auth_failed"))
                    self.assertIn("hearth access token add", answer[1]["message"])
            self.assertEqual(Client(daemon, headers=AUTH).get("/settings")[0], 403)
            token = daemon.access("token", "add", "klipper")
            client = Client(daemon, headers={"X-DragonBreath-Auth": token})
            wait_until(lambda: client.get("/api/v2/state")[0] == 200, "the token")
            self.assertEqual(client.command("power_on", target_c=45)[0], 200)
            self.assertEqual(client.command("off", None)[0], 200)

    def test_a_trusted_address_reads_without_a_header(self):
        with GuardedDaemon("[access]\ntrusted: 127.0.0.1\n") as daemon:
            self.assertEqual(Client(daemon, headers={}).get("/api/v2/state")[0], 200)
            self.assertEqual(Client(daemon).command("power_on", target_c=45)[0], 200)
            self.assertEqual(Client(daemon).command("off", None)[0], 200)

    def test_a_stream_ends_with_its_token(self):
        with GuardedDaemon() as daemon:
            token = daemon.access("token", "add", "klipper")
            headers = {"X-DragonBreath-Auth": token}
            wait_until(lambda: Client(daemon, headers=headers).get("/api/v2/state")[0] == 200, "the token")
            with contextlib.closing(Stream(daemon, headers)) as stream:
                stream.next()
                daemon.access("token", "remove", "klipper")
                with self.assertRaises((OSError, KeyError, http.client.HTTPException)):
                    while True:
                        stream.next()
