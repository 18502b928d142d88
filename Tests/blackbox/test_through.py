"""`hearth doctor --through URL` before real proxies, each with one fault."""

import json
import os
import pathlib
import re
import socket
import unittest

from access import GuardedDaemon
from daemon import Daemon, run_hearth, wait_until
from proxies import Caddy, Nginx, Site, certify, enter_machine_of_proxies, mainsail
from test_proxies import answers, only_block, service_block

NAMES = dict.fromkeys(("heater.example.org", "mainsail.local", "other.example.org"), "127.0.0.1")

#: All that a way through a proxy is tried for.
SUBJECTS = ["proxy", "name", "upgrade", "stream", "upload"]

#: A port of the faulty proxies each, and what is changed in the documents' file for nginx.
(PLAIN, UPGRADE, HELD, HELD_LESS, SMALL, NO_HOST, HOST, UNREACHED, ANOTHER, UNCHANGED, TAKEN_OFF, LED, PAGE,
 ASKS, SILENT) = range(8101, 8116)
FAULTS = {
    PLAIN: {},
    UPGRADE: {"proxy_set_header Upgrade $http_upgrade;": ""},
    HELD: {"proxy_http_version": (
        "proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 256k; proxy_buffers 4 256k; "
        "proxy_busy_buffers_size 256k; proxy_http_version")},
    HELD_LESS: {"proxy_http_version": (
        "proxy_ignore_headers X-Accel-Buffering; proxy_buffer_size 16k; proxy_buffers 4 16k; "
        "proxy_http_version")},
    SMALL: {"client_max_body_size 5m": "client_max_body_size 1m"},
    NO_HOST: {"proxy_set_header Host $http_host;": ""},
    HOST: {"$http_host": "backend"},
    UNREACHED: {":8080": ":9"},
    ANOTHER: {":8080": ":8081"},
    UNCHANGED: {"location /": "location /heater/"},
    TAKEN_OFF: {"location /": "location /heater/", ":8080;": ":8080/;"},
    LED: {"proxy_pass": "return 301 https://heater.example.org$request_uri; proxy_pass"},
    PAGE: {"proxy_pass": "return 200 '<title>Another</title>'; proxy_pass"},
    ASKS: {"proxy_pass": "return 401; proxy_pass"},
    # nginx then leads in a circle who asks under a foreign name.
    SILENT: {"proxy_set_header X-Forwarded-Proto $scheme;": ""},
}


def setUpModule():
    enter_machine_of_proxies(NAMES)


def variant(port, changes):
    """The documents' site in the clear at another port, with a fault in it."""
    site = only_block("conf nginx").partition("server {")[2]
    site = re.sub(r"ssl_certificate.*\n", "", site).replace("443 ssl", str(port))
    for old, new in changes.items():
        if old not in site:
            raise AssertionError(f"the documents' file has no {old!r} any more")
        site = site.replace(old, new)
    return "server {" + site


class ThroughTestCase(unittest.TestCase):
    environment = {}

    def doctor(self, url, **environment):
        """Its exit status, and its findings by subject."""
        answer = run_hearth(
            "doctor", "--through", url, "--listen", "127.0.0.1:8080", "--json",
            env={**os.environ, **environment},
        )
        self.assertEqual(answer.stderr, "")
        findings = json.loads(answer.stdout)["findings"]
        return answer.returncode, {finding["subject"]: finding for finding in findings}

    def assert_all_is_well(self, url, **environment):
        status, findings = self.doctor(url, **environment)
        self.assertEqual([findings[subject]["grade"] for subject in findings], ["ok"] * 5, findings)
        self.assertEqual((status, list(findings)), (0, SUBJECTS))

    def assert_lost(self, url, subject, *words, **environment):
        """This alone is wrong, and said with these words."""
        status, findings = self.doctor(url, **environment)
        wrong = [name for name, finding in findings.items() if finding["grade"] != "ok"]
        self.assertEqual((status, wrong), (1, [subject]), findings)
        told = findings[subject]["text"] + "; " + findings[subject]["advice"]
        for word in words:
            self.assertIn(word, told)
        return findings


