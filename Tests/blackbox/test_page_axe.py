"""axe-core finds nothing in the page: every state, both themes, phone and desktop."""

import os
import pathlib
import tempfile
import unittest

from daemon import Daemon, board_with, wait_until
from page import DESKTOP, PHONE, PageTestCase, set_size
from test_heating import TOO_HOT
from test_page_troubles import stopped

CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
AXE = next(iter(sorted(CACHE.glob("hearth/axe-*/*/axe.min.js"))), None)

RUN = """
const done = arguments[0];
axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(found =>
  done(found.violations.map(({id, nodes}) => `${id}: ${nodes.map(node => node.html.slice(0, 160)).join(' | ')}`)));
"""


@unittest.skipUnless(AXE, "axe-core is not here: script/axe fetches it")
class AxeTests(PageTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.browser.execute_cdp_cmd("Page.enable", {})
        cls.browser.set_script_timeout(60)

    def assert_nothing_found(self, state):
        """In the page as it stands, by day and by night. The policy of the page lets no script in, so the driver
        brings this one."""
        for size in (PHONE, DESKTOP):
            for theme in ("light", "dark"):
                with self.subTest(state, size=size, theme=theme):
                    set_size(self.browser, size, theme)
                    # A control below the bar at the top is none that somebody wants to hit.
                    self.browser.execute_script("scrollTo(0, 0)")
                    if self.evaluate("typeof axe") == "undefined":
                        self.browser.execute_script(AXE.read_text(encoding="utf-8"))
                    self.assertEqual(self.browser.execute_async_script(RUN), [])

    def test_off_dry_and_auto(self):
        with Daemon() as daemon:
            self.open(daemon)
            self.assert_nothing_found("first run")
            for tab in ("tab-dry", "tab-auto"):
                self.press(tab)
                self.assert_nothing_found(tab)

    def test_the_first_run_and_what_is_left_of_it(self):
        with Daemon(speed=20) as daemon:
            self.open(daemon)
            wait_until(lambda: self.find("guide").is_displayed(), "the guide")
            for step in ("calibrate", "printer", "password"):
                self.click(self.browser.find_element("css selector", f"[data-skip={step}]"))
                self.assert_nothing_found(f"without {step}")
            self.assertTrue(self.find("later").is_displayed())
            self.browser.execute_script("localStorage.clear()")

    def test_ready_soaking_cooling_down_and_waiting(self):
        with Daemon(speed=20) as daemon:
            daemon.post_wish({"soak_at": 40})
            self.open(daemon)
            self.wait_for_text("activity", "At 40 °C|Ready")
            self.assert_nothing_found("warm")
            daemon.post_wish({"power": False})
            self.wait_for_text("activity", "Cooling down|Off")
            self.assert_nothing_found("cooling down")
            daemon.post_wish({"mode": "auto"})
            daemon.post_wish({"power": True})
            self.wait_for_text("activity", "Auto, waiting")
            self.assert_nothing_found("waiting")
            self.go("fleet")
            wait_until(lambda: self.browser.find_elements("css selector", "#fleet-list .heater"), "this heater")
            self.assert_nothing_found("heaters")

    def test_history_and_settings(self):
        with Daemon(speed=20) as daemon:
            self.open(daemon, view="history")
            self.press("table-button")
            self.assert_nothing_found("history")
            self.go("settings")
            self.browser.execute_script("for (const part of document.querySelectorAll('details')) part.open = true")
            self.assert_nothing_found("settings")
            self.press("reset")
            self.assert_nothing_found("a question")

    def test_heating_and_no_contact(self):
        with Daemon(speed=5) as daemon:
            self.open(daemon)
            self.press_preset("heat-presets", "PC")
            self.wait_for_text("activity", "Heating")
            self.assert_nothing_found("heating, with Undo")
            with stopped(daemon):
                self.wait_for_text("activity", "No contact")
                self.assert_nothing_found("no contact")
            self.wait_until_live()

    def test_a_fault_and_its_story(self):
        with tempfile.TemporaryDirectory(prefix="hearth-axe-") as folder:
            with Daemon(board=board_with(folder, **TOO_HOT)) as daemon:
                self.open(daemon)
                self.wait_for_text("activity", "Stopped by a fault")
                self.assert_nothing_found("a fault")
                wait_until(lambda: self.browser.find_elements("css selector", "#events .latched button"), "the event")
                self.click(self.browser.find_element("css selector", "#events .latched button"))
                self.assert_nothing_found("its story")

    def test_calibrating_and_drying(self):
        with Daemon(speed=5) as daemon:
            wait_until(lambda: daemon.post_wish({"calibrate": True})[0] == 200, "a calibration")
            self.open(daemon)
            self.wait_for_text("activity", "Calibrating")
            self.assert_nothing_found("calibrating")
            daemon.post_wish({"stop_calibration": True})
            daemon.post_wish({"dry": {"target_c": 50, "hours": 4}})
            self.wait_for_text("activity", "Drying")
            self.assert_nothing_found("drying")

    def test_what_needs_attention(self):
        with Daemon(speed=20) as daemon:
            self.open(daemon)
            self.browser.execute_script(
                "showTroubles({warnings: [], device: {troubles: ['Disk almost full. 31 MB left.', 'The clock may be wrong.']}});"
                "document.getElementById('troubles').open = true;"
            )
            self.assert_nothing_found("troubles")
