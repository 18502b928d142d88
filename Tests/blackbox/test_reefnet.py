"""A reefnet hub and this heater as its module."""

import pathlib
import re
import sys
import tempfile
import unittest

from daemon import REPOSITORY, Daemon, wait_until

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

    def setUp(self):
        self.hub = self.enterContext(Hub())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(
            f"[reefnet]\nhub: {self.hub.url}\nheat: {self.heat}\nlease_s: 10\n", encoding="utf-8"
        )
        self.daemon = self.enterContext(Daemon(arguments=["--service-file", service]))
        self.hub.wait(lambda hub: hub.received, "a first frame")

    def has_event(self, text):
        _, _, body = self.daemon.request("GET", "/api/v1/events?limit=200")
        return text in body.decode()

    def is_on(self):
        return self.daemon.get_state()["power"]


class ReefnetTests(HubTestCase):
    def test_a_status_comes_at_once_and_each_second(self):
        first = self.hub.received[0]
        self.assertEqual("status", first["type"])
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
        wait_until(lambda: self.has_event("Nothing was changed by the reefnet hub"), "an event")
        self.hub.heater(setpoints__setpoint_c=33.5)
        self.assertFalse(self.is_on())

    def test_what_this_heater_does_not_have_is_told(self):
        self.hub.send(control("set_param", parameters={"colour": 1, "setpoint_c": 33}))
        self.hub.heater(setpoints__setpoint_c=33)
        wait_until(lambda: self.has_event("does not have"), "an event")

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

    def test_it_dials_again(self):
        wait_until(lambda: self.has_event("is connected"), "an event about the hub")
        self.hub.drop()
        self.hub.wait(lambda hub: hub.connections == 2, "another connection")
        self.hub.heater(state="idle")


class ReefnetHeatTests(HubTestCase):
    heat = "yes"

    def test_heat_lasts_as_long_as_the_hub_does(self):
        self.hub.send(set_parameter("setpoint_c", 40))
        self.hub.heater(state="heating", badge="active")
        self.assertTrue(self.is_on())
        self.hub.stop_listening()
        wait_until(lambda: not self.is_on(), "the end of the heat", 60)
        with Hub(self.hub.port) as hub:
            hub.wait(lambda hub: len(hub.received) > 3, "statuses again")
            self.assertFalse(self.is_on())
