"""The first run: the guide on the page, and the banner until the heater is calibrated."""

import json
import sys

from daemon import REPOSITORY, Daemon, wait_until
from page import CHROMIUM, PageTestCase

sys.path.insert(1, str(REPOSITORY / "lab" / "printers"))

from moonraker import Moonraker  # noqa: E402

if CHROMIUM:
    from selenium.webdriver.common.by import By


class GuideTests(PageTestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon(speed=20))
        self.open(self.daemon)
        self.addCleanup(self.browser.execute_script, "localStorage.clear()")

    def skip(self, step):
        self.click(self.browser.find_element(By.CSS_SELECTOR, f"[data-skip={step}]"))

    def step_now(self):
        return self.find("guide").find_element(By.CSS_SELECTOR, "li.now").get_attribute("id")

    def test_each_step_can_be_skipped_and_the_banner_says_what_is_left(self):
        self.wait_for_text("guide-done", "0 of 3 done")
        self.assertEqual(self.step_now(), "guide-calibrate")
        self.assertFalse(self.find("later").is_displayed())
        self.skip("calibrate")
        self.wait_for_text("later", "Not calibrated yet. A stopped blower may go unnoticed for minutes.")
        self.assertEqual(self.step_now(), "guide-printer")
        self.assertIn("skipped", self.text("guide-calibrate"))
        self.skip("printer")
        self.assertEqual(self.step_now(), "guide-password")
        self.skip("password")
        wait_until(lambda: not self.find("guide").is_displayed(), "the guide gone")
        self.wait_for_text("later-left", "Also left: Connect your printer · Set a password.")
        self.assertTrue(self.evaluate("document.activeElement.offsetParent !== null"), "the focus is in sight")
        # Another browser starts with the guide; this one remembers.
        self.open(self.daemon)
        self.wait_for_text("later", "Not calibrated yet.")
        self.assertFalse(self.find("guide").is_displayed())

    def test_the_banner_goes_with_the_calibration_and_the_guide_with_its_last_step(self):
        with Moonraker() as printer:
            self.press("guide-now")
            self.press("ask-yes")
            wait_until(lambda: self.daemon.get_state()["model"]["state"] == "calibrated", "a model", timeout=120)
            self.wait_for_text("guide-done", "1 of 3 done")
            self.assertFalse(self.find("later").is_displayed())
            bind = {"bind_klipper": {"address": "127.0.0.1", "port": printer.port, "name": "Voron"}}
            self.daemon.request("POST", "/api/v1/device", json.dumps(bind), {"Content-Type": "application/json"})
            self.wait_for_text("guide-done", "2 of 3 done")
            self.assertEqual(self.step_now(), "guide-password")
            self.skip("password")
            wait_until(lambda: not self.find("guide").is_displayed(), "the guide gone")
            self.browser.execute_script("localStorage.clear()")
            self.open(self.daemon)
            self.wait_for_text("activity", "Off|Cooling")
            self.assertFalse(self.find("guide").is_displayed(), "a heater that somebody set up elsewhere")

    def test_a_calibration_is_refused_in_words_while_the_bed_is_hot(self):
        with Moonraker() as printer:
            bind = {"bind_klipper": {"address": "127.0.0.1", "port": printer.port, "name": "Voron"}}
            self.daemon.request("POST", "/api/v1/device", json.dumps(bind), {"Content-Type": "application/json"})
            wait_until(lambda: self.daemon.get_state()["device"]["printer"]["link"] == "connected", "the printer")
            printer.start_print(bed=100)
            wait_until(lambda: (self.daemon.get_state()["bed"] or {}).get("target_c") == 100, "the bed")
            self.press("guide-now")
            self.press("ask-yes")
            self.wait_for_text("toasts", "The printer prints or heats its bed")
            self.assertIsNone(self.daemon.get_state()["calibration"]["phase"])
