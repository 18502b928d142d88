"""Updates, as seen by the one who uploads them, and as they lie on the disk."""

import contextlib
import hashlib
import http.client
import json
import os
import socket
import struct

import daemon
import hardware

STATE = "/var/lib/hearth"
SLOTS = STATE + "/slots"
# What may lie there: anything else is half of something.
WHOLE = {"a", "b", "choice"}
HEADERS = {"Content-Type": "application/octet-stream;charset=UTF-8", "OTA-Type": "ota_fw"}
# For an emulated processor that unpacks 23 MB, or starts three times without success, in s of its own time.
PATIENCE = 120


class Bundle:
    """One of the lab's updates (lab/machine/bundles)."""

    def __init__(self, name):
        with open(f"{hardware.PROGRAMS}/bundles/{name}.bin", "rb") as file:
            self.bytes = file.read()
        self.manifest = manifest(self.bytes)
        self.version = self.manifest["version"]

    def size(self, program):
        """Of an unpacked program, in bytes."""
        return next(one["size"] for one in self.manifest["files"] if one["path"] == program)


def manifest(head):
    """What a bundle's or a slot's head says: docs/update.md, "The file"."""
    (length,) = struct.unpack(">I", head[8:12])
    return json.loads(head[76:76 + length])


# As its uploader sees it.

def upload(body):
    """Uploads; whether it was accepted, and what is said of it."""
    connection = http.client.HTTPConnection("127.0.0.1", 80, timeout=PATIENCE)
    try:
        connection.request("POST", "/ota", body, HEADERS)
        answer = connection.getresponse()
        answer.read()
    finally:
        connection.close()
    return answer.headers["Hearth-Update"] == "accepted", answer.headers["Hearth-Update-Words"]


@contextlib.contextmanager
def upload_begun(count, ends_rudely):
    """A connection on which an upload of so many bytes was announced; it ends as one whose program
    ended, or is reset."""
    head = ["POST /ota HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {count}"]
    head += [f"{name}: {value}" for name, value in HEADERS.items()]
    with socket.create_connection(("127.0.0.1", 80), timeout=PATIENCE) as connection:
        connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        yield connection
        if ends_rudely:
            linger = struct.pack("ii", 1, 0)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)


def status():
    """The version that runs and the rest of the state's words about updates; `None`: nobody answers,
    or has not looked at the slots yet."""
    try:
        state = daemon.state()
    except (OSError, http.client.HTTPException, daemon.Refused):
        return None
    update = state["device"]["update"]
    return {"version": state["version"], **update} if update["slots"] else None


def runs(version, is_on_trial=False):
    now = status()
    return now is not None and (now["version"], now["trial"]) == (version, is_on_trial)


def running():
    """The version that runs, once it is known and not on trial."""
    settled = []

    def look():
        now = status()
        if now and not now["trial"] and now["phase"] == "idle":
            settled.append(now["version"])
        return settled

    if not hardware.until(look, PATIENCE, every=0.2):
        raise daemon.Refused(f"no version comes to rest: {status()}")
    return settled[0]


def slot_that_runs():
    return next(slot["name"] for slot in status()["slots"] if slot["running"])


def await_version(version, is_on_trial=False, seconds=PATIENCE):
    return hardware.until(lambda: runs(version, is_on_trial), seconds, every=0.2)


def events():
    """What was remembered, as one text."""
    return json.dumps(daemon.request("GET", "/api/v1/events?limit=100"))


# As they lie on the disk.

def leftovers():
    """What an update left behind that was cut short."""
    return sorted(set(os.listdir(SLOTS)) - WHOLE)


def damage():
    """What is not as it was signed in the slots that do not run: the one that does was looked at by the
    package's program as it started."""
    found = []
    for slot in {"a", "b"} - {slot_that_runs()}:
        folder = f"{SLOTS}/{slot}"
        if not os.path.isdir(folder):
            continue
        try:
            with open(folder + "/head", "rb") as file:
                files = manifest(file.read())["files"]
            for one in files:
                with open(f"{folder}/{one['path']}", "rb") as file:
                    digest = hashlib.sha256(file.read()).hexdigest()
                if digest != one["sha256"]:
                    found.append(f"{slot}/{one['path']}")
        except (OSError, ValueError, struct.error) as error:
            found.append(f"{slot}: {error!r}")
    return found
