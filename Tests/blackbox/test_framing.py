"""The page inside somebody else's: where the owner allows it, and nowhere else."""

import contextlib
import http.server
import threading

from access import GuardedDaemon
from daemon import wait_until
from page import CHROMIUM, PageTestCase

if CHROMIUM:
    from selenium.webdriver.common.by import By


class Outer(http.server.BaseHTTPRequestHandler):
    """A page that shows another one, as Mainsail shows a camera of the kind iframe."""

    def do_GET(self):
        body = f'<!DOCTYPE html><title>outer</title><iframe src="{self.server.inner}"></iframe>'
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


@contextlib.contextmanager
def outer_site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Outer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class FramingTests(PageTestCase):
    def setUp(self):
        self.site = self.enterContext(outer_site())
        self.origin = f"http://127.0.0.1:{self.site.server_address[1]}"

    def show(self, service):
        daemon = self.enterContext(GuardedDaemon(service, password=None))
        self.site.inner = daemon.url + "/hearth/"
        self.browser.get(self.origin)
        self.browser.switch_to.frame(self.browser.find_element(By.TAG_NAME, "iframe"))
        self.addCleanup(self.browser.switch_to.default_content)
        return daemon

    def test_a_site_that_the_owner_names_shows_the_live_page(self):
        daemon = self.show(f"[service]\nframed_by: {self.origin}\n")
        self.wait_for_text("link", "live")
        daemon.post_wish({"mode": "always_on", "power": True})
        self.press("off")
        wait_until(lambda: not daemon.get_state()["power"], "off by the page inside")

    def test_another_site_shows_nothing_of_it(self):
        self.show("[service]\nframed_by: http://mainsail.local\n")
        self.assertEqual(self.browser.find_elements(By.ID, "link"), [])
        refusals = [line["message"] for line in self.browser.get_log("browser")]
        self.assertIn("frame-ancestors", " ".join(refusals))
