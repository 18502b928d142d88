"""The real nginx and the real Caddy before a daemon, each an instance of the test's own.

They listen where their files say, so the test is in a network of its own (isolation.py, machine.py).
"""

import contextlib
import http.client
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import unittest

from daemon import PATIENCE, wait_until
from machine import enter_own_machine

#: Debian puts servers where a user's own path may not lead.
PATH = "/usr/sbin:/usr/bin"


def enter_machine_of_proxies(names):
    """Enters a machine that knows `names`; skips the module's tests where that or a proxy is missing."""
    for program in ("nginx", "caddy"):
        if not shutil.which(program, path=PATH):
            raise unittest.SkipTest(f"Debian's {program} is not installed: script/setup test installs it")
    if not enter_own_machine(names):
        raise unittest.SkipTest("needs root, and namespaces of its own")


#: What stands around the files of the documents: everything in the test's folder, and no child processes.
NGINX = """
daemon off;
master_process off;
pid {folder}/pid;
error_log stderr;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{sites}
}}
"""

#: Certificates of its own, and nothing of it in the machine's own list of authorities.
CADDY = """{{
	admin off
	local_certs
	skip_install_trust
	storage file_system {folder}/caddy
}}
{sites}
"""

#: Mainsail's site, as far as it matters to what stands beside it: its map, its page for every path but those of
#: Moonraker, and compressed answers.
MAINSAIL = """
map $http_upgrade $connection_upgrade {{
    default upgrade;
    "" close;
}}
server {{
    listen 80 default_server;
    server_name _;
    gzip on;
    gzip_proxied any;
    gzip_types text/plain application/json;
    root {pages};
    index index.html;
    proxy_request_buffering off;
    location / {{
        try_files $uri $uri/ /index.html;
    }}
    location ~ ^/(printer|api|access|machine|server)/ {{
        return 418;
    }}
{location}
}}
"""


def mainsail(folder, location):
    """Mainsail's site with one location more; its page is made in `folder`."""
    pages = pathlib.Path(folder, "mainsail")
    pages.mkdir(exist_ok=True)
    (pages / "index.html").write_text("<title>Mainsail</title>\n", encoding="utf-8")
    return MAINSAIL.format(pages=pages, location=location)


def certify(name, certificate, key):
    """A certificate that signed itself, for a name."""
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-days", "2", "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )


class Proxy:
    """One proxy that runs as long as the context; `ports` are those that it listens to then."""

    def __init__(self, sites, ports):
        self.folder = tempfile.mkdtemp(prefix="hearth-proxy-")
        self.sites = sites
        self.ports = ports

    def __enter__(self):
        words = self.prepare()
        log = pathlib.Path(self.folder, "log")
        with open(log, "wb") as printed:
            self.process = subprocess.Popen(
                words, stdin=subprocess.DEVNULL, stdout=printed, stderr=printed, cwd=self.folder,
                env={**os.environ, "HOME": self.folder, "XDG_DATA_HOME": self.folder},
            )
        try:
            wait_until(lambda: self.listens() or self.process.poll() is not None, "the proxy's start")
            if self.process.poll() is not None:
                raise AssertionError(f"{words[0]} ended: {log.read_text(errors='replace')}")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def listens(self):
        for port in self.ports:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) != 0:
                    return False
        return True

    def written(self, name, text):
        path = pathlib.Path(self.folder, name)
        path.write_text(text.format(folder=self.folder, sites=self.sites), encoding="utf-8")
        return path


class Nginx(Proxy):
    def prepare(self):
        path = self.written("nginx.conf", NGINX)
        return [shutil.which("nginx", path=PATH), "-p", self.folder, "-c", path, "-e", "stderr"]


class Caddy(Proxy):
    def prepare(self):
        path = self.written("Caddyfile", CADDY)
        return [shutil.which("caddy", path=PATH), "run", "--adapter", "caddyfile", "--config", path]

    @property
    def authority(self):
        """The certificate that it signs its own with."""
        return pathlib.Path(self.folder, "caddy/pki/authorities/local/root.crt")


class Site:
    """Hearth as a browser reaches it: a name and a path, and an authority where it has TLS."""

    def __init__(self, name, prefix="/", authority=None):
        self.name, self.prefix, self.authority = name, prefix, authority
        self.origin = ("https://" if authority else "http://") + name
        self.port = 443 if authority else 80

    @property
    def tls(self):
        return self.authority and ssl.create_default_context(cafile=self.authority)

    def ask(self, method, path, body=None, headers=None):
        """What `path` below the prefix answers: (status, headers, body)."""
        if self.authority:
            connection = http.client.HTTPSConnection(
                self.name, self.port, timeout=PATIENCE, context=self.tls
            )
        else:
            connection = http.client.HTTPConnection(self.name, self.port, timeout=PATIENCE)
        with contextlib.closing(connection):
            connection.request(method, self.prefix + path, body, headers or {})
            answer = connection.getresponse()
            return answer.status, answer.headers, answer.read()

    def connection(self):
        """A bare connection to the proxy."""
        plain = socket.create_connection((self.name, self.port), PATIENCE)
        return self.tls.wrap_socket(plain, server_hostname=self.name) if self.authority else plain
