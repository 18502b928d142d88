"""Wire contract, section 1: what a browser and a desktop client ask over HTTP."""

import re
import subprocess
import unittest

from daemon import Daemon, DaemonTestCase
from isolation import ADDRESS, enter_own_network
from panda import Panda, Refused, connected


def setUpModule():
    global is_apart
    is_apart = enter_own_network()


def curl(*words):
    """Runs curl and returns (status, headers and body as text)."""
    answer = subprocess.run(
        ["curl", "--silent", "--show-error", "--include", "--max-time", "20", *words],
        capture_output=True, text=True, check=True, timeout=30,
    ).stdout
    return int(answer.split(" ", 2)[1]), answer


class PageTests(DaemonTestCase):
    def test_the_page_is_html_titled_panda_breath(self):
        status, answer = curl("--compressed", self.daemon.url + "/")
        self.assertEqual(status, 200)
        self.assertRegex(answer, r"(?im)^content-type: text/html")
        self.assertRegex(answer[: 512 * 1024], r"<title>\s*Panda Breath\s*</title>")

    def test_the_page_needs_no_other_host(self):
        _, answer = curl("--compressed", self.daemon.url + "/")
        body = answer.split("\n\n", 1)[-1]
        self.assertEqual(re.findall(r"""(?:src|href)\s*=\s*["']?(?:https?:)?//\S+""", body), [])

    def test_a_captive_portal_probe_is_sent_to_the_page(self):
        status, answer = curl(self.daemon.url + "/generate_204")
        self.assertEqual(status, 302)
        self.assertRegex(answer, r"(?im)^location: /\r?$")

    def test_anything_unknown_is_sent_to_the_page(self):
        for path in ["/hotspot-detect.html", "/nothing/here", "/index.php?x=1", "/%2e%2e/etc"]:
            with self.subTest(path=path):
                status, answer = curl(self.daemon.url + path)
                self.assertEqual(status, 302)
                self.assertRegex(answer, r"(?im)^location: /\r?$")

    def test_the_api_does_not_redirect(self):
        status, _ = curl(self.daemon.url + "/api/v1/nothing")
        self.assertEqual(status, 404)

    def test_a_client_that_asks_byte_by_byte_is_answered(self):
        status, answer = curl("--limit-rate", "200", self.daemon.url + "/generate_204")
        self.assertEqual(status, 302, answer)


class PortalTests(unittest.TestCase):
    """On the device's own network every name may lead to it, those that phones ask for too."""

    def test_a_phone_is_led_to_an_address_and_gets_the_page_there(self):
        if not is_apart:
            self.skipTest("a network namespace of the test's own needs root")
        daemon = Daemon()
        daemon.address = "0.0.0.0"
        with daemon:
            own = f"http://{ADDRESS}:{daemon.port}/"
            for name, path in [
                ("captive.apple.com", "hotspot-detect.html"),
                ("connectivitycheck.gstatic.com", "generate_204"),
                (f"www.msftconnecttest.com:{daemon.port}", "connecttest.txt"),
            ]:
                with self.subTest(name):
                    status, answer = curl("--header", f"Host: {name}", own + path)
                    self.assertEqual(status, 302)
                    self.assertRegex(answer, rf"(?im)^location: {re.escape(own)}\r?$")
            self.assertEqual(curl(own)[0], 200)


class UpgradeTests(DaemonTestCase):
    def test_a_plain_request_for_ws_is_no_websocket(self):
        status, answer = curl(self.daemon.url + "/ws")
        self.assertEqual(status, 426)
        self.assertRegex(answer, r"(?im)^upgrade: websocket\r?$")
        self.assertIn('"code":"no_upgrade"', answer)

    def test_chat_is_echoed_to_who_offers_it(self):
        with Panda(self.daemon, headers={"Sec-WebSocket-Protocol": "chat"}) as client:
            self.assertRegex(client.head, r"(?im)^sec-websocket-protocol: chat\r?$")
            client.receive_dump()

    def test_no_subprotocol_is_echoed_to_who_offers_none(self):
        with Panda(self.daemon) as client:
            self.assertNotRegex(client.head, r"(?i)sec-websocket-protocol")
            client.receive_dump()

    def test_who_offers_nothing_that_is_known_is_told_so(self):
        with self.assertRaises(Refused) as refusal:
            Panda(self.daemon, headers={"Sec-WebSocket-Protocol": "mqtt, soap"})
        self.assertEqual(refusal.exception.status, 400)

    def test_chat_is_found_among_other_offers(self):
        with Panda(self.daemon, headers={"Sec-WebSocket-Protocol": "mqtt, chat"}) as client:
            self.assertRegex(client.head, r"(?im)^sec-websocket-protocol: chat\r?$")

    def test_compression_is_declined_or_handled(self):
        offer = {"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"}
        with Panda(self.daemon, headers=offer) as client:
            if "permessage-deflate" not in client.head:
                client.receive_dump()


class UpdateTests(DaemonTestCase):
    """Updates are not taken yet; the page must still hear an answer on its WebSocket."""

    def upload(self, *headers):
        options = [word for header in headers for word in ("--header", header)]
        return curl("--data-binary", "@/dev/null", *options, self.daemon.url + "/ota")

    def test_a_firmware_upload_is_answered_and_refused_over_the_websocket(self):
        with connected(self.daemon) as client:
            status, answer = self.upload(
                "Content-Type: application/octet-stream;charset=UTF-8", "OTA-Type: ota_fw"
            )
            self.assertEqual(status, 200)
            self.assertRegex(answer, r"(?im)^connection: close\r?$")
            self.assertTrue(answer.replace("\r", "").endswith("\n\n"), "the body is not empty")
            response = client.receive_field("response", "type")
            self.assertEqual(response, {"type": "ota_fw", "ok": 0})

    def test_an_upload_of_no_known_type_is_refused_as_unknown(self):
        for header in ["OTA-Type: ota_img", "X-None: 1"]:
            with self.subTest(header=header), connected(self.daemon) as client:
                status, _ = self.upload(header)
                self.assertEqual(status, 200)
                response = client.receive_field("response", "type")
                self.assertEqual(response, {"type": "ota_unknown", "ok": 0})

    def test_a_large_upload_does_not_hurt_the_server(self):
        sent = subprocess.run(
            ["curl", "--silent", "--max-time", "20", "--header", "OTA-Type: ota_fw",
             "--data-binary", "@-", "--output", "/dev/null", self.daemon.url + "/ota"],
            input=bytes(8 << 20), timeout=30, check=False,
        )
        self.assertIsNotNone(sent.returncode)
        with connected(self.daemon) as client:
            self.assertIn("settings", client.dump)