class ThroughTests(ThroughTestCase):
    @classmethod
    def setUpClass(cls):
        certificate = pathlib.Path("/etc/nginx/heater.pem")
        certify("heater.example.org", certificate, certificate.with_suffix(".key"))
        service = pathlib.Path("/etc/nginx/hearth.conf")
        service.write_text(service_block(), encoding="utf-8")
        cls.daemon = cls.enterClassContext(Daemon(port=8080, arguments=["--service-file", service]))
        proxy = Nginx("", ports=[80, 443, *FAULTS])
        proxy.sites = "\n".join([
            only_block("conf nginx"), mainsail(proxy.folder, only_block("conf nginx location")),
            *(variant(port, changes) for port, changes in FAULTS.items()),
        ])
        cls.enterClassContext(proxy)
        cls.trust = {"SSL_CERT_FILE": str(certificate)}

    def site(self, port, path="/"):
        return f"http://heater.example.org:{port}{path}"

    # MARK: What the documents give

    def test_nothing_is_lost_by_the_documents_files(self):
        self.assert_all_is_well("https://heater.example.org/", **self.trust)
        self.assert_all_is_well("http://mainsail.local/hearth/")
        self.assert_all_is_well(self.site(PLAIN))

    def test_nothing_is_changed_on_the_device(self):
        def remembered():
            state = self.daemon.get_state()
            events = self.daemon.request("GET", "/api/v1/events")[2]
            return state["target_c"], state["power"], state["changed_by"], events

        before = remembered()
        self.assert_all_is_well("https://heater.example.org/", **self.trust)
        self.assertEqual(remembered(), before)
        self.assertNotIn("error", self.daemon.log)

    def test_a_person_reads_a_line_each(self):
        answer = run_hearth("doctor", "--through", self.site(SMALL), "--listen", "127.0.0.1:8080")
        self.assertEqual(answer.returncode, 1)
        self.assertRegex(answer.stdout, r"(?m)^ok       proxy     this Hearth \(")
        self.assertRegex(answer.stdout, r"(?m)^failed   upload    .* 413.*; allow it \(nginx: ")
        self.assertEqual(len(answer.stdout.splitlines()), 5)

    # MARK: What is lost on the way

    def test_upgrade(self):
        self.assert_lost(self.site(UPGRADE), "upgrade", "proxy_set_header Upgrade $http_upgrade")

    def test_the_stream(self):
        for port in (HELD, HELD_LESS):
            with self.subTest(port):
                self.assert_lost(self.site(port), "stream", "proxy_ignore_headers X-Accel-Buffering")

    def test_long_bodies(self):
        self.assert_lost(self.site(SMALL), "upload", "413", "client_max_body_size 5m")

    def test_host(self):
        self.assert_lost(self.site(NO_HOST), "name", "proxy_set_header Host $http_host")
        self.assert_lost(self.site(HOST), "name", "proxy_set_header Host $http_host")

    def test_a_name_that_hearth_was_not_told(self):
        for port in (PLAIN, SILENT):
            findings = self.assert_lost(
                f"http://other.example.org:{port}/", "name", "add other.example.org to host_names"
            )
            self.assertEqual(list(findings), ["name"])

    # MARK: What stands in the way

    def test_a_proxy_that_does_not_reach_hearth(self):
        self.assert_lost(self.site(UNREACHED), "proxy", "502", "proxy_pass http://127.0.0.1:8080")

    def test_another_hearth(self):
        with Daemon(port=8081, arguments=["--service-file", "/etc/nginx/hearth.conf"]):
            self.assert_lost(self.site(ANOTHER), "proxy", "another Hearth", "http://127.0.0.1:8080")

    def test_a_path_that_hearth_does_not_know(self):
        self.assert_lost(self.site(UNCHANGED, "/heater/"), "path", "proxy_pass http://127.0.0.1:8080/;")
        self.assert_all_is_well(self.site(TAKEN_OFF, "/heater/"))

    def test_a_path_that_the_proxy_does_not_know(self):
        self.assert_lost(self.site(UNCHANGED), "path", "404")
        self.assert_lost("http://mainsail.local/elsewhere/", "path", "something other than Hearth")

    def test_a_redirect(self):
        self.assert_lost(self.site(LED), "redirect", "https://heater.example.org/api/v1/version")

    def test_another_program(self):
        self.assert_lost(self.site(PAGE), "path", "something other than Hearth")

    def test_a_password_of_the_proxy(self):
        self.assert_lost(self.site(ASKS), "password", "401")

    def test_a_certificate_that_nobody_trusts(self):
        self.assert_lost("https://heater.example.org/", "TLS", "not trusted", "SSL_CERT_FILE")

    def test_a_certificate_for_another_name(self):
        self.assert_lost("https://mainsail.local/", "TLS", "heater.example.org", **self.trust)

    def test_no_tls(self):
        self.assert_lost(f"https://heater.example.org:{PLAIN}/", "TLS", "http://")

    def test_nobody(self):
        self.assert_lost(self.site(9), "proxy", "Connection refused", "start the proxy")
        self.assert_lost("http://nowhere.invalid/", "proxy", "nowhere.invalid")

    def test_somebody_who_is_silent(self):
        with socket.create_server(("127.0.0.1", 0)) as silent:
            self.assert_lost(self.site(silent.getsockname()[1]), "proxy", "did not answer in time")

    def test_no_page_s_address(self):
        for url in ("heater.example.org", "ws://heater.example.org/ws", "http://a:secret@b/"):
            answer = run_hearth("doctor", "--through", url)
            self.assertEqual(answer.returncode, 2, answer.stdout)
            self.assertIn("--through", answer.stderr)


