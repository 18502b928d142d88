"""Stand-ins for printers whose host is asked over HTTP: OctoPrint and PrusaLink, as far as Hearth asks.

usage: /usr/bin/python3 lab/printers/webhost.py octoprint|prusalink [--port N] [--secret TEXT] [--bed C]

Then bind it: `hearth printer bind octoprint 127.0.0.1:N --secret-file FILE`. It prints all the time. Tests
import `OctoPrint` and `PrusaLink` and play the printer by hand. OctoPrint's answers follow its REST
documentation, PrusaLink's its OpenAPI document (version 1.0.0).
"""

import argparse
import contextlib
import hashlib
import http.server
import json
import re
import ssl
import threading
import time
import urllib.parse


class _Host:
    """One host on the loopback interface; a context manager."""

    def __init__(self, *, port=0, secret="a-key", address="127.0.0.1", certificate=None):
        self.secret = secret
        #: Takes connections and requests and answers none.
        self.hangs = False
        #: What answers every request instead: (status, body).
        self.nonsense = None
        #: Method and path of each request, in order.
        self.asked = []
        #: What each request showed of who asks.
        self.shown = []
        self.state, self.target, self.file = "idle", 0.0, ""
        self._woken = threading.Event()
        host = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                host.asked.append((self.command, self.path))
                host.shown.append({**self.headers})
                if host.hangs:
                    host._woken.wait()
                    self.close_connection = True
                    return
                if host.nonsense:
                    status, answer = host.nonsense
                    self.reply(status, answer.encode(), {})
                    return
                status, answer, headers = host.serve(self.command, self.path, self.headers, body)
                self.reply(status, b"" if answer is None else json.dumps(answer).encode(), headers)

            def reply(self, status, body, headers):
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(body)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer((address, port), Handler)
        self._server.daemon_threads = True
        if certificate:
            key, chain = certificate
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(chain, key)
            # The handshake belongs to the connection's own thread: a client that hangs holds up nobody.
            self._server.socket = context.wrap_socket(
                self._server.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self.wake()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def port(self):
        return self._server.server_address[1]

    def wake(self):
        """Lets go of the requests that hang."""
        self.hangs = False
        self._woken.set()
        self._woken = threading.Event()

    def start_print(self, bed=100.0, file="cube.gcode"):
        self.state, self.target, self.file = "printing", bed, file

    def end_print(self):
        self.state, self.target = "idle", 0.0


class OctoPrint(_Host):
    """OctoPrint with a printer that is connected, unless `is_connected` says otherwise."""

    def __init__(self, **options):
        super().__init__(**options)
        self.is_connected = True
        #: The lines of G-code that were sent.
        self.lines = []

    def serve(self, method, path, headers, body):
        if headers.get("X-Api-Key") != self.secret:
            return 403, {"error": "You don't have the permission to access the requested resource."}, {}
        route = (method, urllib.parse.urlsplit(path).path)
        if route == ("GET", "/api/printer"):
            if not self.is_connected:
                return 409, {"error": "Printer is not operational"}, {}
            return 200, self._printer(), {}
        if route == ("GET", "/api/job"):
            return 200, self._job(), {}
        if route == ("POST", "/api/job"):
            return self._command(json.loads(body))
        if route == ("POST", "/api/printer/command"):
            self.lines += json.loads(body)["commands"]
            return 204, None, {}
        return 404, {"error": "not found"}, {}

    def _printer(self):
        flags = {
            "operational": True, "printing": self.state == "printing", "paused": self.state == "paused",
            "pausing": False, "resuming": False, "cancelling": False, "finishing": False, "sdReady": False,
            "error": False, "ready": self.state == "idle", "closedOrError": False,
        }
        text = {"idle": "Operational", "printing": "Printing", "paused": "Paused"}[self.state]
        return {
            "temperature": {
                "bed": {"actual": 24.5, "target": self.target, "offset": 0},
                "tool0": {"actual": 25.0, "target": 0, "offset": 0},
            },
            "state": {"text": text, "flags": flags, "error": ""},
        }

    def _job(self):
        is_printing = self.state != "idle"
        name = self.file if is_printing else None
        return {
            "job": {"file": {"name": name, "display": name, "path": name, "origin": "local"}},
            "progress": {
                "completion": 12.5 if is_printing else None, "printTime": 60 if is_printing else None,
                "printTimeLeft": 420 if is_printing else None,
            },
            "state": "Printing" if is_printing else "Operational",
        }

    def _command(self, wish):
        word = wish.get("action") or wish["command"]
        if self.state == "idle":
            return 409, {"error": "Printer is not printing"}, {}
        self.state = {"pause": "paused", "resume": "printing", "cancel": "idle"}[word]
        return 204, None, {}


class PrusaLink(_Host):
    """PrusaLink; with `user` it asks for a digest, as the printers' own boards do: without `qop`."""

    REALM = "Printer API"

    def __init__(self, *, user=None, quality=None, **options):
        super().__init__(**options)
        self.user = user
        self.quality = quality
        self._nonces = 0
        self.job = 7

    def change_nonce(self):
        """What was proved with the last nonce counts no more."""
        self._nonces += 1

    @property
    def nonce(self):
        return f"{self._nonces:08x}dcf22b5a"

    def _is_known(self, method, path, headers):
        if self.user is None:
            return headers.get("X-Api-Key") == self.secret
        shown = headers.get("Authorization", "")
        if not shown.startswith("Digest "):
            return False
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', shown))
        one = self._hash(f"{self.user}:{self.REALM}:{self.secret}")
        two = self._hash(f"{method}:{path}")
        middle = f"{fields.get('nc')}:{fields.get('cnonce')}:auth:" if self.quality else ""
        return (
            fields.get("nonce") == self.nonce and fields.get("uri") == path
            and fields.get("username") == self.user
            and fields.get("response") == self._hash(f"{one}:{self.nonce}:{middle}{two}")
        )

    @staticmethod
    def _hash(text):
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    def serve(self, method, path, headers, _body):
        if not self._is_known(method, path, headers):
            challenge = f'Digest realm="{self.REALM}", nonce="{self.nonce}", stale="false"'
            if self.quality:
                challenge += f', qop="{self.quality}"'
            return 401, {"message": "Unauthorized"}, {"WWW-Authenticate": challenge}
        if (method, path) == ("GET", "/api/v1/status"):
            return 200, self._status(), {}
        if (method, path) == ("GET", "/api/v1/job"):
            if self.state == "idle":
                return 204, None, {}
            file = {"name": "CUBE~1.BGC", "display_name": self.file, "path": "/usb"}
            return 200, {"id": self.job, "state": self.state.upper(), "progress": 12.0, "file": file}, {}
        asked = re.fullmatch(r"/api/v1/job/(\d+)(/pause|/resume)?", path)
        if not asked or int(asked[1]) != self.job:
            return 404, {"message": "not found"}, {}
        words = {("PUT", "/pause"): "paused", ("PUT", "/resume"): "printing", ("DELETE", None): "idle"}
        self.state = words[method, asked[2]]
        return 204, None, {}

    def _status(self):
        status = {
            "storage": {"path": "/usb/", "name": "usb", "read_only": False},
            "printer": {
                "state": self.state.upper(), "temp_bed": 24.5, "target_bed": self.target,
                "temp_nozzle": 25.0, "target_nozzle": 0.0, "axis_z": 10.0, "flow": 100, "speed": 100,
            },
        }
        if self.state != "idle":
            status["job"] = {"id": self.job, "progress": 12.0, "time_remaining": 420, "time_printing": 60}
        return status


def main():
    parser = argparse.ArgumentParser(description="A stand-in for OctoPrint or PrusaLink.")
    parser.add_argument("kind", choices=("octoprint", "prusalink"))
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--secret", default="a-key")
    parser.add_argument("--user")
    parser.add_argument("--bed", type=float, default=100.0)
    arguments = parser.parse_args()
    options = {"port": arguments.port, "secret": arguments.secret}
    made = OctoPrint(**options) if arguments.kind == "octoprint" else PrusaLink(
        user=arguments.user, **options
    )
    with made as host, contextlib.suppress(KeyboardInterrupt):
        print(f"listening on 127.0.0.1:{host.port}", flush=True)
        host.start_print(bed=arguments.bed)
        while True:
            time.sleep(60)


if __name__ == "__main__":
    main()
