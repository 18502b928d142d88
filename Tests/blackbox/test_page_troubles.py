"""The page when something is wrong: no contact, a controller that stands still, faults, what needs attention."""

import contextlib
import http.server
import json
import pathlib
import signal
import tempfile
import threading

from daemon import Daemon, board_with, wait_until
from page import CHROMIUM, DESKTOP, PageTestCase
from test_heating import TOO_HOT

if CHROMIUM:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.ui import Select


@contextlib.contextmanager
def stopped(daemon):
    """The daemon stands still, as behind a network that has vanished."""
    daemon.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        daemon.process.send_signal(signal.SIGCONT)


class ContactTests(PageTestCase):
    def test_old_readings_are_never_shown_as_live(self):
        with Daemon() as daemon:
            self.open(daemon)
            with stopped(daemon):
                self.wait_for_text("activity", "No contact")
                self.wait_for_text("promise", r"Last reading \d+ s ago")
                self.wait_for_text("trying", r"Trying again in \d s")
                self.assertFalse(self.find("heat").is_enabled())
                self.assertIn("These come back with the connection.", self.text("panel-heat"))
                self.press("off")
                self.wait_for_text("toasts", "Not turned off: no contact. Pull the mains plug.")
                self.assertEqual(self.find("alarm").get_attribute("role"), "alert")
                self.assertIn("Pull the mains plug", self.words("alarm"))
            self.wait_until_live()
            self.wait_for_text("activity", "^Off$")
            self.assertTrue(self.find("heat").is_enabled())

    def test_off_is_only_said_once_the_device_says_so(self):
        with Daemon() as daemon:
            daemon.post_wish({"heat_to": 50})
            self.open(daemon)
            with stopped(daemon):
                self.press("off")
                self.wait_for_text("off-words", "Turning off")
                self.assertNotEqual(self.text("toasts"), "Off")
            # It was sent again and again: the device hears one of them.
            wait_until(lambda: not daemon.get_state()["power"], "off")
            self.wait_for_text("activity", "Off|Cooling")

    def test_a_daemon_that_comes_back_is_followed_and_history_fills_the_gap(self):
        with tempfile.TemporaryDirectory(prefix="hearth-page-") as folder:
            state = pathlib.Path(folder, "state")
            with Daemon(state=state) as daemon:
                port = daemon.port
                self.open(daemon)
                self.browser.execute_script("scrollTo(0, 200)")
                place = self.evaluate("scrollY")
            self.wait_for_text("activity", "No contact")
            with Daemon(state=state, port=port) as daemon:
                self.wait_until_live()
                self.wait_for_text("activity", "^Off$")
                self.assertEqual(self.evaluate("scrollY"), place)

    def test_an_answer_that_does_not_come_is_said(self):
        with Daemon() as daemon:
            self.open(daemon)
            # Between the button and the device: the answer of a proxy that has lost it.
            self.browser.execute_script(
                "const real = window.fetch; window.fetch = (path, options) => options?.method === 'POST'"
                " ? Promise.reject(new Error('gone')) : real(path, options);"
            )
            self.press_preset("heat-presets", "PC")
            self.wait_for_text("toasts", "The device did not answer")
            card = self.browser.find_element(By.XPATH, "//div[@id='heat-presets']//button[span='PC']")
            wait_until(lambda: card.get_attribute("aria-pressed") == "false", "the card as before")

    def test_a_browser_without_event_streams_is_served_too(self):
        with Daemon() as daemon:
            self.browser.execute_cdp_cmd(
                "Page.addScriptToEvaluateOnNewDocument", {"source": "delete window.EventSource"}
            )
            self.open(daemon)
            daemon.post_wish({"heat_to": 44})
            self.wait_for_text("card", "44 °C")
            self.press("off")
            wait_until(lambda: not daemon.get_state()["power"], "off")


