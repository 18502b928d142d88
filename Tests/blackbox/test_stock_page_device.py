"""The stock page's controls for what is around the chamber: networks, printers, updates.

Each leads to the real outcome, against stand-ins of NetworkManager, of a Bambu printer and of Moonraker.
"""

import contextlib
import pathlib
import socket
import sys

from bundles import Workshop
from bus import Bus
from daemon import REPOSITORY, lasting_port, wait_until
from stockpage import BehindPassword, StandInTestCase
from test_bambu import PORT, free_address
from test_network import AIR, HOME_PASSWORD, PASSWORD as AIR_PASSWORD

sys.path.append(str(pathlib.Path(REPOSITORY, "lab", "printers")))
import bambu  # noqa: E402: its folder has to be on the path first
from moonraker import Moonraker  # noqa: E402


class NetworkTests(StandInTestCase):
    service = "[network]\nmanage: yes\nannounce: no\ntrial_s: 600\n"

    def setUp(self):
        self.bus = self.enterContext(Bus())
        self.bus.run("networkmanager", air=AIR, joined="Home", joined_password=HOME_PASSWORD)
        self.bus.run("hostnamed")
        daemon = self.make_daemon()
        daemon.bus_address = self.bus.address
        self.daemon = self.enterContext(daemon)
        self.open_page()
        self.network_becomes("connected", "Home")
        self.wait_for_text("station", "^3$")

    def network_becomes(self, state, name):
        self.device_becomes(f"{state} to {name}", lambda device: (
            (device["network"]["state"], device["network"]["name"]) == (state, name)))

    def join(self, name, password):
        self.set("ssid", name)
        self.set("wifi_password", password)
        self.press("join")

    def test_networks_are_found_and_one_is_joined(self):
        self.press("wifi_scan")
        # Those with a name that can be shown, each once.
        self.wait_for_text("wifi_state", "^found 7$")
        self.join("Workshop", AIR_PASSWORD)
        self.network_becomes("connected", "Workshop")
        self.wait_for_text("station", "^3$")

    def test_a_wrong_password_is_shown_and_the_network_before_comes_back(self):
        self.join("Workshop", "not the password")
        self.wait_for_text("station", "^5$")
        self.network_becomes("connected", "Home")
        self.wait_for_text("station", "^3$")

    def test_the_hotspot_is_set_up_and_switched(self):
        self.set("ap_ssid", "Chamber")
        self.set("ap_password", "also long enough")
        self.press("set_ap")
        self.responds("set_ap 1")
        self.set("ap_ip", "no address")
        self.press("set_ip")
        self.responds("set_hotspot_ip 0")
        self.set("ap_ip", "192.168.99.1")
        self.press("set_ip")
        self.responds("set_hotspot_ip 1")
        self.assertNotIn("hotspot", [row[0] for row in self.bus.profiles], "it is off")
        self.press("hotspot")
        row = ["hotspot", "Chamber", "True", "wpa-psk", "also long enough", "shared"]
        wait_until(lambda: row[:2] in [one[:2] for one in self.bus.profiles], "the hotspot is on")
        self.assertIn(row[3:], [one[3:] for one in self.bus.profiles])
        self.device_becomes("on", lambda device: device["hotspot"]["on"])
        self.wait_for_text("hotspot_state", "^1$")
        self.press("hotspot")
        self.device_becomes("off", lambda device: not device["hotspot"]["on"])
        self.wait_for_text("hotspot_state", "^0$")
        wait_until(lambda: "hotspot" not in [one[0] for one in self.bus.profiles], "it is forgotten")

    def test_the_device_is_renamed(self):
        self.set("hostname", "chamber-2")
        self.press("set_hostname")
        self.responds("set_hostname 1")
        self.device_becomes("the name", lambda device: device["hostname"] == "chamber-2")


class NetworkBehindPasswordTests(BehindPassword, NetworkTests):
    pass


