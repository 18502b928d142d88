"""Home Assistant and stock's topics on a real broker, from discovery to the loss of it."""

import json
import pathlib
import re
import socket
import subprocess
import tempfile
import unittest

import jinja2
from broker import Broker, Client
from daemon import REPOSITORY, SIMULATED_BOARD, Daemon, board_with, wait_until
from test_heating import TOO_HOT

ID = "lab1"
BASE = f"hearth/{ID}"
STATE = f"{BASE}/state"
AVAILABILITY = f"{BASE}/availability"
DISCOVERY = f"homeassistant/device/hearth_{ID}/config"
STOCK = f"panda_breath/{ID.upper()}"
#: The shortest lease that there is: 10 s, and a little for everybody to notice.
LEASE = 10


class BrokerTestCase(unittest.TestCase):
    """A broker, a daemon that joined it, and somebody who listens."""

    lines = ()
    password = None

    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.broker = self.enterContext(Broker(password=self.password))
        self.daemon = self.enterContext(Daemon(arguments=self.arguments(*self.lines)))
        self.client = self.enterContext(self.listener())

    def listener(self, **options):
        return Client(self.broker, "hearth/#", "homeassistant/#", "panda_breath/#", **options)

    def arguments(self, *lines, lease=LEASE):
        path = self.broker.configuration(self.folder, f"id: {ID}", f"lease_s: {lease}", *lines)
        return ["--service-file", path]

    def events(self):
        _, _, body = self.daemon.request("GET", "/api/v1/events?limit=100")
        return [event["text"] for event in json.loads(body)["events"]]

    def said(self, words):
        return wait_until(lambda: any(words in event for event in self.events()), f"“{words}”")

    def command(self, name, payload, **options):
        self.client.publish(f"{BASE}/set/{name}", payload, **options)

    def online(self):
        self.client.wait(lambda c: c.newest.get(AVAILABILITY) == "online", "online")
        self.client.wait(lambda c: c.json(STATE).get("chamber"), "a reading")

    def heat(self, target=50):
        self.online()
        self.command("temperature", str(target))
        self.client.wait(lambda c: c.json(STATE).get("target") == target, "the target")
        self.command("mode", "heat")
        self.client.wait(lambda c: c.json(STATE).get("mode") == "heat", "the mode")

    def power(self):
        return self.daemon.get_state()["power"]


