"""packaging/homeassistant/custom_components/hearth in the real Home Assistant, with a simulated Hearth."""

import asyncio
import functools
import json
import os
import re
import shutil
import signal
import subprocess
import unittest
import urllib.request

import websockets
from access import GuardedDaemon
from daemon import REPOSITORY, Daemon, wait_until
from homeassistant import URL, HomeAssistant
from peer import ROOT, PeerTestCase, enter

COMPONENT = REPOSITORY / "packaging/homeassistant/custom_components"
PASSWORD = "correct horse battery"
AUTOMATION = """\
alias: none
triggers: []
actions: []
"""


def setUpModule():
    enter()


class IntegrationHome(HomeAssistant):
    """Home Assistant with the integration, and with what it stands on."""

    def __init__(self, **numbers):
        """`numbers` are the integration's own, in seconds, where a test needs others."""
        super().__init__(AUTOMATION)
        shutil.copytree(
            COMPONENT, self.folder / "custom_components", ignore=shutil.ignore_patterns("__pycache__")
        )
        const = "custom_components/hearth/const.py"
        for name, value in numbers.items():
            text, count = re.subn(rf"(?m)^{name} = \d+$", f"{name} = {value}", self.read(const))
            if count != 1:
                raise AssertionError(f"{const} has {count} lines of {name}")
            self.put(const, text)
        self.put(
            "configuration.yaml",
            self.read("configuration.yaml") + "zeroconf:\ndiagnostics:\nrepairs:\nconfig:\n",
        )

    def ask(self, kind, **facts):
        """One command over Home Assistant's WebSocket."""

        async def talk():
            async with websockets.connect(URL.replace("http", "ws") + "/api/websocket", max_size=None) as socket:
                await socket.recv()
                token = self._headers["Authorization"].removeprefix("Bearer ")
                await socket.send(json.dumps({"type": "auth", "access_token": token}))
                await socket.recv()
                await socket.send(json.dumps({"id": 1, "type": kind, **facts}))
                return json.loads(await socket.recv())

        answer = asyncio.run(talk())
        if not answer.get("success"):
            raise AssertionError(f"{kind}: {answer}")
        return answer["result"]

    def begin(self):
        """The first form of the dialog that adds a device; its flow."""
        return self.post("config/config_entries/flow", {"handler": "hearth"})["flow_id"]

    def step(self, flow, **form):
        return self.post(f"config/config_entries/flow/{flow}", form)

    def add(self, daemon, **more):
        answer = self.step(self.begin(), host="127.0.0.1", port=daemon.port, **more)
        if answer["type"] != "create_entry":
            raise AssertionError(answer)
        return answer["result"]["entry_id"]

    def remove(self, entry):
        request = urllib.request.Request(
            f"{URL}/api/config/config_entries/entry/{entry}", method="DELETE", headers=self._headers
        )
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.loads(answer.read())

    def flows(self):
        return [
            one for one in self.ask("config_entries/flow/progress") if one["handler"] == "hearth"
        ]

    def issues(self):
        return [one for one in self.ask("repairs/list_issues")["issues"] if one["domain"] == "hearth"]

    def notifications(self):
        return self.ask("persistent_notification/get")

    def one(self, platform, name=""):
        """The one entity of the platform, whose name ends so."""
        found = [
            entity for entity, (_, facts) in self.states().items()
            if entity.startswith(platform + ".pandabreath") and facts.get("friendly_name", "").endswith(name)
        ]
        if len(found) != 1:
            raise AssertionError(f"{platform} {name}: {found}")
        return found[0]

    def errors(self):
        return [
            line for line in self.read("home-assistant.log").splitlines()
            if " ERROR " in line or ("hearth" in line and "Traceback" in line)
        ]


