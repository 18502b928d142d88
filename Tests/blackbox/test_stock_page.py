"""The stock page: taken from an image, served at /, and each of its controls does what it says.

The page is a stand-in of our own that behaves on the wire as docs/protocol.md says the stock one does.
"""

import gzip
import pathlib
import tempfile
import unittest

from access import GuardedDaemon
from daemon import Daemon, run_hearth, wait_until
from panda import connected
from stockpage import PAGE, STOCK, BehindPassword, StandInTestCase, image
from test_page import CHROMIUM

if CHROMIUM:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

#: stands in it, and not in ours
STANDIN = b"dry_start"


class FaultLineTests(StandInTestCase):
    """The line of Hearth's own above the stock page, which knows no faults."""

    def setUp(self):
        self.daemon = self.enterContext(self.make_daemon())

    def simulate(self, fault):
        answer = run_hearth("simulate", "fault", fault, "--host", self.daemon.host)
        self.assertEqual(answer.returncode, 0, answer.stderr)

    def test_a_fault_is_shown_and_cleared_once_its_cause_has_gone(self):
        self.browser.get(self.daemon.url + "/")
        self.assertEqual(self.text("hearth-words"), "")
        self.assertFalse(self.find("hearth-clear").is_displayed())
        self.daemon.post_wish({"heat_to": 45})
        self.simulate("chamber_open")
        self.wait_for_text("hearth-words", "A temperature probe has failed")
        self.assertEqual(self.console_errors(), [])
        self.press("hearth-clear")
        self.wait_for_text("hearth-words", "cause is still there")
        # The browser tells of the refusal itself.
        self.assertRegex(self.console_errors()[0]["message"], "/api/v1/wish .* 409")
        self.simulate("none")
        wait_until(
            lambda: self.daemon.get_state()["chamber"]["condition"] == "good", "a sound probe"
        )
        self.press("hearth-clear")
        self.wait_for_text("hearth-words", "^$")
        self.assertFalse(self.find("hearth-clear").is_displayed())
        self.assertEqual(self.console_errors(), [])


class ImportTests(unittest.TestCase):
    def setUp(self):
        self.folder = self.enterContext(tempfile.TemporaryDirectory())

    def stock_page(self, *words):
        return run_hearth("stock-page", *words, "--state", self.folder)

    def test_the_page_is_taken_as_it_is_and_removed_again(self):
        result = self.stock_page("import", image(self.folder))
        self.assertEqual(result.returncode, 0, result)
        stored = pathlib.Path(self.folder, "stock-page.html")
        self.assertEqual(stored.read_bytes(), PAGE[PAGE.index(b"<!DOCTYPE") : PAGE.rindex(b">") + 1])
        self.assertIn(f"{stored.stat().st_size} bytes", self.stock_page("status").stdout)
        self.assertEqual(self.stock_page("remove").returncode, 0)
        self.assertFalse(stored.exists())
        self.assertIn("No stock page", self.stock_page("status").stdout)

    def test_what_holds_no_page_is_refused_with_the_reason(self):
        for content, reason in (
            (b"", "no page"),
            (PAGE + PAGE.replace(b"Chamber", b"Room"), "2 different pages"),
            (gzip.compress(b" " * (8 << 20)), "larger than a page"),
            (PAGE[:-20] , "no end"),
            (PAGE.replace(b"set_temp", b"temp"), "that of V1.0.0"),
        ):
            result = self.stock_page("import", image(self.folder, content))
            self.assertEqual(result.returncode, 4, reason)
            self.assertIn(reason, result.stderr)
            self.assertFalse(pathlib.Path(self.folder, "stock-page.html").exists())