class ConversationTests(BrokerTestCase):
    def test_discovery_then_heat_then_off(self):
        self.online()
        discovered = self.client.json(DISCOVERY)
        self.assertEqual(discovered["device"]["identifiers"], [f"hearth_{ID}"])
        self.assertEqual(discovered["components"]["heater"]["max_temp"], 60)
        self.heat(50)
        state = self.daemon.get_state()
        self.assertEqual(state["lease"]["requester"], "home_assistant")
        self.assertEqual((state["mode"], state["target_c"]), ("always_on", 50))
        self.client.wait(lambda c: c.json(STATE).get("action") == "heating", "the action")
        self.client.wait(lambda c: c.json(STATE).get("power", 0) > 0, "power")
        self.command("mode", "off")
        self.client.wait(lambda c: c.json(STATE).get("mode") == "off", "off")
        self.assertFalse(self.power())

    def test_what_has_to_be_retained_is(self):
        self.heat()
        self.command("mode", "off")
        self.client.wait(lambda c: c.json(STATE).get("mode") == "off", "off")
        with self.listener() as late:
            late.wait(lambda c: {STATE, DISCOVERY, AVAILABILITY} <= set(c.newest), "what is kept")
            self.assertEqual(
                {topic for topic, isKept in late.retained.items() if isKept},
                {STATE, DISCOVERY, AVAILABILITY},
            )

    def test_presence_renews_the_lease(self):
        self.heat()
        began = self.daemon.get_state()["uptime_s"]
        wait_until(lambda: self.daemon.get_state()["uptime_s"] > began + 1.5 * LEASE, "15 s")
        self.assertTrue(self.power())

    def test_home_assistant_that_has_gone_ends_the_heat(self):
        self.heat()
        self.client.publish("homeassistant/status", "offline")
        wait_until(lambda: not self.power(), "the end of the lease")
        self.assertEqual(self.daemon.get_state()["off_reason"], "lease_expired")
        self.said("Home Assistant has gone")

    def test_home_assistants_start_brings_another_introduction(self):
        self.online()
        self.client.newest.pop(DISCOVERY)
        self.client.publish("homeassistant/status", "online")
        self.client.wait(lambda c: DISCOVERY in c.newest, "the introduction")

    def test_drying_by_preset(self):
        self.online()
        self.command("preset", "pla")
        self.client.wait(lambda c: c.json(STATE).get("preset") == "pla", "the preset")
        self.command("mode", "dry")
        self.client.wait(lambda c: c.json(STATE).get("drying_remaining", 0) > 700, "the run")
        self.assertEqual(self.client.json(STATE)["target"], 55)


    def test_numbers_are_set_and_told(self):
        self.online()
        for name, value in (
            ("fan_bed_threshold", 35), ("heat_bed_threshold", 95), ("drying_temperature", 48),
            ("drying_hours", 6),
        ):
            self.command(name, str(value))
            self.client.wait(lambda c: c.json(STATE).get(name) == value, name)
        auto, drying = (self.daemon.get_state()[name] for name in ("auto", "drying"))
        self.assertEqual((auto["fan_bed_threshold_c"], auto["heat_bed_threshold_c"]), (35, 95))
        self.assertEqual((drying["custom_target_c"], drying["custom_hours"]), (48, 6))

    def test_a_soak_takes_the_temperature_of_the_message_before(self):
        self.online()
        self.command("temperature", "47")
        self.command("soak", "PRESS")
        self.client.wait(lambda c: c.json(STATE).get("soak") == "waiting", "the soak")
        state = self.daemon.get_state()
        self.assertEqual((state["target_c"], state["lease"]["requester"]), (47, "home_assistant"))

    def test_what_happens_is_an_event_that_nobody_keeps(self):
        self.heat()
        self.client.publish("homeassistant/status", "offline")
        told = self.client.wait(lambda c: c.json(f"{BASE}/event"), "the event")
        self.assertEqual(told["event_type"], "term_ended")
        self.assertIn("went silent", told["text"])
        with self.listener() as late:
            late.wait(lambda c: STATE in c.newest, "what is kept")
            self.assertNotIn(f"{BASE}/event", late.newest)

    def test_its_name_tells_it_from_another_with_the_same_machines_name(self):
        self.online()
        self.assertEqual(self.client.json(DISCOVERY)["device"]["name"], f"PandaBreath {ID}")


class MoonrakerTests(BrokerTestCase):
    """Moonraker's sensor as docs/klipper.md has it, on the messages that are really published."""

    def template(self):
        """The page's template as Moonraker compiles it: its expressions have single braces."""
        page = pathlib.Path(REPOSITORY, "docs", "klipper.md").read_text(encoding="utf-8")
        text = re.search(r"^state_response_template:\n((?:  .*\n)+)", page, re.MULTILINE)[1]
        environment = jinja2.Environment(
            variable_start_string="{", variable_end_string="}", autoescape=False
        )
        environment.filters["fromjson"] = json.loads
        return environment.from_string(text)

    def measured(self):
        results = {}
        payload = self.client.newest[STATE]
        self.template().render(payload=payload, set_result=results.__setitem__)
        return results

    def test_its_sensor_reads_temperature_duty_and_energy(self):
        self.heat()
        self.client.wait(lambda c: c.json(STATE)["duty"] > 0, "a duty")
        state, results = self.client.json(STATE), self.measured()
        self.assertEqual(results.keys(), {"temperature", "duty", "energy"})
        self.assertAlmostEqual(results["temperature"], state["chamber"])
        self.assertGreater(results["duty"], 0)
        self.assertAlmostEqual(results["energy"], state["energy"] / 1000)


