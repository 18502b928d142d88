"""The stand-in for the stock page: in an image, on a daemon, and in a browser."""

import gzip
import pathlib
import random

from access import PASSWORD, GuardedDaemon
from daemon import REPOSITORY, run_hearth, wait_until
from page import CHROMIUM, PageTestCase

if CHROMIUM:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

PAGE = (REPOSITORY / "Tests/blackbox/standin/page.html").read_bytes()
#: What a service file says to serve it.
STOCK = "[service]\npage: stock\n"


def image(folder, content=None):
    """A file that has the page somewhere in it, as a firmware image has."""
    noise = random.Random(7).randbytes
    path = pathlib.Path(folder, "image.bin")
    path.write_bytes(noise(50_000) + (gzip.compress(PAGE) if content is None else content) + noise(9_000))
    return path


class StandInTestCase(PageTestCase):
    """Tests with a browser at the page of a daemon, which asks for a password where there is one."""

    password = None
    #: what the service file says besides the page, and the daemon's other options
    service, options = "", {}

    @classmethod
    def make_daemon(cls):
        """A daemon that has the page, not started yet."""
        daemon = GuardedDaemon(STOCK + cls.service, password=cls.password, **cls.options)
        run_hearth("stock-page", "import", image(daemon.files), "--state", daemon.state_directory)
        return daemon

    def open_page(self):
        """Opens the page and waits until it shows what the daemon says."""
        if self.password and not self.daemon.headers:
            # The test asks the daemon too, beside the browser.
            self.daemon.headers = self.daemon.token("test")
        self.enter_site("/")
        self.wait_for_text("link", "^open$")
        self.wait_for_text("temperature", "°C")
        self.console_errors()
        self.addCleanup(lambda: self.assertEqual(self.console_errors(), []))

    def enter_site(self, path):
        """Opens a page, by way of the password where there is one."""
        self.browser.get(self.daemon.url + path)
        if self.browser.find_elements(By.ID, "password"):
            self.enter("password", self.password)
            self.find("password").send_keys(Keys.ENTER)
            wait_until(lambda: not self.browser.find_elements(By.ID, "password"), "the page behind")
        # The stock page stands in a frame, below a line of Hearth's own.
        if frames := self.browser.find_elements(By.ID, "stock"):
            self.browser.switch_to.frame(frames[0])

    def set(self, name, value):
        field = self.find(name)
        self.browser.execute_script("arguments[0].value = ''", field)
        field.send_keys(str(value), Keys.TAB)

    def state_becomes(self, what, condition):
        wait_until(lambda: condition(self.daemon.get_state()), what)

    def device_becomes(self, what, condition):
        self.state_becomes(what, lambda state: condition(state["device"]))

    def responds(self, text):
        self.wait_for_text("said", f"^{text}$")

    def is_answering(self):
        try:
            return self.daemon.request("GET", "/api/v1/version")[0] == 200
        except OSError:
            return False


class BehindPassword:
    """The same tests with a log-in before: the page's own WebSocket and upload carry the cookie."""

    password = PASSWORD
