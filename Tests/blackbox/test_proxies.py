"""The files for proxies in the documents, each taken as it stands there by the real proxy before a real
daemon."""

import contextlib
import json
import pathlib
import signal
import socket
import ssl
import unittest

from access import PASSWORD, GuardedDaemon
from daemon import PATIENCE, wait_until
from documents import blocks_of
from panda import connected
from proxies import Caddy, Nginx, Site, certify, enter_machine_of_proxies, mainsail
from test_page import CHROMIUM, PageTestCase

NAMES = dict.fromkeys(("heater.example.org", "mainsail.local"), "127.0.0.1")

#: What an upload may have (docs/access.md, Bounds), but for a few bytes.
UPLOAD = bytes(4 * 1024 * 1024)


def setUpModule():
    enter_machine_of_proxies(NAMES)


def only_block(language):
    blocks = blocks_of(language)
    if len(blocks) != 1:
        raise AssertionError(f"{len(blocks)} blocks of {language}: a test for each is needed")
    return blocks[0].text


def service_block():
    """The part of the service file that the documents give for a proxy."""
    [block] = [block for block in blocks_of("ini hearth.conf") if "127.0.0.1:8080" in block.text]
    return block.text


class ProxiedTestCase(unittest.TestCase):
    """A proxy before a Hearth that asks for the password, and a client that has logged in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.daemon = cls.enterClassContext(
            GuardedDaemon(service=service_block(), arguments=["--slots"], port=8080)
        )
        cls.site = cls.start()
        cls.login = cls.site.ask(
            "POST", "login", f"password={PASSWORD.replace(' ', '+')}",
            {"Content-Type": "application/x-www-form-urlencoded", "Origin": cls.site.origin},
        )
        cls.let_in = {
            "Cookie": (cls.login[1]["Set-Cookie"] or "").split(";")[0], "Origin": cls.site.origin
        }

    @contextlib.contextmanager
    def stream_that_has_begun(self):
        """A stream whose first event has reached the proxy, and from now on comes nothing more: the daemon
        stands still."""
        before = self.open_streams()
        asked = self.enterContext(self.site.connection())
        ask_for_stream(asked, self.site.prefix, {"Host": self.site.name, **self.let_in})
        wait_until(lambda: self.open_streams() > before, "the stream")
        with socket.create_connection(("127.0.0.1", self.daemon.port), PATIENCE) as other:
            ask_for_stream(other, "/", {"Host": self.daemon.host, **self.let_in})
            received = b""
            # The second is sent to all, after the first event of each.
            while received.count(b"event: state") < 2:
                received += some(other)
        self.daemon.process.send_signal(signal.SIGSTOP)
        try:
            yield asked
        finally:
            self.daemon.process.send_signal(signal.SIGCONT)

    def open_streams(self):
        metrics = self.daemon.request("GET", "/metrics", headers=self.let_in)[2].decode()
        [line] = [line for line in metrics.splitlines() if 'kind="stream"' in line]
        return int(line.split()[-1])


def ask_for_stream(client, prefix, headers):
    lines = [f"GET {prefix}api/v1/stream HTTP/1.1", *map(": ".join, headers.items()), "", ""]
    client.sendall("\r\n".join(lines).encode())


def some(client):
    part = client.recv(65536)
    if not part:
        raise AssertionError("the connection ended")
    return part


class Proxied:
    """What works through each proxy."""

    #: Without TLS it has another name.
    cookie = "__Host-hearth"

    def test_a_login_gets_the_cookie_that_fits(self):
        status, headers, _ = self.login
        self.assertEqual(status, 303)
        name, _, rest = headers["Set-Cookie"].partition("=")
        self.assertEqual(name, self.cookie)
        self.assertEqual("; Secure" in rest, self.site.authority is not None)

    def test_nobody_comes_in_without(self):
        self.assertEqual(self.site.ask("GET", "api/v1/state")[0], 401)

    def test_page_and_interface_answer(self):
        status, _, body = self.site.ask("GET", "", headers=self.let_in)
        self.assertEqual(status, 200)
        self.assertIn(b'id="heat"', body)
        status, _, body = self.site.ask("GET", "api/v1/state", headers=self.let_in)
        self.assertEqual((status, json.loads(body)["power"]), (200, False))

    def test_a_websocket_holds_a_conversation(self):
        tls = self.site.tls and (self.site.tls, self.site.port)
        with connected(
            self.site, host=self.site.name, path=self.site.prefix + "ws", headers=self.let_in, tls=tls
        ) as client:
            client.send({"settings": {"set_temp": 46}})
            client.peer_settles()
            wait_until(lambda: self.target() == 46, "the target")

    def target(self):
        return json.loads(self.site.ask("GET", "api/v1/state", headers=self.let_in)[2])["target_c"]

    def test_a_wish_is_taken(self):
        status, _, body = self.site.ask(
            "POST", "api/v1/wish", json.dumps({"set_target": 51}),
            {"Content-Type": "application/json", **self.let_in},
        )
        self.assertEqual(status, 200, body)
        self.assertEqual(self.target(), 51)

    def test_a_page_of_another_site_is_refused(self):
        status, _, body = self.site.ask(
            "POST", "api/v1/wish", json.dumps({"set_target": 52}),
            {"Content-Type": "application/json", **self.let_in, "Origin": "https://evil.example"},
        )
        self.assertEqual((status, json.loads(body)["code"]), (403, "foreign_origin"))

    def test_the_stream_comes_as_it_is_sent(self):
        with self.stream_that_has_begun() as client:
            received = b""
            while b"event: state" not in received:
                received += some(client)

    def test_an_update_reaches_hearth(self):
        status, headers, _ = self.site.ask(
            "POST", "ota", UPLOAD,
            {"Content-Type": "application/octet-stream", "OTA-Type": "ota_fw", **self.let_in},
        )
        self.assertEqual((status, headers["Hearth-Update"]), (200, "refused"))
        self.assertIn("this is no Hearth update", headers["Hearth-Update-Words"])


def start_nginx(test, site):
    """The site in an nginx, as long as the class of tests lasts."""
    certificate = pathlib.Path("/etc/nginx/heater.pem")
    certify("heater.example.org", certificate, certificate.with_suffix(".key"))
    test.enterClassContext(Nginx(site, ports=[443]))
    return Site("heater.example.org", authority=certificate)


class RefusedInWords:
    """A name that nobody told Hearth; Caddy does not pass on a request for one."""

    def test_a_foreign_name_is_refused_in_words(self):
        status, _, body = self.site.ask("GET", "", headers={"Host": "other.example.org"})
        self.assertEqual((status, json.loads(body)["code"]), (403, "foreign_host"))


class NginxTests(Proxied, RefusedInWords, ProxiedTestCase):
    @classmethod
    def start(cls):
        return start_nginx(cls, only_block("conf nginx"))


class HeldBackTests(ProxiedTestCase):
    """What the test of the stream is worth: an nginx that does not follow Hearth's header holds it back."""

    #: Room for all that comes, whatever the test waits for.
    HOLDING = (
        "proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 256k; proxy_buffers 4 256k; "
        "proxy_busy_buffers_size 256k; proxy_http_version"
    )

    @classmethod
    def start(cls):
        return start_nginx(cls, only_block("conf nginx").replace("proxy_http_version", cls.HOLDING))

    def test_without_the_header_the_stream_does_not_come(self):
        with self.stream_that_has_begun() as client:
            # nginx, which is one thread here, answers this itself, and what came before was its before.
            with self.site.connection() as other:
                other.sendall(b"GET / HTTP/1.1\r\n\r\n")
                self.assertIn(b" 400 ", some(other))
            client.setblocking(False)
            with self.assertRaises(ssl.SSLWantReadError):
                client.recv(65536)


