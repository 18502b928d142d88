"""docs/home-assistant.md in the real Home Assistant, on a real broker that asks for a password."""

import json
import pathlib
import tempfile
import unittest

from broker import Broker, Client
from daemon import Daemon, wait_until
from homeassistant import HomeAssistant
from peer import PeerTestCase, block, enter

PASSWORD = "sesame-4711"
#: Seconds. The document's automation sends every 20.
LEASE = 25
PLACE = "docs/home-assistant.md"


def setUpModule():
    enter()


class HomeAssistantTests(PeerTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        pathlib.Path("/etc/hearth").mkdir()
        pathlib.Path("/etc/hearth/mqtt-password").write_text(PASSWORD + "\n", encoding="utf-8")
        cls.broker = cls.enterClassContext(Broker(password=PASSWORD, user="hearth", port=1883))
        cls.daemon = cls.enterClassContext(Daemon(arguments=cls.arguments()))
        cls.client = cls.enterClassContext(
            Client(cls.broker, "hearth/#", "homeassistant/#", username="hearth", password=PASSWORD)
        )
        topic = wait_until(
            lambda: next((one for one in cls.client.newest if one.endswith("/config")), None),
            "the introduction",
        )
        cls.device_id = topic.split("/")[2].removeprefix("hearth_")
        introduction = cls.client.json(topic)
        cls.name, cls.components = introduction["device"]["name"], introduction["components"]
        automation = block(PLACE, "yaml automation").replace("<id>", cls.device_id)
        cls.home = cls.enterClassContext(HomeAssistant(automation))
        cls.home.join(
            broker="homeassistant.local", port=1883, username="hearth", password=PASSWORD
        )
        wait_until(cls.thermostat, "the thermostat", timeout=60)

    def tearDown(self):
        self.assertEqual(self.home.complaints(), [])

    @classmethod
    def arguments(cls, *lines):
        """The document's section as it stands there, and these lines."""
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        path = pathlib.Path(folder, "hearth.conf")
        path.write_text(block(PLACE, "ini hearth.conf") + "\n".join(lines) + "\n", encoding="utf-8")
        return ["--service-file", path]

    @classmethod
    def thermostat(cls):
        return next((one for one in cls.home.states() if one.startswith("climate.")), None)

    def restart_daemon(self, *lines):
        self.daemon.stop()
        self.daemon.arguments = [*map(str, self.arguments(*lines))]
        self.daemon.start()
        wait_until(lambda: self.state_of(self.thermostat()) == "off", "the thermostat again")

    def state_of(self, entity):
        return self.home.states()[entity][0]

    def heat(self, target):
        thermostat = self.thermostat()
        # A call for an entity that is not available is ignored without a word.
        wait_until(lambda: self.state_of(thermostat) != "unavailable", "a thermostat to speak with")
        self.home.call("climate.set_temperature", thermostat, temperature=target)
        self.home.call("climate.set_hvac_mode", thermostat, hvac_mode="heat")
        wait_until(lambda: self.daemon.get_state()["power"], "heat")
        state = self.daemon.get_state()
        self.assertEqual((state["target_c"], state["lease"]["requester"]), (target, "home_assistant"))

    def test_all_that_it_is_told_of_is_there_and_known(self):
        wait_until(
            lambda: "unavailable" not in self.ours().values(), f"all to be available: {self.ours()}"
        )
        kinds = [component["platform"] for component in self.components.values()]
        self.assertEqual(sorted(name.partition(".")[0] for name in self.ours()), sorted(kinds))

    def ours(self):
        """{entity: state} of this device's."""
        return {
            entity: state for entity, (state, facts) in self.home.states().items()
            if facts.get("friendly_name", "").startswith(self.name)
        }

    def test_the_thermostat_heats_and_turns_off(self):
        self.heat(48)
        wait_until(lambda: self.state_of(self.thermostat()) == "heat", "what the thermostat shows")
        self.home.call("climate.set_hvac_mode", self.thermostat(), hvac_mode="off")
        wait_until(lambda: not self.daemon.get_state()["power"], "off")

    def named(self, name):
        """The entity that is called this behind the device's name."""
        full = f"{self.name} {name}"
        for entity, (_, facts) in self.home.states().items():
            if facts.get("friendly_name") == full:
                return entity
        raise AssertionError(f"{full} is none of {sorted(self.ours())}")

    def test_the_device_is_told_from_another_by_its_id(self):
        self.assertEqual(self.name, f"PandaBreath {self.device_id[-4:]}")

    def test_a_number_is_a_setting(self):
        self.home.call("number.set_value", self.named("Custom drying time"), value=6)
        wait_until(lambda: self.daemon.get_state()["drying"]["custom_hours"] == 6, "six hours")
        wait_until(
            lambda: float(self.state_of(self.named("Custom drying time"))) == 6, "what is shown"
        )

    def test_a_version_without_a_newer_one_is_up_to_date(self):
        software = self.named("Software")
        self.assertEqual(self.state_of(software), "off")
        _, facts = self.home.states()[software]
        self.assertEqual(facts["installed_version"], self.daemon.get_state()["version"])

    def test_a_fault_is_an_event(self):
        self.heat(48)
        self.simulate("chamber_open")
        event = self.named("Event")
        wait_until(
            lambda: self.home.states()[event][1].get("event_type") == "fault", "the event"
        )
        self.assertIn("probe", self.home.states()[event][1]["text"].lower())
        self.simulate("none")
        wait_until(
            lambda: self.daemon.get_state()["chamber"]["condition"] == "good", "a good reading"
        )

        def is_cleared():
            self.home.call("button.press", self.named("Clear fault"))
            return self.daemon.get_state()["latch"] is None

        wait_until(is_cleared, "no fault", every=0.5)

    def simulate(self, fault):
        kind, body = {"Content-Type": "application/json"}, json.dumps({"fault": fault})
        self.assertEqual(self.daemon.request("POST", "/api/v1/simulate", body, kind)[0], 200)

    def test_each_preset_of_the_document_is_offered(self):
        _, facts = self.home.states()[self.thermostat()]
        self.assertLessEqual({"pla", "petg", "custom", "none"}, set(facts["preset_modes"]))
        self.assertEqual(set(facts["hvac_modes"]), {"off", "heat", "auto", "dry"})

    def test_the_heartbeat_keeps_the_heat_on_until_its_switch_is_off(self):
        self.restart_daemon("renewal: heartbeat", f"lease_s: {LEASE}")
        self.heat(45)
        switch = "input_boolean.print_room_watched"
        self.home.call("input_boolean.turn_on", switch)
        began = self.daemon.get_state()["uptime_s"]
        wait_until(
            lambda: self.daemon.get_state()["uptime_s"] > began + LEASE + 5, "more than a term",
            timeout=60,
        )
        self.assertTrue(self.daemon.get_state()["power"])
        self.home.call("input_boolean.turn_off", switch)
        wait_until(lambda: not self.daemon.get_state()["power"], "the end", timeout=60)
        self.assertEqual(self.daemon.get_state()["off_reason"], "lease_expired")


if __name__ == "__main__":
    unittest.main()
