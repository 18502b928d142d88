"""Who is let in: a web page elsewhere must not be able to heat."""

import contextlib
import socket

from daemon import PATIENCE, DaemonTestCase
from panda import Panda, Refused, connected

FOREIGN_ORIGINS = ["http://evil.example", "https://evil.example:8080", "null", "file://",
                   "http://127.0.0.1.evil.example", "http://localhost.evil.example"]
FOREIGN_HOSTS = ["evil.example", "evil.example:80", "local.evil.example", "localhost.evil.example",
                 "evil.local", "pandabreath.lan", "pandabreath.fritz.box"]
OWN_HOSTS = ["127.0.0.1", "localhost", "pandabreath.local", "PandaBreath.LOCAL", "[::1]",
             "192.168.4.20"]


class WebSocketAccessTests(DaemonTestCase):
    def test_a_page_of_another_site_is_refused(self):
        for origin in FOREIGN_ORIGINS:
            with self.subTest(origin=origin), self.assertRaises(Refused) as refusal:
                Panda(self.daemon, headers={"Origin": origin})
            self.assertEqual(refusal.exception.status, 403)

    def test_our_own_page_is_let_in(self):
        with connected(self.daemon, headers={"Origin": self.daemon.url}):
            pass

    def test_a_client_without_an_origin_is_let_in(self):
        with connected(self.daemon):
            pass

    def test_a_page_is_let_in_under_each_of_our_names(self):
        for name in OWN_HOSTS:
            host = f"{name}:{self.daemon.port}"
            with self.subTest(host=host):
                with connected(self.daemon, host=host, headers={"Origin": f"http://{host}"}):
                    pass

    def test_another_origin_than_the_host_is_refused_though_both_are_ours(self):
        with self.assertRaises(Refused):
            Panda(self.daemon, host="localhost", headers={"Origin": "http://192.168.4.20:8123"})

    def test_a_name_that_only_points_at_us_is_refused(self):
        for host in FOREIGN_HOSTS:
            with self.subTest(host=host), self.assertRaises(Refused) as refusal:
                Panda(self.daemon, host=host, headers={"Origin": f"http://{host}"})
            self.assertEqual(refusal.exception.status, 403)


class HTTPAccessTests(DaemonTestCase):
    def post(self, headers):
        return self.daemon.post_wish({"set_target": 50}, headers)

    def test_a_post_from_another_site_is_refused(self):
        for origin in FOREIGN_ORIGINS:
            with self.subTest(origin=origin):
                status, answer = self.post({"Origin": origin})
                self.assertEqual((status, answer["code"]), (403, "foreign_origin"))

    def test_a_post_to_a_foreign_name_is_refused(self):
        for host in FOREIGN_HOSTS:
            with self.subTest(host=host):
                status, answer = self.post({"Host": host})
                self.assertEqual((status, answer["code"]), (403, "foreign_host"))

    def test_a_post_of_our_own_page_is_taken(self):
        status, answer = self.post({"Origin": self.daemon.url})
        self.assertEqual(status, 200, answer)

    def test_a_form_cannot_send_a_wish(self):
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data"):
            with self.subTest(kind=kind):
                status, answer = self.post({"Content-Type": kind})
                self.assertEqual((status, answer["code"]), (415, "not_json"))

    def test_the_state_is_not_told_to_a_foreign_name(self):
        for path in ("/api/v1/state", "/api/v1/stream", "/metrics", "/", "/hearth/", "/anything"):
            for host in FOREIGN_HOSTS:
                status, headers, body = self.daemon.request("GET", path, headers={"Host": host})
                self.assertEqual((status, body), (302, b""), path)
                self.assertTrue(headers["Location"].startswith(self.daemon.url + "/"), headers)

    def test_every_legal_way_to_name_an_address_is_understood(self):
        port = self.daemon.port
        for head in (f"GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}",
                     "GET / HTTP/1.1\r\nHost: 127.0.0.1:"):
            with self.subTest(head):
                with socket.create_connection(("127.0.0.1", port), PATIENCE) as client:
                    client.sendall(f"{head}\r\nConnection: close\r\n\r\n".encode())
                    answer = client.makefile("rb").read()
                self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer[:200])
                self.assertIn(b"<title>Panda Breath</title>", answer)

    def test_no_answer_invites_another_site_to_read(self):
        _, headers, _ = self.daemon.request(
            "GET", "/api/v1/state", headers={"Origin": "http://evil.example"}
        )
        self.assertNotIn("Access-Control-Allow-Origin", headers)

    def test_an_upload_from_another_site_is_refused(self):
        status, _, _ = self.daemon.request(
            "POST", "/ota", b"x", {"Origin": "http://evil.example", "OTA-Type": "ota_fw"}
        )
        self.assertEqual(status, 403)


class BrokenHTTPTests(DaemonTestCase):
    BROKEN = {
        "nothing but line ends": b"\r\n\r\n\r\n",
        "no request": b"hello\r\n\r\n",
        "a huge head": b"GET / HTTP/1.1\r\nHost: localhost\r\nX: " + b"x" * 100_000 + b"\r\n\r\n",
        "a huge address": b"GET /" + b"x" * 100_000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "an unknown method": b"BREW /api/v1/wish HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "a negative length":
            b"POST /api/v1/wish HTTP/1.1\r\nHost: localhost\r\nContent-Length: -5\r\n\r\n",
        "a huge length":
            b"POST /api/v1/wish HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b"Content-Length: 99999999999999999999\r\n\r\n",
        "bytes that are no text": bytes(range(256)) * 4,
    }

    def test_a_broken_request_harms_nobody(self):
        for name, request in self.BROKEN.items():
            with self.subTest(name):
                with socket.create_connection(("127.0.0.1", self.daemon.port), PATIENCE) as client:
                    with contextlib.suppress(OSError):
                        client.sendall(request)
                        client.shutdown(socket.SHUT_WR)
                        client.recv(4096)
                self.assertIsNone(self.daemon.process.poll(), "the daemon ended")
                self.assertEqual(self.daemon.request("GET", "/api/v1/version")[0], 200)