class ServingTests(unittest.TestCase):
    def test_it_is_at_the_root_while_ours_stays_below_hearth(self):
        with GuardedDaemon(STOCK, password=None) as daemon:
            self.assertNotIn(STANDIN, self.page(daemon, "/")[1])
            self.assertIn("there is no stock page", daemon.log)
            path = image(daemon.files)
            run_hearth("stock-page", "import", path, "--state", daemon.state_directory)
            wait_until(lambda: STANDIN in self.page(daemon, "/")[1], "the stock page at /")
            headers, _ = self.page(daemon, "/")
            policy = headers["Content-Security-Policy"]
            self.assertIn(f"connect-src 'self' ws://{daemon.host} wss://{daemon.host};", policy)
            self.assertIn("default-src 'none'", policy)
            # A browser gets it in a frame, below a line of ours.
            status, headers, body = daemon.request("GET", "/", headers={"Accept": "text/html,*/*"})
            self.assertEqual(status, 200)
            self.assertIn(b"<title>Panda Breath</title>", body)
            self.assertNotIn(STANDIN, body)
            self.assertIn("frame-src 'self'", headers["Content-Security-Policy"])
            headers, body = self.page(daemon, "/stock")
            self.assertIn(STANDIN, body)
            self.assertIn("frame-ancestors 'self'", headers["Content-Security-Policy"])
            self.assertIn(b"api/v1/stream", self.page(daemon, "/hearth/")[1])
            status, headers, _ = daemon.request("GET", "/hearth")
            self.assertEqual((status, headers["Location"]), (302, "/hearth/"))
            self.assertEqual(daemon.request("GET", "/hearth/api/v1/state")[0], 200)
            run_hearth("stock-page", "remove", "--state", daemon.state_directory)
            wait_until(lambda: STANDIN not in self.page(daemon, "/")[1], "our page at /")

    def page(self, daemon, path):
        status, headers, body = daemon.request("GET", path)
        self.assertEqual(status, 200)
        return headers, body

    def test_unless_asked_for_it_is_not_served(self):
        with GuardedDaemon(password=None) as daemon:
            run_hearth("stock-page", "import", image(daemon.files), "--state", daemon.state_directory)
            daemon.stop()
            daemon.start()
            self.assertNotIn(STANDIN, self.page(daemon, "/")[1])


class RunningTestCase(StandInTestCase):
    """One daemon for all tests of a class, twenty times as fast as life."""

    options = {"speed": 20}

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.enterClassContext(cls.make_daemon())

    def setUp(self):
        self.addCleanup(self.daemon.post_wish, {"power": False})
        self.open_page()


class StandInTests(RunningTestCase):
    def test_power_and_modes(self):
        self.press("mode2")
        self.state_becomes("always on", lambda state: state["mode"] == "always_on")
        self.press("power")
        self.state_becomes("power", lambda state: state["power"])
        self.press("mode1")
        self.state_becomes("auto", lambda state: state["mode"] == "auto")
        self.press("power")
        self.state_becomes("no power", lambda state: not state["power"])
        self.assertEqual(self.find("mode1").get_attribute("class"), "chosen")

    def test_temperatures(self):
        self.set("set_temp", 52)
        self.state_becomes("the target", lambda state: state["target_c"] == 52)
        self.set("set_temp", 80)
        self.state_becomes("the clamped target", lambda state: state["target_c"] == 60)
        wait_until(lambda: self.find("set_temp").get_attribute("value") == "60", "60 on the page")
        self.set("filtertemp", 35)
        self.state_becomes("the fan's threshold", lambda s: s["auto"]["fan_bed_threshold_c"] == 35)
        self.set("hotbedtemp", 90)
        self.state_becomes("the heat's threshold", lambda s: s["auto"]["heat_bed_threshold_c"] == 90)

    def test_drying(self):
        self.press("pla")
        self.state_becomes("PLA", lambda state: state["drying"]["preset"] == "pla")
        self.press("petg")
        self.state_becomes("PETG", lambda state: state["drying"]["target_c"] == 60)
        self.set("filament_temp", 47)
        self.set("filament_timer", 3)
        self.press("custom")
        self.state_becomes("custom", lambda s: s["drying"]["target_c"] == 47
                           and s["drying"]["duration_s"] == 3 * 3600)
        self.press("mode3")
        self.press("dry_start")
        self.state_becomes("drying", lambda s: s["drying"]["running"] and s["power"])
        self.wait_for_text("countdown", r"^\d+$")
        self.press("dry_stop")
        self.state_becomes("no drying", lambda state: not state["drying"]["running"])
        self.wait_for_text("countdown", "^$")

    def test_language(self):
        self.press("chinese")
        self.device_becomes("Chinese", lambda device: device["language"] == "zh")
        title = lambda: self.find("link").find_element(By.XPATH, "..").get_attribute("data-title")
        wait_until(lambda: title() == "腔室", "the page's own words")
        self.press("english")
        self.device_becomes("English", lambda device: device["language"] == "en")

    def test_two_pages_agree_whoever_acts(self):
        self.daemon.post_wish({"mode": "drying"})
        wait_until(lambda: self.find("mode3").get_attribute("class") == "chosen", "the other's mode")
        self.daemon.post_wish({"mode": "auto"})
        wait_until(lambda: self.find("mode1").get_attribute("class") == "chosen", "the mode after it")
        self.state_becomes("auto", lambda state: state["mode"] == "auto")

    def test_our_page_lives_below_hearth(self):
        self.enter_site("/hearth/")
        self.wait_for_text("link", "live")
        self.press("off")
        self.state_becomes("off", lambda state: not state["power"])


