"""The OpenAPI document that the daemon serves, beside what it answers and beside docs/api.md."""

import importlib.util
import json
import pathlib
import re
import unittest

from daemon import REPOSITORY, Daemon, wait_until
from test_klipper import Moonraker, bind_by_api

JSONSCHEMA = importlib.util.find_spec("jsonschema")
VALIDATOR = importlib.util.find_spec("openapi_spec_validator")


def strangers(value, schema, schemas, path=""):
    """The members of an answer that its schema does not tell of."""
    if "$ref" in schema:
        schema = schemas[schema["$ref"].rsplit("/", 1)[1]]
    for one in schema.get("oneOf", []):
        if "$ref" in one and isinstance(value, dict):
            yield from strangers(value, one, schemas, path)
    if isinstance(value, dict) and "properties" in schema:
        for key, inner in value.items():
            if key in schema["properties"]:
                yield from strangers(inner, schema["properties"][key], schemas, f"{path}/{key}")
            else:
                yield f"{path}/{key}"
    if isinstance(value, list) and "items" in schema:
        for inner in value:
            yield from strangers(inner, schema["items"], schemas, path + "[]")


class OpenAPITests(unittest.TestCase):
    def setUp(self):
        self.daemon = self.enterContext(Daemon(speed=20))
        self.document = self.get("/api/v1/openapi.json")[1]

    def get(self, path):
        status, _, body = self.daemon.request("GET", path)
        return status, json.loads(body)

    def post(self, path, body):
        status, _, answer = self.daemon.request(
            "POST", path, json.dumps(body), {"Content-Type": "application/json"}
        )
        return status, json.loads(answer)

    def schema(self, path, method, status):
        responses = self.document["paths"][path][method]["responses"]
        return responses.get(str(status), responses["default"])["content"]["application/json"]["schema"]

    def assert_told(self, path, method, status, answer):
        import jsonschema

        schemas = self.document["components"]["schemas"]
        schema = self.schema(path, method, status)
        whole = {**schema, "components": self.document["components"]}
        jsonschema.Draft202012Validator(whole).validate(answer)
        self.assertEqual(sorted(strangers(answer, schema, schemas)), [], path)

    @unittest.skipUnless(VALIDATOR, "openapi-spec-validator is not installed")
    def test_it_is_a_valid_document(self):
        from openapi_spec_validator import validate

        validate(self.document)

    def test_it_tells_of_the_paths_that_the_document_tells_of(self):
        told = pathlib.Path(REPOSITORY, "docs", "api.md").read_text(encoding="utf-8")
        rows = set(re.findall(r"^\| `(GET|POST) (/api/v1/[a-z./-]+|/hearth/off)", told, re.MULTILINE))
        paths = {(method.upper(), path) for path, item in self.document["paths"].items() for method in item}
        self.assertEqual(paths, rows)
        wishes = set(re.findall(r'`\{"([a-z_]+)":', told))
        schemas = self.document["components"]["schemas"]
        known = set(schemas["Wish"]["properties"]) | set(schemas["DeviceWish"]["properties"])
        missing = {word for word in wishes if word not in known}
        self.assertLessEqual(missing, {"ok", "fault", "name", "password_needed", "faults", "on", "events", "event",
                                       "pause", "resume", "stop", "light", "gcode", "gcode_file", "filament",
                                       "openspool", "end_fault", "press", "searching", "ways", "result", "wanted",
                                       "board", "state", "old"})

    @unittest.skipUnless(JSONSCHEMA, "python3-jsonschema is not installed")
    def test_every_answer_is_as_it_tells(self):
        for path, item in self.document["paths"].items():
            if "get" in item and path not in ("/api/v1/stream", "/api/v1/openapi.json"):
                with self.subTest(path=path):
                    status, answer = self.get(path)
                    self.assertEqual(status, 200)
                    self.assert_told(path, "get", status, answer)
        for path, body in (
            ("/api/v1/wish", {"heat_to": 50}), ("/api/v1/wish", {"set_target": 500}), ("/api/v1/wish", {"mode": "x"}),
            ("/api/v1/wish", {"clear_latch": True}), ("/api/v1/device", {"unit": "C"}),
            ("/api/v1/device", {"presets": [{"name": "ABS", "heat_c": 900}]}), ("/api/v1/simulate", {"fault": "none"}),
            ("/api/v1/printer", {"pause": True}),
        ):
            with self.subTest(body=body):
                status, answer = self.post(path, body)
                self.assert_told(path, "post", status, answer)

    @unittest.skipUnless(JSONSCHEMA, "python3-jsonschema is not installed")
    def test_the_state_is_as_it_tells_whatever_happens(self):
        printer = self.enterContext(Moonraker())
        bind_by_api(self.daemon, printer)
        printer.start_print()

        def is_told(what, condition):
            state = wait_until(lambda: (lambda s: s if condition(s) else None)(self.get("/api/v1/state")[1]), what)
            self.assert_told("/api/v1/state", "get", 200, state)

        is_told("a report", lambda state: state["device"]["printer"]["report"])
        self.post("/api/v1/wish", {"soak_at": 50, "lease_s": 300})
        is_told("heat", lambda state: state["soak"] and state["lease"] and state["heater_on"])
        self.post("/api/v1/wish", {"dry": {"target_c": 50, "hours": 1.5}})
        is_told("drying", lambda state: state["drying"]["ends_ms"])
        self.post("/api/v1/simulate", {"fault": "element_short"})
        is_told("a fault", lambda state: state["latch"])
        for path in ("/api/v1/events?limit=500", "/api/v1/stop", "/api/v1/history"):
            status, answer = self.get(path)
            self.assert_told(path.split("?")[0], "get", status, answer)

    @unittest.skipUnless(JSONSCHEMA, "python3-jsonschema is not installed")
    def test_a_wrong_answer_would_be_found(self):
        import jsonschema

        state = self.get("/api/v1/state")[1]
        for change in ({"activity": "dancing"}, {"power": 1}, {"drying": {}}, {"since_ms": "now"}):
            with self.subTest(change=change), self.assertRaises(jsonschema.ValidationError):
                self.assert_told("/api/v1/state", "get", 200, {**state, **change})
        with self.assertRaises(AssertionError):
            self.assert_told("/api/v1/state", "get", 200, {**state, "new": 1})