class CaddyTests(ThroughTestCase):
    @classmethod
    def setUpClass(cls):
        service = pathlib.Path("/etc/hearth-caddy.conf")
        service.write_text(service_block(), encoding="utf-8")
        cls.daemon = cls.enterClassContext(Daemon(port=8080, arguments=["--service-file", service]))
        site = only_block("conf Caddyfile")
        faulty = site.replace("heater.example.org", "http://heater.example.org:8201").replace(
            ":8080", ":8080 {\n header_up Host backend\n }"
        )
        small = site.replace("heater.example.org {", "http://heater.example.org:8202 {\n request_body {\n  max_size 1MB\n }")
        cls.proxy = cls.enterClassContext(Caddy(site + faulty + small, ports=[443, 8201, 8202]))
        wait_until(
            lambda: answers(Site("heater.example.org", authority=cls.proxy.authority)), "its certificate"
        )

    def test_nothing_is_lost_by_the_documents_file(self):
        self.assert_all_is_well(
            "https://heater.example.org/", SSL_CERT_FILE=str(self.proxy.authority)
        )

    def test_what_is_lost_is_told(self):
        self.assert_lost("http://heater.example.org:8201/", "name", "Host is \"backend\"", "header_up Host")
        self.assert_lost("http://heater.example.org:8202/", "upload", "502", "max_size")


class PasswordTests(ThroughTestCase):
    """Hearth itself asks for a password."""

    def start(self, service=""):
        daemon = self.enterContext(GuardedDaemon(service=service_block() + service, port=8080))
        sites = [variant(port, FAULTS[port]) for port in (PLAIN, UPGRADE)]
        mapped = only_block("conf nginx").partition("server {")[0]
        self.enterContext(Nginx(mapped + "\n".join(sites), ports=[PLAIN, UPGRADE]))
        return daemon

    def test_a_token_lets_the_doctor_see_the_stream(self):
        daemon = self.start()
        url = f"http://heater.example.org:{PLAIN}/"
        status, findings = self.doctor(url)
        grades = {subject: finding["grade"] for subject, finding in findings.items()}
        self.assertEqual((status, grades), (0, dict.fromkeys(SUBJECTS, "ok") | {"stream": "warning"}))
        self.assertIn("HEARTH_TOKEN", findings["stream"]["advice"])
        token = daemon.token("doctor")["Authorization"].split()[1]
        self.assert_all_is_well(url, HEARTH_TOKEN=token)
        for environment in ({}, {"HEARTH_TOKEN": token}):
            _, findings = self.doctor(f"http://heater.example.org:{UPGRADE}/", **environment)
            self.assertEqual(findings["upgrade"]["grade"], "failed", findings)

    def test_a_trusted_proxy_is_told(self):
        self.start(service="[access]\ntrusted: 127.0.0.1\n")
        _, findings = self.doctor(f"http://heater.example.org:{PLAIN}/")
        self.assertEqual(findings["trusted"]["grade"], "warning", findings)


if __name__ == "__main__":
    unittest.main()
