"""Klipper's and Moonraker's lines of the documents: read as these read them, and what their macros send tried
on a daemon at the address that the lines name. Neither program is on a registry; docs/klipper.md says so."""

import configparser
import ipaddress
import json
import re
import unittest
import urllib.request

import jinja2
from daemon import Daemon, wait_until
from documents import blocks_of
from machine import enter_own_machine
from panda import Panda

NAMES = dict.fromkeys(("PandaBreath.local", "mainsail.local"), "127.0.0.1")
#: What Klipper's macros are written in: its own delimiters.
MACROS = jinja2.Environment("{%", "%}", "{", "}", undefined=jinja2.StrictUndefined)


def setUpModule():
    if not enter_own_machine(NAMES):
        raise unittest.SkipTest("needs root, and namespaces of its own")


def read(text, **options):
    """A file as both programs read it: `;` and `#` begin a comment in any place."""
    parser = configparser.RawConfigParser(
        strict=False, inline_comment_prefixes=(";", "#"), empty_lines_in_values=False, **options
    )
    parser.read_string(text)
    return parser


class Params(dict):
    """A macro's parameters: those that were not given are undefined."""

    def __getattr__(self, name):
        return self.get(name, jinja2.Undefined(name=name))


class KlipperTests(unittest.TestCase):
    """All printer.cfg parts are one file, as a reader would have them."""

    def setUp(self):
        self.config = read("\n".join(block.text for block in blocks_of("ini printer.cfg")))
        self.module = self.config["panda_breath"]
        self.daemon = self.enterContext(Daemon(port=self.module.getint("port")))

    def heater(self):
        names = [name for name in self.config.sections() if name.startswith("heater_generic ")]
        self.assertEqual(len(names), 1)
        return names[0]

    def rendered(self, macro, **params):
        lines = MACROS.from_string(self.config[f"gcode_macro {macro}"]["gcode"]).render(params=Params(params))
        return [line.strip() for line in lines.splitlines() if line.strip()]

    def send(self, line):
        """Does with a line what Klipper and the module do; returns the target that was sent."""
        command, *words = re.findall(r'(?:[^\s"]|"[^"]*")+', line)
        values = {key: value.strip('"') for key, value in (word.split("=") for word in words)}
        if command == "TEMPERATURE_WAIT":
            self.assertEqual(values["SENSOR"], self.heater())
            self.assertGreater(float(values["MINIMUM"]), 0)
            return None
        self.assertEqual(command, "SET_HEATER_TEMPERATURE")
        self.assertEqual("heater_generic " + values["HEATER"], self.heater())
        target = float(values["TARGET"])
        limits = self.config[self.heater()]
        self.assertTrue(target == 0 or limits.getfloat("min_temp") <= target < limits.getfloat("max_temp"))
        with Panda(self.daemon) as client:
            if target == 0:
                client.send({"settings": {"work_on": False}})
            else:
                client.send({"settings": {"work_mode": 2}})
                client.send({"settings": {"set_temp": target, "target_temp": target}})
                client.send({"settings": {"work_on": True}})
            client.peer_settles()
        return target

    def shows(self, target):
        wait_until(lambda: self.daemon.get_state()["power"] == (target > 0), f"power at {target} °C")
        if target:
            self.assertEqual(self.daemon.get_state()["target_c"], target)

    def test_the_sections_are_what_klipper_asks_of_them(self):
        heater = self.config[self.heater()]
        chip, _, pin = heater["heater_pin"].partition(":")
        self.assertEqual((chip, pin, heater["sensor_type"]), ("panda_breath", "pwm", "panda_breath"))
        self.assertEqual(heater["control"], "watermark")
        self.assertGreater(heater.getfloat("max_delta"), 0)
        highest = self.daemon.get_state()["highest_target_c"]
        self.assertEqual(heater.getfloat("max_temp"), highest + 10)
        self.assertIn("verify_heater " + self.heater().split()[1], self.config)
        for value in self.config["verify_heater panda_breath"].values():
            self.assertGreater(float(value), 0)

    def test_the_module_s_address_is_the_daemon_s(self):
        url = f"http://{self.module['host']}:{self.module['port']}/api/v1/version"
        with urllib.request.urlopen(url, timeout=10) as answer:
            self.assertIn("version", json.loads(answer.read()))

    def test_the_lines_to_try_heat_and_turn_off(self):
        for block in blocks_of("gcode"):
            targets = [self.send(line) for line in block.text.splitlines()]
            self.assertEqual([targets[0] > 0, targets[-1]], [True, 0.0])
            self.shows(0)
            self.send(block.text.splitlines()[0])
            self.shows(targets[0])

    def test_each_macro_heats_waits_and_turns_off(self):
        macros = [name.split()[1] for name in self.config.sections() if name.startswith("gcode_macro ")]
        self.assertEqual(set(macros), {"M141", "M191"})
        for macro in macros:
            with self.subTest(macro):
                for line in self.rendered(macro, S="45"):
                    self.send(line)
                self.shows(45)
                for params in ({"S": "0"}, {}):
                    lines = self.rendered(macro, **params)
                    self.assertEqual([self.send(line) for line in lines], [0.0])
                    self.shows(0)
        self.assertEqual(len(self.rendered("M191", S="45")), 2)


class MoonrakerTests(unittest.TestCase):
    """The sensor's template is rendered on real messages in test_homeassistant.py."""

    #: What a section must name.
    NEEDED = {
        "mqtt": {"address"}, "sensor": {"type", "state_topic", "state_response_template"},
        "webcam": {"service", "stream_url"}, "authorization": {"trusted_clients"},
        "update_manager": {"type", "path", "origin", "managed_services"},
    }

    def sections(self):
        for block in blocks_of("ini moonraker.conf"):
            config = read(block.text, delimiters=(":", "="))
            for name in config.sections():
                yield block.place, name, config[name]

    def test_each_section_has_what_moonraker_asks_of_it(self):
        seen = 0
        for place, name, section in self.sections():
            with self.subTest(place=place, name=name):
                seen += 1
                self.assertLessEqual(self.NEEDED[name.split()[0]], set(section))
        self.assertGreaterEqual(seen, 4)

    def test_every_address_is_one(self):
        for place, name, section in self.sections():
            with self.subTest(place=place, name=name):
                if name == "mqtt":
                    ipaddress.ip_address(section["address"])
                if name == "authorization":
                    trusted = section["trusted_clients"].split()
                    self.assertTrue(trusted)
                    for address in trusted:
                        ipaddress.ip_network(address)

    def test_the_parameters_are_those_that_the_template_sets(self):
        for place, name, section in self.sections():
            if not name.startswith("sensor "):
                continue
            told = set(re.findall(r'set_result\("(\w+)"', section["state_response_template"]))
            parameters = {key.removeprefix("parameter_") for key in section if key.startswith("parameter_")}
            self.assertEqual(told, parameters, place)
            for key in section:
                if key.startswith("history_field_"):
                    field = dict(line.split("=", 1) for line in section[key].split("\n") if line)
                    self.assertIn(field["parameter"], told, place)
                    self.assertEqual(field["strategy"], "delta")

    def test_the_page_of_the_webcam_is_there(self):
        with Daemon(port=80):
            for place, name, section in self.sections():
                if name.startswith("webcam "):
                    self.assertEqual(section["service"], "iframe")
                    with urllib.request.urlopen(section["stream_url"], timeout=10) as answer:
                        self.assertIn(b"<html", answer.read().lower(), place)


if __name__ == "__main__":
    unittest.main()
