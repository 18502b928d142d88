"""TLS with a certificate of the owner's."""

import contextlib
import http.client
import json
import pathlib
import re
import socket
import ssl
import subprocess
import unittest

from access import PASSWORD, GuardedDaemon
from daemon import PATIENCE, run_hearth, wait_until
from panda import connected


def certify(folder, name="heater"):
    """A certificate of its own making, with its key, in `folder`; returns both paths."""
    certificate, key = pathlib.Path(folder, "certificate.pem"), pathlib.Path(folder, "key.pem")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={name}",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )
    return certificate, key


class EncryptedDaemon(GuardedDaemon):
    """A daemon with TLS on a port of its own."""

    def __init__(self, plain="everyone", **options):
        super().__init__(**options)
        self.certificate, self.key = certify(self.files)
        pathlib.Path(self.files, "hearth.conf").write_text(
            f"[tls]\ncertificate: {self.certificate}\nkey: {self.key}\nlisten: 127.0.0.1:0\nplain: {plain}\n",
            encoding="utf-8",
        )

    @property
    def tls_port(self):
        return int(re.findall(r"TLS on port (\d+)", self.log)[-1])

    def trust(self):
        """A context that trusts this certificate and no other."""
        return ssl.create_default_context(cafile=self.certificate)

    def ask(self, method, path, body=None, headers=None):
        """A request over TLS."""
        connection = http.client.HTTPSConnection(
            "localhost", self.tls_port, timeout=PATIENCE, context=self.trust()
        )
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()


class TLSTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.daemon = cls.enterClassContext(EncryptedDaemon(password=None))

    def test_page_and_interface_come_over_tls(self):
        status, _, body = self.daemon.ask("GET", "/")
        self.assertEqual(status, 200)
        self.assertIn(b"<title>Panda Breath</title>", body)
        self.assertTrue(body.rstrip().endswith(b"</html>"))
        status, _, body = self.daemon.ask("GET", "/api/v1/state")
        self.assertEqual((status, json.loads(body)["power"]), (200, False))
        status, _, _ = self.daemon.ask(
            "POST", "/api/v1/wish", '{"set_target":43}',
            {"Content-Type": "application/json", "Origin": f"https://localhost:{self.daemon.tls_port}"},
        )
        self.assertEqual(status, 200)

    def test_one_connection_takes_many_requests(self):
        connection = http.client.HTTPSConnection(
            "localhost", self.daemon.tls_port, timeout=PATIENCE, context=self.daemon.trust()
        )
        with contextlib.closing(connection):
            for number in range(20):
                if number % 2:
                    connection.request("GET", "/")
                else:
                    connection.request(
                        "POST", "/api/v1/wish", json.dumps({"set_target": 40 + number}),
                        {"Content-Type": "application/json"},
                    )
                answer = connection.getresponse()
                self.assertEqual(answer.status, 200)
                self.assertGreater(len(answer.read()), 10)

    def test_a_websocket_works_over_tls(self):
        tls = (self.daemon.trust(), self.daemon.tls_port)
        host = f"localhost:{self.daemon.tls_port}"
        with connected(self.daemon, tls=tls, host=host, headers={"Origin": f"https://{host}"}) as client:
            client.send({"settings": {"set_temp": 46}})
            client.peer_settles()
            client.send_frame(1, b" " * 60_000 + b'{"settings":{"set_temp":49}}')
            wait_until(lambda: self.daemon.get_state()["target_c"] == 49, "the target")

    def test_a_stream_works_over_tls(self):
        with socket.create_connection(("127.0.0.1", self.daemon.tls_port), PATIENCE) as plain:
            with self.daemon.trust().wrap_socket(plain, server_hostname="localhost") as client:
                client.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
                received = b""
                while received.count(b"event: state") < 4:
                    part = client.recv(65536)
                    self.assertTrue(part)
                    received += part

    def test_the_plain_port_stays(self):
        self.assertEqual(self.daemon.request("GET", "/api/v1/state")[0], 200)

    def test_plain_words_at_the_tls_port_harm_nobody(self):
        for words in (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n", b"\x16\x03\x01", bytes(300)):
            with socket.create_connection(("127.0.0.1", self.daemon.tls_port), PATIENCE) as client:
                client.sendall(words)
                with contextlib.suppress(OSError):
                    client.shutdown(socket.SHUT_WR)
                    self.assertNotIn(b"200 OK", client.recv(4096))
        self.assertEqual(self.daemon.ask("GET", "/api/v1/version")[0], 200)

    def test_only_http_1_1_is_agreed_on(self):
        context = self.daemon.trust()
        context.set_alpn_protocols(["h2", "http/1.1"])
        with socket.create_connection(("127.0.0.1", self.daemon.tls_port), PATIENCE) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as client:
                self.assertEqual(client.selected_alpn_protocol(), "http/1.1")


class GuardedTLSTests(unittest.TestCase):
    def test_the_cookie_is_for_tls_alone(self):
        with EncryptedDaemon() as daemon:
            status, headers, _ = daemon.ask(
                "POST", "/login", "password=" + PASSWORD.replace(" ", "+"),
                {"Content-Type": "application/x-www-form-urlencoded"},
            )
            self.assertEqual(status, 303)
            self.assertTrue(headers["Set-Cookie"].startswith("__Host-hearth="))
            self.assertIn("; Secure", headers["Set-Cookie"])
            way_in = {"Cookie": headers["Set-Cookie"].split(";")[0]}
            self.assertEqual(daemon.ask("GET", "/api/v1/state", headers=way_in)[0], 200)
            self.assertEqual(daemon.ask("GET", "/api/v1/state")[0], 401)

    def test_the_plain_port_can_be_for_this_machine_alone(self):
        with EncryptedDaemon(plain="this_machine") as daemon:
            self.assertEqual(daemon.command("status").returncode, 0)

    def test_a_renewed_certificate_is_taken_without_a_restart(self):
        with EncryptedDaemon(password=None) as daemon:
            process = daemon.process.pid
            certify(daemon.files, "renewed")

            def is_new():
                try:
                    return daemon.ask("GET", "/api/v1/version")[0] == 200
                except (ssl.SSLError, OSError):
                    return False

            wait_until(is_new, "the renewed certificate")
            self.assertEqual(daemon.process.pid, process)
            self.assertIn("renewed TLS certificate is in use", daemon.log)

    def test_a_certificate_that_cannot_be_used_is_told_at_the_start(self):
        daemon = EncryptedDaemon(password=None)
        daemon.key.write_text("no key", encoding="utf-8")
        try:
            with self.assertRaises(AssertionError) as failure:
                daemon.start()
            self.assertIn("cannot offer TLS", str(failure.exception))
        finally:
            daemon.__exit__(None, None, None)

    def test_a_key_that_is_missing_is_a_mistake(self):
        with GuardedDaemon(password=None) as daemon:
            path = pathlib.Path(daemon.files, "half.conf")
            path.write_text("[tls]\ncertificate: /tmp/none.pem\n", encoding="utf-8")
            result = run_hearth("run", "--board", daemon.board, "--service-file", path)
            self.assertEqual(result.returncode, 5)
            self.assertIn("[tls] key: this key is missing", result.stderr)
