"""Daemons that ask for a password, and ways to get in."""

import os
import pathlib
import shutil
import tempfile
import urllib.parse

from daemon import Daemon, run_hearth, wait_until

PASSWORD = "correct horse battery"


def service_file(folder, text):
    """A service file in `folder`."""
    path = pathlib.Path(folder, "hearth.conf")
    path.write_text(text, encoding="utf-8")
    return path


class GuardedDaemon(Daemon):
    """A daemon that asks for PASSWORD; `service` is what its service file says."""

    def __init__(self, service="", password=PASSWORD, arguments=(), **options):
        self.files = tempfile.mkdtemp(prefix="hearth-access-")
        path = service_file(self.files, service)
        super().__init__(arguments=["--service-file", path, *arguments], **options)
        os.makedirs(self.state_directory, mode=0o700, exist_ok=True)
        if password is not None:
            self.access("password", input=password + "\n")

    def __exit__(self, *details):
        super().__exit__(*details)
        shutil.rmtree(self.files, ignore_errors=True)

    def access(self, *words, **options):
        """Runs `hearth access` on the state directory and returns what it printed."""
        result = run_hearth("access", *words, "--state", self.state_directory, **options)
        if result.returncode:
            raise AssertionError(f"hearth access {words}: {result}")
        return result.stdout.strip()

    def command(self, *words):
        """Runs a command as the service's own user would."""
        environment = {**os.environ, "STATE_DIRECTORY": self.state_directory}
        return run_hearth(*words, "--host", self.host, env=environment)

    def log_in(self, password=PASSWORD, source=None, headers=None):
        """Posts the password and returns (status, headers, body)."""
        return self.request(
            "POST", "/login", urllib.parse.urlencode({"password": password}),
            {"Content-Type": "application/x-www-form-urlencoded", **(headers or {})}, source,
        )

    def cookie(self, password=PASSWORD, source=None):
        """A header that lets its sender in, by a log-in."""
        status, headers, body = self.log_in(password, source)
        if status != 303:
            raise AssertionError(f"POST /login: {status} {body!r}")
        return {"Cookie": headers["Set-Cookie"].split(";")[0]}

    def token(self, name):
        """A header that lets its sender in, by a new token."""
        token = self.access("token", "add", name)
        header = {"Authorization": f"Bearer {token}"}
        wait_until(
            lambda: self.request("GET", "/api/v1/state", headers=header)[0] == 200, "the token's use"
        )
        return header