class PrinterTests(StandInTestCase):
    def setUp(self):
        self.daemon = self.enterContext(self.make_daemon())
        self.open_page()

    def bind_bambu(self, printer, code):
        self.set("printer_name", "X1")
        self.set("printer_sn", printer.serial)
        self.set("printer_code", code)
        self.set("printer_ip", printer.address)
        self.press("bind")

    def choose_klipper(self):
        self.press("klipper")
        self.responds("printer_type 1")
        self.device_becomes("Klipper", lambda device: device["printer"]["kind"] == "klipper")

    def bind_klipper(self, port):
        self.set("printer_name", "Voron")
        self.set("printer_ip", "127.0.0.1")
        self.set("printer_port", port)
        self.press("bind")

    def test_a_bambu_printer_is_bound_shown_and_unbound(self):
        printer = self.enterContext(bambu.Printer(address=free_address(), port=PORT))
        self.bind_bambu(printer, "00000000")
        self.wait_for_text("printer_state", "^6$")
        self.bind_bambu(printer, bambu.ACCESS_CODE)
        self.wait_for_text("printer_state", "^3$")
        printer.print_with(100.0)
        self.state_becomes("its bed", lambda state: (state["bed"] or {}).get("target_c") == 100)
        self.press("unbind")
        self.wait_for_text("printer_state", "^[01]$")
        self.device_becomes("no binding", lambda device: device["printer"]["link"] == "unbound")

    def test_a_klipper_printer_is_found_bound_shown_and_unbound(self):
        printer = self.enterContext(Moonraker())
        self.choose_klipper()
        self.set("scan_port", printer.port)
        self.press("printer_scan")
        wait_until(lambda: self.find("printers").is_displayed(), "what the search found")
        self.assertEqual(self.text("printer_list"), "voron 127.0.0.1")
        self.press("printers_close")
        self.bind_klipper(printer.port)
        self.wait_for_text("printer_state", "^3$")
        self.press("unbind")
        self.wait_for_text("printer_state", "^0$")
        self.press("bambu")
        self.device_becomes("Bambu", lambda device: device["printer"]["kind"] == "bambu")

    def test_the_page_gives_up_a_binding_that_comes_to_nothing(self):
        """After 60 s, as the stock page does; the browser's clock is told to be faster."""
        silent = self.enterContext(socket.create_server(("127.0.0.1", 0)))
        self.choose_klipper()
        self.browser.execute_script(
            "const wait = window.setTimeout;"
            "window.setTimeout = (done, delay) => wait(done, delay === 60000 ? 1500 : delay);"
        )
        self.bind_klipper(silent.getsockname()[1])
        self.wait_for_text("printer_state", "^2$")
        self.wait_for_text("printer_state", "^0$")
        self.device_becomes("no binding", lambda device: device["printer"]["link"] == "unbound")


class PrinterBehindPasswordTests(BehindPassword, PrinterTests):
    pass


class UpdateTests(StandInTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop = cls.enterClassContext(contextlib.closing(Workshop()))
        cls.service = f"[update]\nkeys: {cls.workshop.keys}\ntrial_s: 10\n"
        # The page finds it again after the restart.
        cls.options = {"port": lasting_port(), "arguments": ["--slots"]}

    def setUp(self):
        self.daemon = self.enterContext(self.make_daemon())
        self.open_page()

    def update(self, content):
        """Chooses a file on the page and uploads it."""
        path = pathlib.Path(self.daemon.files, "update.bin")
        path.write_bytes(content)
        self.find("file").send_keys(str(path))
        self.press("update")

    def runs(self, version):
        with contextlib.suppress(OSError, AssertionError):
            state = self.daemon.get_state()
            return state["version"] == version and not state["device"]["update"]["trial"]
        return False

    def test_an_update_is_taken_and_the_page_is_there_again(self):
        self.update(self.workshop.bundle("0.2.0"))
        self.responds("ota_fw 1")
        self.wait_for_text("link", "^lost$")
        wait_until(lambda: self.runs("0.2.0"), "0.2.0 has proved itself", 120)
        self.console_errors()
        self.enter_site("/")
        self.wait_for_text("link", "^open$")

    def test_what_is_no_update_is_refused_and_the_page_stays(self):
        self.update(b"no update")
        self.responds("ota_fw 0")
        self.update(self.workshop.bundle("0.0.9"))
        self.device_becomes("the reason", lambda device: "0.0.9" in device["update"]["outcome"])
        self.assertTrue(self.runs("0.1.0"))
        self.assertEqual(self.text("link"), "open")

    def test_a_file_that_is_too_large_is_refused_by_the_page_itself(self):
        self.update(bytes(0x480001))
        self.responds("too large")


class UpdateBehindPasswordTests(BehindPassword, UpdateTests):
    pass
