"""The service's settings on the page: saved when a field is left, refused in words, and no secret shown again."""

import json
import pathlib
import tempfile

from daemon import Daemon, wait_until
from page import DESKTOP, PageTestCase


class ServiceSettingsTests(PageTestCase):
    def setUp(self):
        folder = self.enterContext(tempfile.TemporaryDirectory(prefix="hearth-settings-"))
        path = pathlib.Path(folder, "hearth.conf")
        path.write_text("", encoding="utf-8")
        self.daemon = self.enterContext(Daemon(arguments=["--service-file", path]))
        self.open(self.daemon, DESKTOP, "settings")
        wait_until(lambda: self.browser.find_elements("id", "set-mqtt-broker"), "the settings")

    def settings(self):
        return json.loads(self.daemon.request("GET", "/api/v1/settings")[2])

    def test_a_field_is_saved_when_it_is_left_and_a_wrong_one_keeps_its_text(self):
        self.enter("set-energy-price-per-kwh", "0.32")
        wait_until(lambda: self.settings()["energy"]["price_per_kwh"] == 0.32, "the price")
        self.enter("set-energy-price-per-kwh", "cheap")
        self.wait_for_text("s-device", "price_per_kwh must be a number")
        self.assertEqual(self.value("set-energy-price-per-kwh"), "cheap", "what was typed stays")
        self.assertEqual(self.settings()["energy"]["price_per_kwh"], 0.32)

    def test_a_broker_is_set_and_its_password_is_not_shown_again(self):
        self.assertFalse(self.find("restart-note").is_displayed())
        self.enter("set-mqtt-broker", "localhost")
        wait_until(lambda: self.settings()["mqtt"]["broker"] == "localhost", "the broker")
        self.enter("set-mqtt-password", "a secret of two words")
        wait_until(lambda: self.settings()["mqtt"]["password_set"], "its password")
        wait_until(lambda: self.value("set-mqtt-password") == "", "no secret in the page")
        wait_until(lambda: self.find("restart-note").is_displayed(), "a restart is offered")

    def test_a_password_is_set_and_the_log_in_asks_for_it(self):
        self.enter("new-password", "correct horse battery")
        self.press("set-password")
        wait_until(lambda: self.daemon.request("GET", "/api/v1/state")[0] == 401, "a password")
        wait_until(lambda: not self.browser.find_elements("id", "off-form"), "the log-in")
        self.assertTrue(self.browser.find_elements("css selector", "form input[type=password]"))
