"""A server of the test's own that takes what is posted to it, and answers as it is told."""

import http.server
import threading

from daemon import PATIENCE, wait_until


class Listener:
    """Keeps each request as (path, headers, body); a context manager."""

    def __init__(self, status=200, port=0):
        self.status = status
        #: Sent along with each answer.
        self.headers = {}
        self.requests = []
        #: Cleared: whoever asks waits until it is set.
        self.answers = threading.Event()
        self.answers.set()
        listener = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                listener.requests.append((self.path, self.headers, body))
                listener.answers.wait(PATIENCE)
                self.send_response(listener.status)
                for name, value in listener.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", "0")
                self.end_headers()

            do_GET = do_POST

            def log_message(self, *_):
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None
        self.port = self._server.server_address[1]

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.answers.set()
        self._server.shutdown()
        self._server.server_close()

    def wait(self, condition, what):
        """The first request of which `condition` holds."""
        return wait_until(lambda: next((r for r in list(self.requests) if condition(r)), None), what)