class ToldPrinterTests(BrokerTestCase):
    """What a program says of a printer over the broker."""

    printing = {"state": "printing", "bed_target_c": 100, "filament": "ABS", "file": "rat.gcode"}

    def setUp(self):
        super().setUp()
        self.online()

    def bind(self):
        wish = json.dumps({"bind_told": {"name": "Rat"}})
        answer = self.daemon.request("POST", "/api/v1/device", wish, {"Content-Type": "application/json"})
        self.assertEqual(200, answer[0])

    def turn_auto_on(self):
        for wish in ({"mode": "auto"}, {"set_target": 45}, {"power": True}):
            self.assertEqual(200, self.daemon.post_wish(wish)[0])

    def tell(self, report, **options):
        self.command("printer_report", json.dumps(report), **options)

    def printer(self):
        return self.daemon.get_state()["device"]["printer"]

    def set_point_becomes(self, degrees):
        wait_until(lambda: self.daemon.get_state()["set_point_c"] == degrees, f"a set point of {degrees}")

    def test_a_told_print_heats_and_its_end_ends_the_heat(self):
        self.bind()
        self.turn_auto_on()
        self.tell({**self.printing, "age_s": 20})
        self.set_point_becomes(45)
        report = self.printer()["report"]
        self.assertEqual(("printing", "rat.gcode", "ABS"), (report["activity"], report["file"], report["filament"]))
        self.tell({"state": "failed"})
        self.set_point_becomes(None)
        self.assertEqual("No print is running", self.daemon.get_state()["auto_reason"]["text"])

    def test_a_report_that_the_broker_has_kept_is_none(self):
        self.bind()
        self.tell(self.printing, retain=True)
        wait_until(lambda: self.printer()["link"] == "connected", "the report")
        self.daemon.stop()
        self.daemon.start()
        self.said("nobody knows how old it is")
        self.turn_auto_on()
        self.assertEqual(("connecting", None), (self.printer()["link"], self.printer()["report"]))
        self.assertIsNone(self.daemon.get_state()["set_point_c"])
        self.tell(self.printing)
        self.set_point_becomes(45)

    def test_a_report_of_a_minute_is_refused(self):
        self.bind()
        self.turn_auto_on()
        self.tell({**self.printing, "age_s": 60})
        self.said("that is a minute old")
        self.assertEqual("connecting", self.printer()["link"])

    def test_without_such_a_printer_nothing_is_taken(self):
        self.tell(self.printing)
        self.said("hearth printer bind told NAME")
        self.assertEqual("unbound", self.printer()["link"])


class LossTests(BrokerTestCase):
    def test_a_broker_that_is_killed_ends_the_heat_and_is_found_again(self):
        self.heat()
        self.broker.kill()
        wait_until(lambda: not self.power(), "the end of the lease")
        self.assertEqual(self.daemon.get_state()["off_reason"], "lease_expired")
        self.said("was lost")
        self.broker.start()
        self.client.wait(lambda c: c.json(STATE).get("mode") == "off", "the state again")
        self.client.wait(lambda c: c.newest.get(AVAILABILITY) == "online", "online again")
        self.assertFalse(self.power())

    def test_a_command_that_the_broker_kept_never_heats(self):
        self.online()
        self.daemon.stop()
        self.client.wait(lambda c: c.newest.get(AVAILABILITY) == "offline", "offline")
        self.command("mode", "heat", retain=True)
        self.daemon.start()
        self.said("that the broker had kept")
        self.assertFalse(self.power())

    def test_a_daemon_that_is_killed_is_offline(self):
        self.online()
        self.daemon.kill()
        self.client.wait(lambda c: c.newest.get(AVAILABILITY) == "offline", "the last will")

    def test_whoever_commands_may_vanish_in_the_middle(self):
        self.online()
        with socket.create_connection(("127.0.0.1", self.broker.port)) as stranger:
            # CONNECT, then half of a PUBLISH (MQTT 3.1.1, sections 3.1 and 3.3), then nobody.
            stranger.sendall(b"\x10\x0d\x00\x04MQTT\x04\x02\x00\x3c\x00\x01x")
            stranger.recv(4)
            topic = f"{BASE}/set/mode".encode()
            head = bytes([0x30, len(topic) + 6, 0, len(topic)]) + topic
            stranger.sendall(head + b"he")
        self.command("temperature", "41")
        self.client.wait(lambda c: c.json(STATE).get("target") == 41, "a command of somebody else")
        self.assertFalse(self.power())