class TranslationTests(unittest.TestCase):
    """Both languages say all that is said, with the same facts in it."""

    def texts(self, tree, place=""):
        for key, value in tree.items():
            if isinstance(value, dict):
                yield from self.texts(value, f"{place}.{key}")
            else:
                yield f"{place}.{key}", value

    def read(self, name):
        return json.loads((COMPONENT / "hearth" / name).read_text(encoding="utf-8"))

    def test_german_has_each_text_of_english_with_its_facts(self):
        english, german = (dict(self.texts(self.read(f"translations/{one}.json"))) for one in ("en", "de"))
        self.assertEqual(self.read("strings.json"), self.read("translations/en.json"))
        self.assertEqual(set(english), set(german))
        for place, text in english.items():
            self.assertEqual(*(set(re.findall(r"{\w+}", one)) for one in (text, german[place])), place)

    def test_each_key_that_the_code_names_has_its_text(self):
        there = set(self.texts(self.read("strings.json")["exceptions"]))
        named = set()
        for file in (COMPONENT / "hearth").glob("*.py"):
            named |= set(re.findall(r'translation_key="(\w+)"', file.read_text(encoding="utf-8")))
        known = {place.split(".")[1] for place, _ in there} | set(self.read("strings.json")["issues"])
        self.assertEqual(named, known)


class IntegrationTestCase(PeerTestCase):
    numbers = {}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.home = cls.enterClassContext(IntegrationHome(**cls.numbers))

    def tearDown(self):
        """Nothing went wrong inside: what the log calls an error is what the test did."""
        expected = ("Error requesting", "Choose the preset custom first", "Another device answers", "Hearth refuses: ", "no answer from", "has ended the stream", "does not accept this password")
        self.assertEqual(
            [line for line in self.home.errors() if not any(words in line for words in expected)], []
        )

    def simulate(self, daemon, fault):
        kind, body = {"Content-Type": "application/json"}, json.dumps({"fault": fault})
        self.assertEqual(daemon.request("POST", "/api/v1/simulate", body, kind)[0], 200)


