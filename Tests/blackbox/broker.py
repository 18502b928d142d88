"""A real `mosquitto` of the test's own, and a client at it, for paho-mqtt 1 (Debian 12) and 2 (13)."""

import getpass
import json
import pathlib
import queue
import shutil
import socket
import subprocess
import tempfile

import paho.mqtt.client as mqtt

from daemon import PATIENCE, lasting_port, wait_until


class Broker:
    """One broker on the loopback interface; a context manager that leaves nothing behind."""

    def __init__(self, *, password=None, user="heater", port=None, lines=()):
        self._folder = pathlib.Path(tempfile.mkdtemp(prefix="hearth-broker-"))
        self.port = port or lasting_port()
        lines = [f"listener {self.port} 127.0.0.1", *lines, "persistence true"]
        lines += [f"persistence_location {self._folder}/", f"user {getpass.getuser()}", "autosave_interval 1"]
        if password is None:
            lines.append("allow_anonymous true")
        else:
            passwords = self._folder / "passwords"
            passwords.write_text("")
            subprocess.run(
                ["mosquitto_passwd", "-b", passwords, user, password],
                check=True,
                capture_output=True,
            )
            lines += ["allow_anonymous false", f"password_file {passwords}"]
        self._configuration = self._folder / "mosquitto.conf"
        self._configuration.write_text("\n".join(lines) + "\n")
        self.process = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self):
        self.process = subprocess.Popen(
            [shutil.which("mosquitto", path="/usr/sbin:/usr/bin"), "-c", self._configuration],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_until(self._answers, "the broker's port")

    def _answers(self):
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
            return True
        except OSError:
            return False

    def end(self):
        """Ends it in order: what it keeps is on the disk."""
        self.process.terminate()
        self.process.wait(PATIENCE)

    def kill(self):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def configuration(self, folder, *lines):
        """A service file that joins this broker."""
        path = pathlib.Path(folder, "service.conf")
        path.write_text(
            "\n".join(["[mqtt]", "broker: 127.0.0.1", f"port: {self.port}", *lines]) + "\n"
        )
        return path


class Client:
    """Somebody at the broker: what comes at the topics that it asked for, and the newest of each."""

    def __init__(self, broker, *topics, will=None, username=None, password=None):
        if hasattr(mqtt, "CallbackAPIVersion"):
            self._client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION1)
        else:
            self._client = mqtt.Client()
        if username:
            self._client.username_pw_set(username, password)
        if will:
            self._client.will_set(*will)
        self.messages = queue.Queue()
        self.newest = {}
        self.retained = {}
        self._topics = topics
        self._heard = 0
        self._client.on_connect = self._subscribe
        self._client.on_subscribe = self._note
        self._client.on_message = self._take
        self._client.reconnect_delay_set(1, 1)
        self._client.connect("127.0.0.1", broker.port)
        self._client.loop_start()
        wait_until(lambda: self._heard >= len(topics), "the broker's word on what was asked for")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._client.disconnect()
        self._client.loop_stop()

    def _subscribe(self, client, *_):
        for topic in self._topics:
            client.subscribe(topic)

    def _note(self, *_):
        self._heard += 1

    def _take(self, _client, _data, message):
        text = message.payload.decode("utf-8", errors="replace")
        self.newest[message.topic] = text
        # The first at a topic: what is said afterwards comes without the flag.
        self.retained.setdefault(message.topic, message.retain)
        self.messages.put((message.topic, text))

    def publish(self, topic, payload, retain=False):
        self._client.publish(topic, payload, qos=1, retain=retain).wait_for_publish(PATIENCE)

    def json(self, topic):
        """The newest object at a topic; an empty one where there is none."""
        text = self.newest.get(topic)
        return json.loads(text) if text else {}

    def wait(self, condition, what, timeout=PATIENCE):
        return wait_until(lambda: condition(self), what, timeout)
