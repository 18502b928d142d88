"""What other devices say reaches no terminal, log, event, label or metric as more than text: networks,
printers, hubs, servers of the device link, and clients of a broker."""

import contextlib
import json
import pathlib
import re
import socket
import ssl
import sys
import tempfile
import threading
import unittest

from broker import Broker, Client
from bus import Bus, access_point
from daemon import REPOSITORY, Daemon, wait_until
from test_bambu import PORT, bambu, free_address
from page import CHROMIUM, start_browser
from test_strangers_text import NAME, NASTY, found, on_a_terminal

sys.path.insert(0, str(REPOSITORY / "lab" / "links"))
sys.path.insert(0, str(REPOSITORY / "lab" / "printers"))

# pylint: disable=wrong-import-position
from hub import Hub, control, set_parameter  # noqa: E402
from moonraker import Moonraker  # noqa: E402
from server import Server  # noqa: E402

#: As long as a network's name may be.
NETWORK = NASTY.encode()[:30].decode(errors="ignore")

COMMANDS = (
    ["status"], ["status", "--json"], ["events"], ["printer", "status"], ["network", "status"],
    ["network", "scan"], ["update", "slots"], ["access", "list"], ["doctor"],
)

#: All that a person is shown or read out by the page, hidden parts too.
SHOWN = """
const words = [document.title, document.body.textContent];
for (const element of document.querySelectorAll('*')) {
  for (const name of ['aria-label', 'title', 'placeholder', 'alt']) {
    if (element.hasAttribute(name)) words.push(element.getAttribute(name));
  }
}
return words.join(' ');
"""


def shown_by_the_page(browser, daemon, wanted):
    """The page's words, once those in `wanted` are among them; its own line ends are blanks."""
    browser.get(daemon.url + "/hearth/")

    def words():
        text = re.sub(r"\s*\n\s*", " ", browser.execute_script(SHOWN))
        return all(word in text for word in wanted) and text

    try:
        return wait_until(words, f"a page with {wanted}")
    except AssertionError as error:
        raise AssertionError(f"{error}; it reads {browser.execute_script(SHOWN)!r}") from None


class StrangersTestCase(unittest.TestCase):
    """What comes in, and all ways out."""

    def events(self):
        return self.daemon.request("GET", "/api/v1/events?limit=200")[2].decode()

    def has_event(self, text):
        wait_until(lambda: text in self.events(), f"an event: {text}; there are {self.events()}")

    def post(self, wish):
        headers = {"Content-Type": "application/json"}
        status, _, body = self.daemon.request("POST", "/api/v1/device", json.dumps(wish), headers)
        self.assertEqual(status, 200, body)

    def assert_nothing_comes_out(self, *wanted):
        """Looks at every way out; `wanted` has to be on the page."""
        for words in COMMANDS:
            with self.subTest(words):
                printed = on_a_terminal(*words, "--host", self.daemon.host)
                self.assertTrue(printed)
                self.assertEqual(found(printed), [], printed)
        places = {
            "log": self.daemon.log, "events": self.events(),
            "metrics": self.daemon.request("GET", "/metrics")[2].decode(),
            "state": self.daemon.request("GET", "/api/v1/state")[2].decode(),
        }
        for place, text in places.items():
            with self.subTest(place):
                self.assertTrue(text)
                self.assertEqual(found(text), [], text)
        for event in json.loads(self.events())["events"]:
            self.assertEqual(found(event.get("text", "")), [], event)
        if CHROMIUM:
            browser = start_browser()
            self.addCleanup(browser.quit)
            text = shown_by_the_page(browser, self.daemon, wanted)
            self.assertEqual(found(text), [], text)