class DeviceTests(IntegrationTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.enterClassContext(Daemon(speed=20))
        cls.entry = cls.home.add(cls.daemon)
        cls.thermostat = wait_until(lambda: cls.find("climate"), "a thermostat", timeout=60)

    @classmethod
    def find(cls, platform):
        return next((one for one in cls.home.states() if one.startswith(platform + ".")), None)

    def setUp(self):
        # Each begins with a device that is off and has no fault.
        self.simulate(self.daemon, "none")
        self.daemon.post_wish({"power": False})

        def is_clear():
            if self.daemon.get_state()["latch"]:
                self.daemon.post_wish({"clear_latch": True})
            return self.daemon.get_state()["latch"] is None

        wait_until(is_clear, "no fault")
        wait_until(lambda: self.state(self.thermostat) == "off", "off")

    def state(self, entity):
        return self.home.states()[entity][0]

    def facts(self, entity):
        return self.home.states()[entity][1]

    def test_the_entities_are_there_and_known(self):
        wait_until(
            lambda: self.state(self.home.one("sensor", "Chamber temperature")) not in ("unknown", "unavailable"),
            "a temperature",
        )
        self.assertIn(self.state(self.home.one("sensor", "Activity")), ("off", "cooling_down"))
        self.assertEqual(self.facts(self.thermostat)["max_temp"], 60)
        self.assertEqual(set(self.facts(self.thermostat)["hvac_modes"]), {"off", "heat", "auto", "dry"})
        for platform, count in (("binary_sensor", 5), ("button", 3), ("event", 1)):
            mine = [one for one in self.home.states() if one.startswith(platform + ".pandabreath")]
            self.assertEqual(len(mine), count, platform)

    def test_heat_is_a_lease_and_is_shown(self):
        self.home.call("climate.set_temperature", self.thermostat, temperature=45, hvac_mode="heat")
        state = self.daemon.get_state()
        self.assertEqual((state["power"], state["target_c"], state["lease"]["requester"]), (True, 45, "api"))
        self.assertGreater(state["lease"]["remaining_s"], 200)
        wait_until(lambda: self.state(self.thermostat) == "heat", "what the thermostat shows")
        self.assertEqual(self.facts(self.thermostat)["temperature"], 45)
        self.home.call("climate.turn_off", self.thermostat)
        self.assertFalse(self.daemon.get_state()["power"])

    def test_each_mode_and_preset(self):
        self.home.call("climate.set_preset_mode", self.thermostat, preset_mode="petg")
        self.home.call("climate.set_hvac_mode", self.thermostat, hvac_mode="dry")
        self.assertTrue(self.daemon.get_state()["drying"]["running"])
        wait_until(lambda: self.facts(self.thermostat)["preset_mode"] == "petg", "the preset")
        self.home.call("climate.set_preset_mode", self.thermostat, preset_mode="none")
        self.assertFalse(self.daemon.get_state()["drying"]["running"])
        self.home.call("climate.set_hvac_mode", self.thermostat, hvac_mode="auto")
        self.assertEqual(self.daemon.get_state()["mode"], "auto")
        wait_until(lambda: self.state(self.thermostat) == "auto", "what the thermostat shows")

    def refusal(self, service, **data):
        """What a service call says that Home Assistant refuses."""
        domain, name = service.split(".")
        with self.assertRaises(AssertionError) as caught:
            self.home.ask(
                "call_service", domain=domain, service=name, service_data=data,
                target={"entity_id": self.thermostat},
            )
        return str(caught.exception)

    def test_a_temperature_alone_turns_nothing_on_and_in_the_mode_dry_is_the_run_s(self):
        self.home.call("climate.set_temperature", self.thermostat, temperature=41)
        state = self.daemon.get_state()
        self.assertEqual((state["target_c"], state["power"]), (41, False))
        self.home.call("climate.set_preset_mode", self.thermostat, preset_mode="custom")
        self.home.call("climate.set_temperature", self.thermostat, temperature=44, hvac_mode="dry")
        self.assertEqual(self.daemon.get_state()["drying"]["target_c"], 44)
        self.assertEqual(self.facts(self.thermostat)["temperature"], 44)
        self.assertEqual(self.facts(self.thermostat)["hvac_action"], "drying")
        self.home.call("climate.set_preset_mode", self.thermostat, preset_mode="pla")
        self.assertIn("Choose the preset custom first", self.refusal("climate.set_temperature", temperature=50))
        self.home.call("climate.turn_off", self.thermostat)
        self.home.call("climate.turn_on", self.thermostat)
        self.assertTrue(self.daemon.get_state()["drying"]["running"])

    def test_the_buttons_soak_and_calibrate(self):
        self.home.call("button.press", self.home.one("button", "Heat and soak"))
        self.assertIsNotNone(self.daemon.get_state()["soak"])
        self.home.call("climate.turn_off", self.thermostat)
        with self.assertRaisesRegex(AssertionError, "Hearth refuses: "):
            # The chamber is warm, or the heater's element.
            self.home.call("climate.set_temperature", self.thermostat, temperature=45, hvac_mode="heat")
            self.home.ask(
                "call_service", domain="button", service="press",
                target={"entity_id": self.home.one("button", "Calibrate")},
            )

    def test_a_fault_that_is_there_at_the_start_is_an_issue(self):
        self.daemon.post_wish({"heat_to": 45})
        self.simulate(self.daemon, "element_open")
        wait_until(lambda: self.daemon.get_state()["latch"], "a fault")
        self.home.post(f"config/config_entries/entry/{self.entry}/reload", {})
        (issue,) = wait_until(self.home.issues, "the issue")
        self.assertIn("open circuit", issue["translation_placeholders"]["text"])
        self.simulate(self.daemon, "none")

    def test_the_address_is_changed_in_the_entry_s_menu(self):
        with Daemon() as other:
            flow = self.home.post("config/config_entries/flow", {"handler": "hearth", "entry_id": self.entry})
            self.assertEqual(flow["step_id"], "reconfigure")
            step = functools.partial(self.home.step, flow["flow_id"], host="127.0.0.1")
            self.assertEqual(step(port=1)["errors"], {"base": "cannot_connect"})
            answer = step(port=other.port)
            self.assertEqual((answer["type"], answer["reason"]), ("abort", "another_device"))
        flow = self.home.post("config/config_entries/flow", {"handler": "hearth", "entry_id": self.entry})
        answer = self.home.step(flow["flow_id"], host="localhost", port=self.daemon.port)
        self.assertEqual((answer["type"], answer["reason"]), ("abort", "reconfigure_successful"))
        wait_until(lambda: self.state(self.thermostat) == "off", "the device again", timeout=60)

    def test_another_device_at_the_address_is_not_taken_for_it(self):
        port = self.daemon.port
        self.daemon.stop()
        with Daemon(port=port) as other:
            wait_until(lambda: self.state(self.thermostat) == "unavailable", "unavailable")
            self.home.post(f"config/config_entries/entry/{self.entry}/reload", {})
            (entry,) = self.home.get("config/config_entries/entry?domain=hearth")
            self.assertEqual(entry["state"], "setup_retry")
            self.assertIn("Another device answers at ", entry["reason"])
            self.assertFalse(other.get_state()["power"])
        self.daemon._asked_port = port
        self.daemon.start()
        self.home.post(f"config/config_entries/entry/{self.entry}/reload", {})
        wait_until(lambda: self.state(self.thermostat) == "off", "the device again", timeout=60)

    def test_a_fault_is_an_event_an_issue_and_a_notification_until_it_is_cleared(self):
        self.home.call("climate.set_temperature", self.thermostat, temperature=50, hvac_mode="heat")
        self.simulate(self.daemon, "element_open")
        event = self.home.one("event")
        wait_until(lambda: self.facts(event).get("event_type") == "fault", "the event")
        self.assertIn("probe", self.facts(event)["text"])
        (issue,) = wait_until(self.home.issues, "the issue")
        self.assertIn("open circuit", issue["translation_placeholders"]["text"])
        (note,) = wait_until(self.home.notifications, "the notification")
        self.assertTrue(note["title"].endswith("the heat has ended"), note)
        with self.assertRaisesRegex(AssertionError, "Hearth refuses: "):
            self.home.ask(
                "call_service", domain="climate", service="set_hvac_mode",
                service_data={"hvac_mode": "heat"}, target={"entity_id": self.thermostat},
            )
        self.simulate(self.daemon, "none")
        wait_until(lambda: self.daemon.get_state()["element"]["condition"] == "good", "a good probe")
        self.home.call("button.press", self.home.one("button", "Clear fault"))
        wait_until(lambda: not self.home.issues(), "no issue")
        self.home.ask("call_service", domain="persistent_notification", service="dismiss_all")

    def test_a_device_that_goes_is_unavailable_and_comes_back(self):
        port = self.daemon.port
        self.daemon.stop()
        wait_until(lambda: self.state(self.thermostat) == "unavailable", "unavailable")
        self.daemon._asked_port = port
        self.daemon.start()
        wait_until(lambda: self.state(self.thermostat) == "off", "the device again", timeout=60)
        told = [line for line in self.home.read("home-assistant.log").splitlines() if "Error requesting" in line]
        self.assertEqual(len(told), 1, told)

    def test_diagnostics_hold_no_secret_and_no_address(self):
        told = json.dumps(self.home.get(f"diagnostics/config_entry/{self.entry}")["data"])
        self.assertIn('"activity"', told)
        self.assertNotIn(self.daemon.get_state()["device"]["id"], told)
        for address in ("127.0.0.1", "localhost"):
            self.assertNotIn(f'"{address}"', told)

    def test_the_same_device_is_added_once(self):
        answer = self.home.step(self.home.begin(), host="127.0.0.1", port=self.daemon.port)
        self.assertEqual((answer["type"], answer["reason"]), ("abort", "already_configured"))

    def test_an_address_where_nobody_or_somebody_else_answers_is_refused(self):
        flow = self.home.begin()
        for port in (1, 8123):
            answer = self.home.step(flow, host="127.0.0.1", port=port)
            self.assertEqual(answer["errors"], {"base": "cannot_connect"})

    def test_unloading_and_loading_again_leaves_all_as_it_was(self):
        before = sorted(self.home.states())
        self.home.post(f"config/config_entries/entry/{self.entry}/reload", {})
        wait_until(lambda: self.state(self.thermostat) == "off", "the device again")
        self.assertEqual(sorted(self.home.states()), before)


class LeaseTests(IntegrationTestCase):
    numbers = {"LEASE": 10, "RENEWAL": 2}

    def test_heat_lasts_while_home_assistant_lives_and_ends_without_it(self):
        daemon = self.enterContext(Daemon())
        self.home.add(daemon)
        thermostat = wait_until(lambda: self.home.one("climate"), "a thermostat")
        self.home.call("climate.set_temperature", thermostat, temperature=45, hvac_mode="heat")
        began = daemon.get_state()["uptime_s"]
        wait_until(lambda: daemon.get_state()["uptime_s"] > began + 12, "more than a term")
        self.assertTrue(daemon.get_state()["power"])
        wait_until(lambda: list((self.home.folder / ".storage").glob("hearth.*")), "a note of the last event")
        os.killpg(self.home.process.pid, signal.SIGKILL)
        wait_until(lambda: not daemon.get_state()["power"], "the end of the heat")
        self.assertEqual(daemon.get_state()["off_reason"], "lease_expired")
        # What happened meanwhile is told.
        self.home.process.wait()
        self.home.start()
        (issue,) = wait_until(self.home.issues, "the issue")
        self.assertIn("silent", issue["translation_placeholders"]["text"])
        (entry,) = self.home.get("config/config_entries/entry?domain=hearth")
        self.home.remove(entry["entry_id"])
        self.assertEqual(list((self.home.folder / ".storage").glob("hearth.*")), [])


class PasswordTests(IntegrationTestCase):
    def test_a_password_is_asked_for_and_a_new_one_again(self):
        daemon = self.enterContext(GuardedDaemon())
        flow = self.home.begin()
        address = {"host": "127.0.0.1", "port": daemon.port}
        self.assertEqual(self.home.step(flow, **address)["errors"], {"base": "password_needed"})
        for wrong in ("wrong", "falsch-ß"):
            answer = self.home.step(flow, **address, password=wrong)
            self.assertEqual(answer["errors"], {"base": "invalid_auth"})
        answer = self.home.step(flow, **address, password=PASSWORD)
        self.assertEqual(answer["type"], "create_entry", answer)
        thermostat = wait_until(
            lambda: next((one for one in self.home.states() if one.startswith("climate.")), None), "a thermostat"
        )
        daemon.access("password", input="another one\n")
        # Asked for at the stream's end, or where the entry is loaded again first.
        self.home.post(f"config/config_entries/entry/{answer['result']['entry_id']}/reload", {})
        (flow,) = wait_until(self.home.flows, "the question for a new password", timeout=60)
        self.assertEqual(flow["context"]["source"], "reauth")
        self.assertEqual(self.home.step(flow["flow_id"], password="wrong")["errors"], {"base": "invalid_auth"})
        answer = self.home.step(flow["flow_id"], password="another one")
        self.assertEqual((answer["type"], answer["reason"]), ("abort", "reauth_successful"))
        wait_until(lambda: self.home.states()[thermostat][0] == "off", "the device again", timeout=60)
        log = self.home.read("home-assistant.log")
        self.assertNotIn(PASSWORD, log)


#: Tells the network of a device, as avahi does for Hearth, with the same library that Home Assistant looks with.
ANNOUNCER = """
import socket, sys, time
from zeroconf import ServiceInfo, Zeroconf
port, identity = int(sys.argv[1]), sys.argv[2]
facts = {"path": "/api/v1", "id": identity, "version": "0.1.0", "name": "PandaBreath", "password": "no"}
info = ServiceInfo(
    "_hearth._tcp.local.", "PandaBreath._hearth._tcp.local.", port=port, properties=facts,
    server="PandaBreath.local.", addresses=[socket.inet_aton(sys.argv[3])],
)
Zeroconf(interfaces=[sys.argv[3]]).register_service(info)
print("told", flush=True)
time.sleep(600)
"""


class DiscoveryTests(IntegrationTestCase):
    def test_a_device_in_the_network_is_offered_and_added(self):
        wire = json.loads(subprocess.run(
            ["ip", "-json", "address", "show", "dev", "wire"], capture_output=True, check=True
        ).stdout)
        address = next(one["local"] for one in wire[0]["addr_info"] if one["family"] == "inet")
        daemon = Daemon()
        daemon.address = address
        with daemon:
            state = json.loads(subprocess.run(
                ["curl", "-s", f"http://{address}:{daemon.port}/api/v1/state"], capture_output=True, check=True
            ).stdout)
            announcer = subprocess.Popen(
                ["chroot", ROOT, "/opt/home-assistant/bin/python", "-c", ANNOUNCER, str(daemon.port),
                 state["device"]["id"], address],
            )
            self.addCleanup(announcer.wait)
            self.addCleanup(announcer.kill)
            (flow,) = wait_until(self.home.flows, "an offer", timeout=60)
            self.assertEqual(flow["context"]["source"], "zeroconf")
            answer = self.home.step(flow["flow_id"])
            self.assertEqual(answer["type"], "create_entry", answer)
            wait_until(lambda: self.home.one("climate"), "a thermostat")


if __name__ == "__main__":
    unittest.main()
