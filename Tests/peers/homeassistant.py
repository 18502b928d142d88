"""A real Home Assistant, made ready over HTTP as its page does it for a person at the first start."""

import json
import urllib.parse

from daemon import wait_until
from peer import Peer, ask, ask_while_starting

URL = "http://127.0.0.1:8123"
#: What it is told besides: to listen here alone, and the switch of the document's automation.
CONFIGURATION = """\
homeassistant:
  name: Home
  unit_system: metric
http:
  server_host: 127.0.0.1
input_boolean:
  print_room_watched:
automation: !include automations.yaml
"""


class HomeAssistant(Peer):
    """One Home Assistant with a person in it, and with these automations in YAML."""

    def __init__(self, automation):
        super().__init__("/opt/home-assistant/bin/hass", "--config", "FOLDER", "--skip-pip")
        self.put("configuration.yaml", CONFIGURATION)
        # The page's editor keeps what it is given as one entry of a list.
        entry = "".join(f"  {line}\n" for line in automation.splitlines())
        self.put("automations.yaml", "-" + entry[1:])
        self._headers = {}

    def start(self):
        super().start()
        wait_until(
            lambda: ask_while_starting(f"{URL}/manifest.json"), "Home Assistant", timeout=120, every=0.5
        )
        if not self._headers:
            self._move_in()
        wait_until(
            lambda: self.get("config")["state"] == "RUNNING", "the end of its start", timeout=120
        )

    def _move_in(self):
        """The first page: a person with a password, who gets a token."""
        person = {
            "client_id": URL + "/", "name": "Maker", "username": "maker", "password": "sesame-0815",
            "language": "en",
        }
        code = json.loads(
            ask(f"{URL}/api/onboarding/users", json.dumps(person).encode(), JSON)
        )["auth_code"]
        form = {"grant_type": "authorization_code", "code": code, "client_id": URL + "/"}
        answer = json.loads(ask(f"{URL}/auth/token", urllib.parse.urlencode(form).encode()))
        self._headers = {**JSON, "Authorization": f"Bearer {answer['access_token']}"}

    def get(self, path):
        return json.loads(ask(f"{URL}/api/{path}", headers=self._headers))

    def post(self, path, body):
        return json.loads(ask(f"{URL}/api/{path}", json.dumps(body).encode(), self._headers))

    def call(self, service, entity, **data):
        self.post("services/" + service.replace(".", "/"), {"entity_id": entity, **data})

    def states(self):
        """{entity: (state, attributes)}"""
        return {one["entity_id"]: (one["state"], one["attributes"]) for one in self.get("states")}

    def join(self, **broker):
        """Adds the integration MQTT as its dialog does."""
        flow = self.post("config/config_entries/flow", {"handler": "mqtt"})
        for _ in range(3):
            if flow["type"] == "create_entry":
                return
            flow = self.post(f"config/config_entries/flow/{flow['flow_id']}", broker)
        raise AssertionError(f"MQTT was not added: {flow}")

    def complaints(self):
        """Lines of its log that are about MQTT, an automation or a template, or are errors."""
        subjects = ("mqtt", "automation", "template", " ERROR ")
        return [
            line for line in self.read("home-assistant.log").splitlines()
            if any(level in line for level in (" ERROR ", " WARNING "))
            and any(subject in line for subject in subjects)
        ]


JSON = {"Content-Type": "application/json"}