class MainsailTests(Proxied, RefusedInWords, ProxiedTestCase):
    cookie = "hearth"

    @classmethod
    def start(cls):
        proxy = Nginx("", ports=[80])
        proxy.sites = mainsail(proxy.folder, only_block("conf nginx location"))
        cls.enterClassContext(proxy)
        return Site("mainsail.local", prefix="/hearth/")

    def test_mainsail_stays_beside_it(self):
        mainsail = Site("mainsail.local")
        self.assertIn(b"Mainsail", mainsail.ask("GET", "")[2])
        self.assertEqual(mainsail.ask("GET", "api/v1/state")[0], 418)

    def test_the_slash_may_be_left_out(self):
        status, headers, _ = Site("mainsail.local").ask("GET", "hearth")
        self.assertEqual((status, headers["Location"]), (301, "http://mainsail.local/hearth/"))


class CaddyTests(Proxied, ProxiedTestCase):
    @classmethod
    def start(cls):
        proxy = cls.enterClassContext(Caddy(only_block("conf Caddyfile"), ports=[443]))
        site = Site("heater.example.org", authority=proxy.authority)
        wait_until(lambda: answers(site), "its certificate")
        return site


def answers(site):
    """It listens before its certificate is made."""
    try:
        return site.ask("GET", "api/v1/version")[0] == 200
    except OSError:
        return False


class BrowserTests(PageTestCase):
    """The page in a browser, below Mainsail's."""

    def test_the_page_below_mainsail_logs_in_lives_and_heats(self):
        daemon = self.enterContext(GuardedDaemon(service=service_block(), port=8080))
        proxy = Nginx("", ports=[80])
        proxy.sites = mainsail(proxy.folder, only_block("conf nginx location"))
        self.enterContext(proxy)
        self.browser.get("http://mainsail.local/hearth/")
        self.find("password").send_keys(PASSWORD + "\n")
        self.wait_for_text("link", "live")
        self.choose("tab", "always_on")
        self.enter("target", 50)
        self.press("heat")
        self.wait_for_text("activity", "Heating to 50 °C")
        state = json.loads(daemon.request("GET", "/api/v1/state", headers=daemon.cookie())[2])
        self.assertEqual((state["power"], state["changed_by"]), (True, "page"))
        self.press("off")
        self.wait_for_text("reason", "as asked")


if not CHROMIUM:
    del BrowserTests


if __name__ == "__main__":
    unittest.main()