class NonsenseTests(BrokerTestCase):
    lines = ("stock_topics: yes",)

    def online(self):
        self.client.wait(lambda c: c.newest.get(f"{STOCK}/availability") == "online", "online")
        self.client.wait(lambda c: c.json(STATE).get("chamber"), "a reading")

    def test_garbage_changes_nothing_and_is_said_once(self):
        self.online()
        before = self.daemon.get_state()
        for payload in (b"\xff\xfe", b"", b"nan", b"1e999", b"HEAT", b"{" * 500, b"x" * 300_000):
            for topic in ("mode", "temperature", "preset", "clear_fault", "calibrate"):
                self.client.publish(f"{BASE}/set/{topic}", payload)
            self.client.publish(f"{STOCK}/command", payload)
        self.said("Ignored the command")
        after = self.daemon.get_state()
        for key in ("power", "mode", "target_c", "drying"):
            self.assertEqual(before[key], after[key])
        self.assertEqual(1, sum("Ignored the command" in event for event in self.events()))

    def test_a_flood_is_cut_and_off_gets_through_after_it(self):
        self.heat()
        for number in range(2_000):
            self.client._client.publish(f"{BASE}/set/temperature", str(20 + number % 30))
        self.said("Too many commands")
        wait_until(self.turned_off, "off")

    def turned_off(self):
        self.command("mode", "off")
        return not self.power()

    def test_stocks_topics(self):
        self.online()
        self.client.publish(f"{STOCK}/command", json.dumps({"target_temp": 44}))
        self.client.wait(lambda c: c.json(f"{STOCK}/state").get("target_temp") == 44, "the target")
        self.client.publish(f"{STOCK}/command", json.dumps({"work_on": "ON", "mode": "power on"}))
        self.client.wait(lambda c: c.json(f"{STOCK}/state").get("work_on") == "ON", "on")
        self.assertEqual(self.client.json(f"{STOCK}/state")["mode"], "power on")
        self.assertEqual(self.daemon.get_state()["lease"]["requester"], "home_assistant")
        while not self.client.messages.empty():
            self.client.messages.get()
        seen = self.daemon.get_state()["uptime_s"]
        wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 5, "five seconds")
        states = sum(t == f"{STOCK}/state" for t, _ in list(self.client.messages.queue))
        self.assertGreaterEqual(states, 8)
        self.client.publish(f"{STOCK}/command", json.dumps({"work_on": "OFF"}))
        self.client.wait(lambda c: c.json(f"{STOCK}/state").get("work_on") == "OFF", "off")


class FaultTests(BrokerTestCase):
    def test_a_fault_is_told_and_cleared_by_the_button(self):
        self.online()
        self.daemon.stop()
        self.daemon.board = str(board_with(self.folder, **TOO_HOT))
        self.daemon.start()
        self.client.wait(lambda c: c.json(STATE).get("problem") == "ON", "the fault")
        self.assertTrue(self.client.json(STATE)["fault"].startswith("Too hot"))
        self.command("mode", "heat")
        self.command("temperature", "33")
        self.client.wait(lambda c: c.json(STATE).get("target") == 33, "a later command's effect")
        self.assertFalse(self.power())
        self.daemon.stop()
        self.daemon.board = str(SIMULATED_BOARD)
        self.daemon.start()
        self.online()
        self.assertEqual(self.client.json(STATE)["problem"], "ON")
        self.command("clear_fault", "PRESS")
        self.client.wait(lambda c: c.json(STATE).get("problem") == "OFF", "no fault")
        self.assertFalse(self.power())


class PasswordTests(BrokerTestCase):
    password = "sesame-0815"

    def arguments(self, *lines, lease=LEASE):
        secret = pathlib.Path(self.folder, "secret")
        secret.write_text("wrong-4711\n")
        return super().arguments("user: heater", f"password_file: {secret}", *lines, lease=lease)

    def listener(self, **options):
        return super().listener(username="heater", password=self.password, **options)

    def test_a_refused_password_is_said_without_it_and_a_right_one_helps(self):
        self.said("refuses this device")
        told = self.daemon.log + str(self.events()) + str(self.daemon.get_state())
        self.assertNotIn("wrong-4711", told)
        pathlib.Path(self.folder, "secret").write_text(self.password + "\n")
        self.daemon.stop()
        self.daemon.start()
        self.online()
        self.assertNotIn(self.password, self.daemon.log)


