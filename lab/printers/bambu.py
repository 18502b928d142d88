"""A Bambu printer for tests: a real `mosquitto` broker with TLS 1.2, a password file and a certificate
of an authority of its own, and a publisher of reports in the shapes that printers send.

As a program it plays a print until it is stopped:

    python3 lab/printers/bambu.py [--address 127.0.0.1] [--port 8883]
"""

import argparse
import contextlib
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time

import paho.mqtt.client as mqtt

SERIAL = "01P00A000000001"
ACCESS_CODE = "12345678"

#: What a finished printer reports after `pushall`, as far as a chamber heater is concerned.
IDLE = {
    "command": "push_status",
    "msg": 0,
    "gcode_state": "IDLE",
    "bed_temper": 24.0,
    "bed_target_temper": 0.0,
    "nozzle_temper": 25.0,
    "nozzle_target_temper": 0.0,
    "chamber_temper": 5.0,
    "mc_percent": 0,
    "mc_remaining_time": 0,
    "print_error": 0,
    "hms": [],
    "ams": {
        "tray_now": "255",
        "ams": [
            {
                "id": "0",
                "tray": [
                    {"id": "3", "tray_type": "ABS", "nozzle_temp_max": "270"},
                    {"id": "0", "tray_type": "PLA", "nozzle_temp_max": "230"},
                    {"id": "1"},
                ],
            }
        ],
    },
    "vt_tray": {"id": "254", "tray_type": "PETG"},
}


#: What a printer with two nozzles reports besides: which one prints, and where each one's filament comes from
#: (`unit << 8 | tray`). Here the second one prints from the first AMS HT, and `tray_now` says nothing.
TWO_NOZZLES = {
    "ams": {
        "tray_now": "0",
        "ams": [
            {
                "id": "0",
                "tray": [
                    {"id": "0", "state": 11, "tray_type": "PLA"},
                    {"id": "1", "state": 10},
                    {"id": "2", "state": 11, "tray_type": "PETG"},
                ],
            },
            {"id": "128", "tray": [{"id": "0", "state": 11, "tray_type": "ABS"}]},
        ],
    },
    "vt_tray": {"id": "255", "tray_type": ""},
    "vir_slot": [{"id": "254", "tray_type": "PLA"}, {"id": "255", "tray_type": "TPU"}],
    "device": {
        "extruder": {"state": 0x112, "info": [{"id": 0, "snow": 65535}, {"id": 1, "snow": 32768}]}
    },
}