class FaultTests(PageTestCase):
    def test_a_fault_is_rehearsed_on_a_simulated_chamber(self):
        with Daemon(speed=20) as daemon:
            self.open(daemon)
            self.press_preset("heat-presets", "PC")
            wait_until(lambda: daemon.get_state()["power"], "heat")
            self.go("settings/simulate")
            wait_until(lambda: self.find("simulate-fault").is_displayed(), "the faults")
            Select(self.find("simulate-fault")).select_by_value("chamber_open")
            self.press("simulate-now")
            wait_until(lambda: daemon.get_state()["latch"], "a fault")
            self.go("now")
            self.wait_for_text("activity", "Stopped by a fault")
            self.wait_for_text("promise", "A temperature probe has failed")
            self.wait_for_text("fault-checks", "plug fully in")
            self.wait_for_text("fault-minutes", "The two minutes before")
            self.assertIn("Clear the fault before you heat again.", self.text("panel-heat"))
            self.assertIn("A temperature probe has failed", self.words("alarm"))
            self.go("settings/simulate")
            self.press("simulate-none")
            wait_until(lambda: daemon.get_state()["chamber"]["condition"] == "good", "a sound probe")
            self.go("now")
            self.press("clear")
            self.wait_for_text("toasts", "Fault cleared. Nothing is heating.")
            wait_until(lambda: not self.find("fault").is_displayed(), "the fault gone")
            self.assertFalse(daemon.get_state()["power"])

    def test_a_fault_says_what_happened_and_goes_when_its_cause_has_gone(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-page-"))
        state = pathlib.Path(folder, "state")
        with Daemon(board=board_with(folder, **TOO_HOT), state=state) as daemon:
            self.open(daemon, DESKTOP)
            self.wait_for_text("promise", "Too hot")
            self.assertEqual(self.text("activity"), "Stopped by a fault")
            self.assertIn("50.0 °C", self.text("fault-what"))
            self.assertIn("Let it cool", self.text("fault-checks"))
            self.assertFalse(self.find("heat").is_enabled())
            self.press("clear")
            self.wait_for_text("toasts", "still there")
            self.assertIsNotNone(daemon.get_state()["latch"])
        with Daemon(state=state) as daemon:
            self.open(daemon)
            self.wait_for_text("promise", "Too hot")
            self.wait_for_text("chamber", r"\d")
            self.press("clear")
            wait_until(lambda: not self.find("fault").is_displayed(), "the fault gone")
            self.assertFalse(daemon.get_state()["power"])
            self.wait_for_text("events", "Fault cleared")

    def test_the_story_of_a_fault_can_be_read_afterwards(self):
        with Daemon(speed=20) as daemon:
            daemon.post_wish({"heat_to": 55})
            wait_until(lambda: (daemon.get_state()["chamber"]["temperature_c"] or 0) > 30, "warmth")
            headers = {"Content-Type": "application/json"}
            daemon.request("POST", "/api/v1/simulate", json.dumps({"fault": "chamber_open"}), headers)
            wait_until(lambda: daemon.get_state()["latch"], "a fault")
            daemon.request("POST", "/api/v1/simulate", json.dumps({"fault": "none"}), headers)
            wait_until(lambda: daemon.post_wish({"clear_latch": True})[0] == 200, "cleared")
            self.open(daemon, view="history")
            self.wait_for_text("events", "Stopped: A temperature probe has failed")
            row = self.browser.find_element(By.CSS_SELECTOR, "#events .latched button")
            self.click(row)
            self.wait_for_text("story", "The two minutes before")
            self.assertIn("plug fully in", self.text("story"))
            curve = self.browser.find_element(By.CSS_SELECTOR, "#story .plot path.chamber").get_attribute("d")
            self.assertRegex(curve, r"^M[\d.]+ [\d.]+L")


class AnotherDevice(http.server.BaseHTTPRequestHandler):
    """A state that nobody has here, with texts that strangers wrote."""

    state = {}

    def do_GET(self):
        if self.path == "/api/v1/stream":
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            with contextlib.suppress(OSError):
                for step in range(200):
                    data = json.dumps({**self.state, "step": step})
                    self.wfile.write(f"event: state\ndata: {data}\n\n".encode())
                    self.wfile.flush()
                    if self.server.is_over.wait(0.3):
                        return
            return
        status, headers, body = self.server.daemon.request("GET", self.path)
        self.send_response(status)
        for name in ("Content-Type", "Content-Security-Policy"):
            if headers[name]:
                self.send_header(name, headers[name])
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def device_with(daemon, state):
    """The page of a daemon, before a device whose state is `state`."""
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Device", (AnotherDevice,), {"state": state})
    )
    server.daemon, server.is_over = daemon, threading.Event()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.is_over.set()
        server.shutdown()
        thread.join()
        server.server_close()


class StrangersTextTests(PageTestCase):
    """Markup in names stays text, wherever it comes from."""

    def test_markup_in_names_is_text(self):
        evil = "<img src=x onerror=\"document.title='hacked'\"><script>document.title='hacked'</script>"
        with Daemon() as daemon:
            state = daemon.get_state()
            device = state["device"]
            device["hostname"] = evil
            device["network"].update(name=evil, trouble=evil, found=[evil])
            device["troubles"] = [evil, evil + " Twice."]
            device["printer"].update(
                name=evil, address=evil, link="connected", trouble=evil, scan="done",
                found=[{"name": evil, "serial": evil, "address": evil, "port": 1}],
                report={"activity": evil, "file": evil, "progress": 0.5, "remaining_s": 5, "bed_target_c": 1,
                        "bed_c": 2, "chamber_c": None, "filament": evil, "age_s": 1},
            )
            state["warnings"] = [{"code": evil, "title": evil, "remedy": evil}]
            state["latch"] = {
                "number": 1, "code": evil, "title": evil, "what": evil, "remedy": evil, "sensor_fault": False,
                "probe": None, "condition": "good", "value": 1, "limit": 1, "chamber_c": 1, "element_c": 1,
                "duty": 0, "clearing": False,
            }
            state.update(activity="latched", model={**state["model"], "text": evil})
            with device_with(daemon, state) as address:
                for view in ("now", "history", "settings"):
                    self.browser.get("about:blank")
                    self.browser.get(f"{address}/#{view}")
                    self.wait_until_live()
                    self.wait_for_text("hostname", "<img", read=self.words)
                    self.assertNotIn("hacked", self.evaluate("document.title.replace(/<.*>/, '')"))
                    self.assertEqual(self.browser.find_elements(By.CSS_SELECTOR, "img, [onerror]"), [])