class EncryptionTests(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())
        self.openssl(
            "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Authority", "-days", "2",
        )

    def openssl(self, *words):
        subprocess.run(["openssl", *words], cwd=self.folder, check=True, capture_output=True)

    def certificate(self, name, subject_alternative):
        """A key and a certificate of the authority's."""
        self.openssl(
            "req", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
            "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", f"/CN={name}",
        )
        extension = pathlib.Path(self.folder, "extension")
        extension.write_text(f"subjectAltName={subject_alternative}\n")
        self.openssl(
            "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
            "-CAcreateserial", "-out", f"{name}.pem", "-days", "2", "-extfile", "extension",
        )

    def run_against(self, subject_alternative, words):
        """Whether a broker with this name in its certificate leads to an event with these words."""
        self.certificate("broker", subject_alternative)
        self.certificate("heater", "DNS:heater")
        tls = [
            f"cafile {self.folder}/ca.pem", f"certfile {self.folder}/broker.pem",
            f"keyfile {self.folder}/broker.key", "require_certificate true",
        ]
        with Broker(lines=tls) as broker:
            path = broker.configuration(
                self.folder, "tls: yes", f"ca: {self.folder}/ca.pem",
                f"certificate: {self.folder}/heater.pem", f"key: {self.folder}/heater.key",
            )
            with Daemon(arguments=["--service-file", path]) as daemon:
                wait_until(lambda: words in daemon.log, words)

    def test_both_sides_show_certificates(self):
        self.run_against("IP:127.0.0.1", "Connected to the MQTT broker")

    def test_a_certificate_for_another_name_is_not_believed(self):
        self.run_against("DNS:elsewhere,IP:192.0.2.1", "is not trusted")


class LeavingTests(BrokerTestCase):
    def test_turned_off_it_takes_along_all_that_the_broker_keeps(self):
        self.online()
        self.daemon.stop()
        self.daemon.arguments = [*map(str, self.arguments("home_assistant: no"))]
        self.daemon.start()
        self.said("Removed this device")
        with self.listener() as late:
            late.publish("hearth/end", "now")
            late.wait(lambda c: "hearth/end" in c.newest, "the end of what is kept")
            self.assertEqual({"hearth/end"}, set(late.newest))

    def test_turned_off_and_removed_it_connects_no_more(self):
        self.online()
        self.daemon.stop()
        self.daemon.arguments = [*map(str, self.arguments("home_assistant: no"))]
        self.daemon.start()
        memory = pathlib.Path(self.daemon.state_directory, "mqtt-topics")
        wait_until(lambda: memory.read_text() == "", "the memory of nothing")
        self.said("Removed this device")
        connections = sum("Connected to the MQTT broker" in event for event in self.events())
        self.daemon.stop()
        with Client(self.broker, "#") as watcher:
            self.daemon.start()
            seen = self.daemon.get_state()["uptime_s"]
            wait_until(lambda: self.daemon.get_state()["uptime_s"] > seen + 3, "three seconds")
            watcher.publish("end", "now")
            watcher.wait(lambda c: "end" in c.newest, "the end")
            self.assertEqual({"end"}, set(watcher.newest))
        self.assertEqual(
            connections, sum("Connected to the MQTT broker" in event for event in self.events())
        )

    def test_another_id_and_prefix_leave_nothing_of_the_old_ones(self):
        self.online()
        self.daemon.stop()
        path = self.broker.configuration(self.folder, "id: lab2", "topic_prefix: house")
        self.daemon.arguments = ["--service-file", str(path)]
        self.daemon.start()
        memory = pathlib.Path(self.daemon.state_directory, "mqtt-topics")
        new = {
            "homeassistant/device/hearth_lab2/config", "house/lab2/state", "house/lab2/availability",
        }
        wait_until(lambda: set(memory.read_text().split()) == new, "the memory of the new topics")
        with Client(self.broker, "#") as late:
            late.publish("end", "now")
            late.wait(lambda c: "end" in c.newest, "the end of what is kept")
            kept = {topic for topic, isKept in late.retained.items() if isKept}
            self.assertEqual(new, kept)


class SameClientTests(BrokerTestCase):
    def test_two_devices_with_one_client_id_are_told_of_it(self):
        self.online()
        with Daemon(arguments=self.arguments()) as other:
            words = f'another device connects as "hearth-{ID}" too'
            wait_until(lambda: words in other.log or words in self.daemon.log, words)
            other.stop()


if __name__ == "__main__":
    unittest.main()
