"""A reefnet hub and this heater as its module."""

import pathlib
import re
import sys
import tempfile
import unittest

from daemon import REPOSITORY, SIMULATED_BOARD, Daemon, board_with, wait_until
from test_heating import TOO_HOT

sys.path.insert(0, str(REPOSITORY / "lab" / "links"))

# pylint: disable=wrong-import-position
from hub import Hub, control, set_parameter  # noqa: E402

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def numbers(value, path=""):
    """All leaves of a frame as (path, value)."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from numbers(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from numbers(inner, path)
    else:
        yield path, value


class HubTestCase(unittest.TestCase):
    """A hub, and a daemon that dials it."""

    heat = "no"
    #: What the simulated board has otherwise, by section and key.
    board = {}

    def setUp(self):
        self.hub = self.enterContext(Hub())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        board = board_with(folder, **self.board) if self.board else SIMULATED_BOARD
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(
            f"[reefnet]\nhub: {self.hub.url}\nheat: {self.heat}\nlease_s: 10\n", encoding="utf-8"
        )
        self.daemon = self.enterContext(
            Daemon(board=board, arguments=["--service-file", service])
        )
        self.hub.wait(lambda hub: hub.received, "a first frame")

    def has_event(self, text):
        _, _, body = self.daemon.request("GET", "/api/v1/events?limit=200")
        return text in body.decode()

    def is_on(self):
        return self.daemon.get_state()["power"]

    def alarm(self, code, is_active, after=0):
        """Waits for an `alarm` frame behind the first `after`; returns its payload."""

        def matches(frame):
            payload = frame.get("payload", {})
            return (
                frame.get("type") == "alarm"
                and payload["code"] == code
                and payload["active"] is is_active
            )

        return self.hub.wait_new(matches, f"an alarm {code}", after)["payload"]


class ReefnetTests(HubTestCase):
    def test_a_status_comes_at_once_and_each_second(self):
        first = self.hub.wait_new(lambda frame: frame["type"] == "status", "a status", 0)
        self.assertEqual("reefnet.v1", first["protocol"])
        self.assertEqual("Hearth.Heater", first["module_id"])
        self.assertRegex(first["sent_at"], STAMP)
        self.hub.wait(lambda hub: len(hub.received) >= 5, "a heartbeat")
        for frame in self.hub.received:
            for path, value in numbers(frame):
                self.assertIsNotNone(value, path)
        heater = self.hub.heater(state="idle", badge="ok", safety_lockout=False)
        self.assertEqual(
            ["Primary", "Element"], [sensor["label"] for sensor in heater["sensors"][:2]]
        )
        self.assertEqual(heater["safety"]["probe_timeout_s"], heater["setpoints"]["probe_timeout_s"])

    def test_the_hub_sets_what_the_board_allows(self):
        self.hub.send(set_parameter("setpoint_c", 30.0))
        self.hub.heater(setpoints__setpoint_c=30)
        self.hub.send(
            control(
                "set_param", parameters={"setpoint_min_c": 33, "setpoint_max_c": 34}
            )
        )
        self.hub.heater(setpoints__setpoint_c=33.5, setpoints__hysteresis_span_c=1)
        self.hub.send({"type": "set_param", "param": "heater_timeout_min", "value": 20})
        self.hub.heater(safety__max_heater_on_min=20)
        for wrong in (set_parameter("setpoint_c", 80), set_parameter("setpoint_c", "30")):
            self.hub.send(wrong)
        wait_until(lambda: self.has_event("What the reefnet hub asked for was refused"), "an event")
        refusal = self.alarm("request_refused", False)
        self.assertEqual("info", refusal["severity"])
        self.assertIn("setpoint_c", refusal["detail"])
        self.assertNotIn("request_refused", self.hub.alarms())
        self.hub.heater(setpoints__setpoint_c=33.5)
        self.assertFalse(self.is_on())

    def test_every_value_of_a_burst_arrives_in_every_order(self):
        burst = [
            ("heater_setpoint_c", 28.0), ("heater_hysteresis_span_c", 1.0), ("probe_tolerance_c", 0.6),
            ("probe_timeout_s", 35), ("runaway_delta_c", 3.0), ("max_heater_on_min", 20),
            ("heater_setpoint_max_c", 28.5), ("heater_setpoint_min_c", 27.5),
        ]
        for values in (burst, burst[::-1]):
            self.hub.set_all([("setpoint_c", 39.0), ("runaway_delta_c", 2.0)])
            self.hub.heater(setpoints__setpoint_c=39, setpoints__runaway_delta_c=2)
            self.hub.set_all(values)
            self.hub.heater(
                setpoints__setpoint_c=28,
                setpoints__setpoint_min_c=27.5,
                setpoints__setpoint_max_c=28.5,
                setpoints__probe_tolerance_c=0.6,
                safety__probe_timeout_s=35,
                safety__runaway_delta_c=3,
                safety__max_heater_on_min=20,
            )
        self.assertFalse(self.is_on())

    def test_the_first_connection_ends_what_an_earlier_process_left(self):
        codes = {"safety.thermal_runaway", "safety.relay_stuck", "thermistor_mismatch"}
        self.hub.wait(lambda hub: not hub.alarms(codes), "the end of every old alarm")
        self.assertEqual(["Primary", "Element"], self.hub.thermometers())

    def test_every_request_is_answered_by_a_status(self):
        requests = [
            {"type": "config_request"},
            {"type": "module_manifest_request"},
            control("config_request"),
            control("module_manifest_request"),
            control("status_request"),
            control("ping"),
        ]
        for request in requests:

            def is_answered(request=request):
                # Two that come within a second of its clock are no heartbeat.
                seconds = set()
                for _ in range(2):
                    after = len(self.hub.received)
                    self.hub.send(request)
                    status = self.hub.wait_new(lambda f: f["type"] == "status", "a status", after)
                    seconds.add(status["payload"]["uptime_s"])
                return len(seconds) == 1

            with self.subTest(request=request):
                wait_until(is_answered, f"a status for {request}")

    def test_every_parameter_is_set_by_each_of_its_names(self):
        rows = [
            ("setpoint_c", 31, "setpoints__setpoint_c", 31),
            ("heater_setpoint_c", 32, "setpoints__setpoint_c", 32),
            ("hysteresis_span_c", 1.2, "setpoints__hysteresis_span_c", 1.2),
            ("hysteresis_half_c", 0.3, "setpoints__hysteresis_half_c", 0.3),
            ("setpoint_min_c", 31.5, "setpoints__setpoint_min_c", 31.5),
            ("setpoint_max_c", 32.5, "setpoints__setpoint_max_c", 32.5),
            ("heater_setpoint_min_c", 31, "setpoints__setpoint_min_c", 31),
            ("heater_setpoint_max_c", 32.25, "setpoints__setpoint_max_c", 32.25),
            ("probe_tolerance_c", 0.6, "setpoints__probe_tolerance_c", 0.6),
            ("thermistor_delta_limit_c", 0.5, "setpoints__probe_tolerance_c", 0.5),
            ("probe_timeout_s", 30, "safety__probe_timeout_s", 30),
            ("alarm.probe_timeout_s", 29, "setpoints__probe_timeout_s", 29),
            ("runaway_delta_c", 1.5, "safety__runaway_delta_c", 1.5),
            ("alarm.runaway_delta_c", 1.25, "setpoints__runaway_delta_c", 1.25),
            ("max_heater_on_min", 14, "safety__max_heater_on_min", 14),
            ("heater_timeout_min", 13, "safety__max_heater_on_min", 13),
            ("alarm.max_heater_on_min", 12, "setpoints__max_heater_on_min", 12),
            ("stuck_relay_delta_c", 0.4, "safety__stuck_relay_delta_c", 0.4),
            ("alarm.stuck_relay_delta_c", 0.3, "setpoints__stuck_relay_delta_c", 0.3),
            ("stuck_relay_window_s", 90, "safety__stuck_relay_window_s", 90),
            ("relay_timeout_s", 91, "safety__stuck_relay_window_s", 91),
            ("alarm.stuck_relay_window_s", 92, "setpoints__stuck_relay_window_s", 92),
        ]
        for name, value, path, shown in rows:
            with self.subTest(name):
                self.hub.send(set_parameter(name, value))
                self.hub.heater(**{path: shown})
        self.assertFalse(self.is_on())

    def test_half_a_batch_is_none(self):
        self.hub.send(set_parameter("setpoint_c", 30))
        self.hub.heater(setpoints__setpoint_c=30)
        for values in (
            {"setpoint_c": 35, "runaway_delta_c": 99},
            {"setpoint_c": 35, "probe_timeout_s": "30"},
            {"setpoint_c": 35, "heater_setpoint_c": 36},
            {"setpoint_c": 35, "hysteresis_span_c": None},
            {"setpoint_min_c": 36, "setpoint_max_c": 35},
        ):
            with self.subTest(values=values):
                before = len(self.hub.received)
                self.hub.send(control("set_param", parameters=values))
                # The answer to it, and a heartbeat behind it.
                self.hub.wait(lambda hub: len(hub.received) > before + 1, "two statuses")
                statuses = [f for f in self.hub.received[before:] if f["type"] == "status"]
                for frame in statuses:
                    setpoints = frame["payload"]["subsystems"][0]["setpoints"]
                    self.assertEqual(30, setpoints["setpoint_c"])
        wait_until(lambda: self.has_event("reefnet hub"), "an event")

    def test_what_this_heater_does_not_have_is_told(self):
        self.hub.send(control("set_param", parameters={"colour": 1, "setpoint_c": 33}))
        self.hub.heater(setpoints__setpoint_c=33)
        wait_until(lambda: self.has_event("does not have \\\"colour"), "an event")

    def test_what_was_set_is_remembered(self):
        self.hub.send(set_parameter("hysteresis_span_c", 1.5))
        self.hub.heater(setpoints__hysteresis_span_c=1.5)
        self.hub.send(set_parameter("runaway_delta_c", 2))
        self.hub.heater(safety__runaway_delta_c=2)
        self.daemon.stop()
        self.daemon.start()
        self.hub.heater(setpoints__hysteresis_span_c=1.5, safety__runaway_delta_c=2)

    def test_bad_input_is_survived_and_told(self):
        for message in (
            "",
            "no json",
            "[" * 100_000,
            '{"type":"control"}',
            '{"protocol":"reefnet.v2","type":"config_request"}',
            b"\xff\xfe" * 1000,
            "x" * (16 << 20),
        ):
            self.hub.send(message)
        for _ in range(2_000):
            self.hub.send(control("ping"))
        before = len(self.hub.received)
        self.hub.wait(lambda hub: len(hub.received) > before + 3, "statuses go on")
        wait_until(lambda: self.has_event("was ignored"), "an event about what was ignored")
        self.assertEqual(1, self.hub.connections)
        self.assertFalse(self.is_on())

    def test_a_ping_is_answered(self):
        self.hub.ping()
        self.assertEqual(1, self.hub.connections)

    def test_it_dials_again(self):
        wait_until(lambda: self.has_event("is connected"), "an event about the hub")
        self.hub.drop()
        self.hub.wait(lambda hub: hub.connections == 2, "another connection")
        self.hub.heater(state="idle")


class ReefnetAlarmTests(HubTestCase):
    """A chamber that is too hot from the start."""

    board = TOO_HOT
    heat = "yes"

    def test_an_alarm_is_told_and_no_hub_clears_it(self):
        code = "safety.thermal_runaway"
        alarm = self.alarm(code, True)
        self.assertEqual("critical", alarm["severity"])
        self.assertEqual("safety", alarm["category"])
        self.assertRegex(alarm["triggered_at"], STAMP)
        self.assertEqual("safety.over_temperature", alarm["meta"]["code"])
        self.assertIs(alarm["meta"]["lockout"], True)
        heater = self.hub.heater(state="locked", badge="alarm", safety_lockout=True)
        self.assertEqual(code, heater["visible_alarm"])
        self.assertEqual([code], [one["code"] for one in heater["safety"]["alarms"]])
        self.assertTrue(heater["safety"]["state"]["thermal_runaway"])
        # Whatever a hub sends, the heater stays locked.
        for command in (
            "alarm_acknowledge", "alarm_snooze", "alarm_unsnooze", "clear_lockout", "reset",
        ):
            self.hub.send(control(command))
            self.hub.heater(state="locked", safety_lockout=True)
        self.hub.send(set_parameter("setpoint_c", 38))
        self.hub.heater(state="locked", setpoints__setpoint_c=38)
        self.assertFalse(self.is_on())
        self.assertIsNotNone(self.daemon.get_state()["latch"])
        # A hub that comes back hears of it again.
        before = len(self.hub.received)
        self.hub.drop()
        self.hub.wait(lambda hub: hub.connections == 2, "another connection")
        self.assertEqual(alarm["triggered_at"], self.alarm(code, True, before)["triggered_at"])

    def test_its_end_is_told_where_somebody_clears_it_here(self):
        self.alarm("safety.thermal_runaway", True)
        # The fault outlives a restart; the heat in the chamber does not.
        self.daemon.stop()
        self.daemon.board = str(SIMULATED_BOARD)
        before = len(self.hub.received)
        self.daemon.start()
        self.alarm("safety.thermal_runaway", True, before)
        before = len(self.hub.received)

        def cleared():
            return self.daemon.post_wish({"clear_latch": True})[0] == 200

        wait_until(cleared, "the latch cleared once the probes read well")
        end = self.alarm("safety.thermal_runaway", False, before)
        self.assertEqual("info", end["severity"])
        self.assertRegex(end["cleared_at"], STAMP)
        self.hub.heater(state="idle", safety_lockout=False, visible_alarm="")


class ReefnetHeatTests(HubTestCase):
    heat = "yes"

    def test_what_was_turned_off_at_the_heater_stays_off_and_the_hub_can_turn_off(self):
        self.hub.send(set_parameter("setpoint_c", 35))
        self.hub.heater(state="heating")
        self.daemon.post_wish({"power": False})
        wait_until(lambda: not self.is_on(), "off")
        # The hub's page sends its set point along with any slider.
        self.hub.set_all([("setpoint_c", 35), ("runaway_delta_c", 2.5)])
        self.hub.heater(safety__runaway_delta_c=2.5)
        self.assertFalse(self.is_on())
        self.hub.send(set_parameter("setpoint_c", 36))
        self.hub.heater(state="heating")
        self.hub.send(set_parameter("setpoint_c", 10))
        self.hub.heater(state="idle", setpoints__setpoint_c=10)
        self.assertFalse(self.is_on())

    def test_heat_lasts_as_long_as_the_hub_does(self):
        self.hub.send(set_parameter("setpoint_c", 40))
        self.hub.heater(state="heating", badge="active")
        self.assertTrue(self.is_on())
        self.hub.stop_listening()
        wait_until(lambda: not self.is_on(), "the end of the heat", 60)
        with Hub(self.hub.port) as hub:
            hub.wait(lambda hub: len(hub.received) > 3, "statuses again")
            self.assertFalse(self.is_on())