class Certificates:
    """An authority and certificates that it signs, in a folder of their own."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.authority = self.folder / "authority.pem"
        self._key = self.folder / "authority.key"
        self._number = 0
        self._openssl(
            "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test CA",
            "-keyout", self._key, "-out", self.authority,
        )

    def make(self, common_name):
        """A new key and certificate; returns the paths of both."""
        self._number += 1
        key = self.folder / f"{self._number}.key"
        request = self.folder / f"{self._number}.csr"
        certificate = self.folder / f"{self._number}.pem"
        self._openssl(
            "req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={common_name}",
            "-keyout", key, "-out", request,
        )
        self._openssl(
            "x509", "-req", "-in", request, "-CA", self.authority, "-CAkey", self._key,
            "-set_serial", str(self._number), "-days", "2", "-out", certificate,
        )
        return key, certificate

    @staticmethod
    def _openssl(*words):
        subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def free_port(address):
    """A port that was free a moment ago."""
    with contextlib.closing(socket.create_server((address, 0))) as listener:
        return listener.getsockname()[1]


class Printer:
    """One printer; a context manager that leaves no process and no file behind.

    It answers `pushall` with its whole state, echoes commands, and sends what it is told to.
    """

    def __init__(self, *, serial=SERIAL, address="127.0.0.1", port=None, is_locked=False):
        self.serial = serial
        self.address = address
        self.port = port or free_port(address)
        #: Commands are refused, as without Developer Mode.
        self.is_locked = is_locked
        #: `fun`, as newer firmware reports it.
        self.functions = ""
        #: Refuses any other from the next start on.
        self.access_code = ACCESS_CODE
        self.state = json.loads(json.dumps(IDLE))
        self.requests = []
        self._folder = tempfile.mkdtemp(prefix="hearth-bambu-")
        self.certificates = Certificates(self._folder)
        self._certificate = self.certificates.make(serial)
        self._broker = None
        self._client = None
        self._steady = None
        self._changed = threading.Lock()
        self._ends = threading.Event()

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.__exit__()
            raise

    def __exit__(self, *_):
        self.stop_publishing()
        self.stop()
        shutil.rmtree(self._folder, ignore_errors=True)

    @property
    def authority(self):
        """The file of the authority that signed its certificate."""
        return self.certificates.authority

    @property
    def certificate(self):
        """Its certificate, as OpenSSL writes it."""
        return self._certificate[1].read_text(encoding="ascii")

    def change_certificate(self, common_name=None):
        """Another key and certificate, from the next start on."""
        self._certificate = self.certificates.make(common_name or self.serial)

    # The broker

    def start(self):
        """Starts the broker and the printer's own connection to it."""
        self._broker = subprocess.Popen(
            ["mosquitto", "-c", str(self._configuration())],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            env={**os.environ, "OPENSSL_CONF": str(self._tls())},
        )
        self._wait_for_broker()
        client = self._new_client()
        client.username_pw_set("printer", "printer")
        client.tls_set(ca_certs=str(self.authority))
        client.tls_insecure_set(True)
        client.on_message = self._take
        client.on_connect = self._subscribe
        subscribed = threading.Event()
        client.on_subscribe = lambda *_: subscribed.set()
        client.connect(self.address, self.port, keepalive=30)
        client.loop_start()
        self._client = client
        if not subscribed.wait(30):
            raise AssertionError("the printer's own connection was not served")
        return self

    def stop(self):
        """Ends the broker at once, as a printer that loses power does."""
        if self._client is not None:
            self._client.loop_stop()
            self._client = None
        if self._broker is not None:
            self._broker.kill()
            self._broker.wait()
            self._broker = None

    @staticmethod
    def _new_client():
        # paho 2 wants the version of its callbacks named first; paho 1 does not know it.
        version = getattr(mqtt, "CallbackAPIVersion", None)
        return mqtt.Client(version.VERSION1, "printer") if version else mqtt.Client("printer")

    def _configuration(self):
        passwords = pathlib.Path(self._folder, "passwords")
        passwords.write_text("", encoding="ascii")
        passwords.chmod(0o600)
        for name, password in (("bblp", self.access_code), ("printer", "printer")):
            subprocess.run(["mosquitto_passwd", "-b", str(passwords), name, password], check=True)
        key, certificate = self._certificate
        path = pathlib.Path(self._folder, "mosquitto.conf")
        path.write_text(
            f"user root\nlistener {self.port} {self.address}\nallow_anonymous false\n"
            f"password_file {passwords}\ncafile {self.authority}\n"
            f"certfile {certificate}\nkeyfile {key}\n"
            "persistence false\nlog_dest none\n",
            encoding="ascii",
        )
        return path

    def _tls(self):
        """OpenSSL's configuration: mosquitto's own key sets the oldest version of TLS alone."""
        path = pathlib.Path(self._folder, "openssl.conf")
        path.write_text(
            "openssl_conf = all\n[all]\nssl_conf = tls\n[tls]\nsystem_default = versions\n"
            "[versions]\nMinProtocol = TLSv1.2\nMaxProtocol = TLSv1.2\n",
            encoding="ascii",
        )
        return path

    def _wait_for_broker(self):
        deadline = time.monotonic() + 30
        while True:
            if self._broker.poll() is not None:
                raise AssertionError(f"mosquitto ended with {self._broker.returncode}")
            with contextlib.suppress(OSError):
                socket.create_connection((self.address, self.port), timeout=1).close()
                return
            if time.monotonic() > deadline:
                raise AssertionError("mosquitto did not listen")
            time.sleep(0.05)

    # What it says

    def say(self, payload):
        """Publishes bytes, or an object as JSON, on the report topic."""
        if not isinstance(payload, (bytes, bytearray)):
            payload = json.dumps(payload).encode()
        self._client.publish(f"device/{self.serial}/report", payload)

    def change(self, **values):
        """Changes the state and tells what has changed, and nothing else, as small printers do."""
        with self._changed:
            self.state.update(values)
        self.say({"print": {"command": "push_status", "msg": 1, **values}})

    def print_with(self, bed, **values):
        """A print begins."""
        self.change(gcode_state="RUNNING", bed_target_temper=bed, **values)

    def publish_steadily(self, every=0.2):
        """Says its temperature again and again, from a thread of its own."""
        self._ends.clear()

        def go_on():
            while not self._ends.wait(every):
                if self._client is not None:
                    self.change(bed_temper=self.state["bed_temper"])

        self._steady = threading.Thread(target=go_on, daemon=True)
        self._steady.start()

    def stop_publishing(self):
        """It stays connected, and says nothing more by itself."""
        self._ends.set()
        if self._steady is not None:
            self._steady.join()
            self._steady = None

    # What it is asked

    def _subscribe(self, client, *_):
        client.subscribe(f"device/{self.serial}/request")

    def _take(self, _client, _data, message):
        request = json.loads(message.payload)
        self.requests.append(request)
        topic, body = next(iter(request.items()))
        if body["command"] == "pushall":
            with self._changed:
                state = json.loads(json.dumps(self.state))
            if self.functions:
                state["fun"] = self.functions
            self.say({"print": state})
        elif topic in ("print", "system"):
            self.say({topic: {**body, **self._outcome()}})

    def _outcome(self):
        if self.is_locked:
            return {
                "result": "failed", "reason": "mqtt message verify failed", "err_code": 84033543,
            }
        return {"result": "success", "reason": "success"}


def tls_version(printer):
    """The version of TLS that the printer's broker speaks."""
    context = ssl.create_default_context(cafile=str(printer.authority))
    context.check_hostname = False
    # As a printer's own, this authority lacks an extension that Python 3.13 asks for.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    with socket.create_connection((printer.address, printer.port), timeout=30) as connection:
        with context.wrap_socket(connection) as secured:
            return secured.version()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8883)
    options = parser.parse_args()
    with Printer(address=options.address, port=options.port) as printer:
        print(f"serial {SERIAL}, access code {ACCESS_CODE}, {printer.address}:{printer.port}")
        printer.print_with(100.0)
        printer.publish_steadily(1.0)
        with contextlib.suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