class StandInBehindPasswordTests(BehindPassword, StandInTests):
    def test_the_page_is_not_shown_before_the_login(self):
        self.browser.delete_all_cookies()
        self.browser.get(self.daemon.url + "/")
        self.assertTrue(self.find("password").is_displayed())
        self.assertEqual(self.browser.title, "Panda Breath")
        self.enter("password", "not the password")
        self.find("password").send_keys(Keys.ENTER)
        self.wait_for_text("said", "Wrong password")
        # The browser's own note about the 401.
        self.console_errors()

    def test_our_own_page_leads_to_the_login_when_its_session_has_ended(self):
        self.enter_site("/hearth/")
        self.wait_for_text("link", "live")
        self.browser.delete_all_cookies()
        self.press("off")
        wait_until(lambda: self.browser.find_elements(By.ID, "password"), "the login")
        # The browser's own note about the 401.
        self.console_errors()

    def test_logging_out_leads_back_to_the_login(self):
        self.browser.get(self.daemon.url + "/logout")
        self.browser.find_element(By.TAG_NAME, "button").click()
        wait_until(lambda: self.browser.find_elements(By.ID, "password"), "the login")


class StockTopicsTests(RunningTestCase):
    """With the topics of V1.0.4 clients are told of that firmware; the page works as before."""

    service = "[mqtt]\nbroker: 127.0.0.1\nport: 1\nstock_topics: yes\n"

    def test_the_page_works_with_the_newer_number(self):
        with connected(self.daemon) as client:
            self.assertEqual(client.dump["settings"]["fw_version"], "V1.0.4")
        self.press("mode2")
        self.state_becomes("always on", lambda state: state["mode"] == "always_on")
        self.press("power")
        self.state_becomes("power", lambda state: state["power"])
        self.press("klipper")
        form = lambda: self.browser.find_element(By.TAG_NAME, "body").get_attribute("data-form")
        wait_until(lambda: form() == "2", "the form of the other kind")


class RestartTests(RunningTestCase):
    def test_restart_and_factory_settings(self):
        self.press("reset")
        self.wait_for_text("link", "^lost$")
        wait_until(lambda: self.is_answering(), "the restarted daemon")
        self.console_errors()
        self.set_target(42)
        self.enter_site("/")
        self.wait_for_text("link", "^open$")
        self.press("factory_reset")
        self.wait_for_text("link", "^lost$")
        wait_until(lambda: self.is_answering(), "the restarted daemon")
        self.console_errors()
        self.assertEqual(self.daemon.get_state()["target_c"], 60)

    def set_target(self, degrees):
        self.assertEqual(self.daemon.post_wish({"set_target": degrees})[0], 200)