class LinksTests(StrangersTestCase):
    """Networks, a Klipper printer, a hub, a server and a broker, all of one daemon."""

    def setUp(self):
        bus = self.enterContext(Bus())
        bus.run("networkmanager", air=[access_point(NETWORK, "", 70), access_point("Home", "", 60)])
        self.broker = self.enterContext(Broker())
        self.hub = self.enterContext(Hub())
        self.server = self.enterContext(Server())
        self.printer = self.enterContext(Moonraker())
        folder = self.enterContext(tempfile.TemporaryDirectory())
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(
            f"[mqtt]\nbroker: 127.0.0.1\nport: {self.broker.port}\nid: lab1\n"
            f"[reefnet]\nhub: {self.hub.url}\nheat: yes\nlease_s: 10\n"
            f"[device-link]\nserver: {self.server.url}\n[network]\nmanage: yes\n",
            encoding="utf-8",
        )
        self.daemon = Daemon(arguments=["--service-file", service])
        self.daemon.bus_address = bus.address
        self.enterContext(self.daemon)

    def test_nothing_of_what_they_say_comes_out(self):
        self.hear_networks()
        self.hear_the_printer()
        self.hear_the_hub()
        self.hear_the_server()
        self.hear_the_broker()
        # The file's name, the network's and the printer's, with what was taken out.
        self.assert_nothing_comes_out("a�[31mb", "benchy�h�i�j�k�l", "Shop�h")

    def hear_networks(self):
        self.post({"scan_networks": True})
        wait_until(
            lambda: NETWORK in self.daemon.get_state()["device"]["network"]["found"], "the network"
        )

    def hear_the_printer(self):
        name = "Shop" + NAME[1:]
        self.post({"bind_klipper": {"address": "127.0.0.1", "port": self.printer.port, "name": name}})
        printer = lambda: self.daemon.get_state()["device"]["printer"]  # noqa: E731
        wait_until(lambda: printer()["link"] == "connected", "the printer")
        self.printer.start_print(file=NASTY)
        wait_until(lambda: (printer()["report"] or {}).get("activity") == "printing", "a print")
        self.printer.stop_klippy("error", NASTY)
        wait_until(lambda: printer()["trouble"], "trouble")
        self.printer.start_klippy()
        self.printer.start_print(file="benchy" + NAME[1:] + ".gcode")
        wait_until(lambda: "benchy" in ((printer()["report"] or {}).get("file") or ""), "the file")

    def hear_the_hub(self):
        self.hub.wait(lambda hub: hub.received, "a first frame")
        for frame in (
            set_parameter(NASTY, 1.0), set_parameter("setpoint_c", NASTY), control(NASTY), NASTY,
            control("set_param", parameters={NASTY: NASTY}), {"type": NASTY}, {NASTY: NASTY},
            {"type": "set_param", "param": NASTY, "value": NASTY}, {"protocol": NASTY, "type": "control"},
        ):
            self.hub.send(frame)
        self.has_event("reefnet hub")

    def hear_the_server(self):
        self.server.wait(lambda server: server.received, "a handshake")
        self.server.ask(NASTY)
        for name in (NASTY, "Attic" + NAME[1:], ""):
            self.server.ask("set_device_name", device_name=name)
        self.server.ask("set_wifi", ssid=NASTY, password=NASTY)
        self.server.ask("set_ws_url", url=NASTY)
        self.server.ask("request_ota", size=5, version=NASTY, name=NASTY, sha256=NASTY)
        self.server.send(NASTY)
        self.has_event("was ignored")

    def hear_the_broker(self):
        with Client(self.broker, "hearth/#") as client:
            client.wait(lambda c: c.newest.get("hearth/lab1/availability") == "online", "online")
            for topic in ("mode", "temperature", "preset", "clear_fault", "calibrate"):
                client.publish(f"hearth/lab1/set/{topic}", NASTY)
            client.publish("hearth/lab1/heartbeat", NASTY)
            client.publish("homeassistant/status", NASTY)
            client.publish("panda_breath/LAB1/command", json.dumps({NASTY: NASTY}))
            client.publish("panda_breath/LAB1/command", NASTY)
            # Commands are taken in order: what came before this has been looked at.
            client.publish("hearth/lab1/set/temperature", "43")
            wait_until(lambda: self.daemon.get_state()["target_c"] == 43, "the last command")
        self.has_event("MQTT")


class BambuTests(StrangersTestCase):
    def test_nothing_of_what_a_printer_says_comes_out(self):
        printer = self.enterContext(bambu.Printer(address=free_address(), port=PORT))
        self.daemon = self.enterContext(Daemon())
        binding = {
            "address": printer.address, "serial": printer.serial, "access_code": bambu.ACCESS_CODE,
            "name": "Corner" + NAME[1:],
        }
        self.post({"bind_bambu": binding})
        report = lambda: self.daemon.get_state()["device"]["printer"]["report"] or {}  # noqa: E731
        wait_until(report, "a report")
        printer.print_with(95.0)
        tray = dict.fromkeys(("tray_type", "tray_color", "tray_sub_brands", "tray_info_idx"), NASTY)
        # One by one: what is not understood may take along what it came with.
        for values in (
            {"gcode_file": NASTY}, {"print_type": NASTY}, {"stg_cur": NASTY}, {"print_error": NASTY},
            {"hms": [{"attr": NASTY, "code": NASTY}]}, {"gcode_state": NASTY},
            {"ams": {"ams": [{"id": "0", "tray": [{"id": "0", **tray}]}]}}, {"vt_tray": tray},
        ):
            printer.change(**values)
        printer.say({"print": {"command": NASTY, "result": NASTY, "reason": NASTY}})
        printer.say({NASTY: {"command": NASTY}})
        printer.say(NASTY.encode())
        printer.change(gcode_state="RUNNING", subtask_name="benchy" + NASTY, mc_percent=7)
        wait_until(lambda: report().get("progress") == 0.07, "the last of it")
        self.assert_nothing_comes_out("Corner�h�i�j�k�l")


class CertificateTests(StrangersTestCase):
    """A broker's certificate holds a name that somebody else chose."""

    def test_the_name_in_a_certificate_is_shown_as_text(self):
        folder = self.enterContext(tempfile.TemporaryDirectory())
        made = bambu.Certificates(pathlib.Path(folder))
        key, chain = made.make("x" + NASTY)[:2]
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain, key)
        listener = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        threading.Thread(target=answer_with, args=(listener, context), daemon=True).start()
        service = pathlib.Path(folder, "hearth.conf")
        service.write_text(
            f"[mqtt]\nbroker: 127.0.0.1\nport: {listener.getsockname()[1]}\nid: lab1\ntls: yes\n"
            f"ca: {made.authority}\n", encoding="utf-8",
        )
        self.daemon = self.enterContext(Daemon(arguments=["--service-file", service]))
        self.has_event("certificate")
        self.assert_nothing_comes_out()


def answer_with(listener, context):
    """Shakes hands with each who comes, and hangs up."""
    while True:
        try:
            client, _ = listener.accept()
        except OSError:
            return
        with contextlib.suppress(OSError), context.wrap_socket(client, server_side=True) as encrypted:
            encrypted.recv(1)


if __name__ == "__main__":
    unittest.main()
