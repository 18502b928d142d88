"""NetworkManager as a dbusmock template: one Wi-Fi device and perhaps a cable, and networks in the air.

It behaves as the real one does where Hearth looks: an activation takes a moment, a wrong password
fails with NM_DEVICE_STATE_REASON_NO_SECRETS in a signal alone, a checkpoint rolls back by itself.

Parameters: `wifi`, `wired` (booleans), `refuses` (every change is refused, as by polkit), `air`: a list
of {ssid, password, strength, keys}; an empty password is an open network.
"""

import dbus
import dbusmock
from gi.repository import GLib

BUS_NAME = "org.freedesktop.NetworkManager"
MAIN_OBJ = "/org/freedesktop"
SYSTEM_BUS = True
IS_OBJECT_MANAGER = True

NM = "org.freedesktop.NetworkManager"
ROOT = "/org/freedesktop/NetworkManager"
SETTINGS = ROOT + "/Settings"
WIFI = ROOT + "/Devices/2"
WIRED = ROOT + "/Devices/1"
DEVICE = NM + ".Device"
WIRELESS = NM + ".Device.Wireless"
ACTIVE = NM + ".Connection.Active"
PROFILE = NM + ".Settings.Connection"
NOWHERE = dbus.ObjectPath("/")

#: Milliseconds that things take here.
ACTIVATION, ROLL_BACK = 150, 50


class State:
    """All that is not in the objects' properties."""

    main = None
    parameters = {}
    #: Of each name, the first access point.
    points = {}
    profiles = {}
    saved = set()
    checkpoints = {}
    numbers = 0
    #: The profile in use by the radio.
    used = None


def number():
    State.numbers += 1
    return State.numbers


def get(path):
    return dbusmock.get_object(path)


def update(thing, interface, properties):
    """Changes properties and says so; dbusmock's own way cannot do so with paths."""
    thing.props[interface].update(properties)
    changed = dbus.Dictionary(properties, signature="sv")
    values = [interface, changed, dbus.Array([], signature="s")]
    thing.EmitSignal(dbus.PROPERTIES_IFACE, "PropertiesChanged", "sa{sv}as", values)


def refuse():
    if State.parameters.get("refuses"):
        raise dbus.exceptions.DBusException(
            "Not authorized to control networking.", name=NM + ".PermissionDenied"
        )


def unknown(what):
    raise dbus.exceptions.DBusException(f"no such {what}", name=NM + ".UnknownConnection")


def set_device(path, state, reason=0, active=NOWHERE, config=NOWHERE):
    device = get(path)
    old = device.props[DEVICE]["State"]
    update(
        device, DEVICE,
        {"State": dbus.UInt32(state), "ActiveConnection": active, "Ip4Config": config},
    )
    values = [dbus.UInt32(state), dbus.UInt32(old), dbus.UInt32(reason)]
    device.EmitSignal(DEVICE, "StateChanged", "uuu", values)


def set_primary():
    for path in (WIRED, WIFI):
        if path in dbusmock.mockobject.get_objects():
            device = get(path)
            if device.props[DEVICE]["State"] == 100 and not (
                path == WIFI and device.props[WIRELESS]["Mode"] == 3
            ):
                active = device.props[DEVICE]["ActiveConnection"]
                update(get(ROOT), NM, {"PrimaryConnection": active})
                return
    update(get(ROOT), NM, {"PrimaryConnection": NOWHERE})


def add_config(address):
    path = dbus.ObjectPath(f"{ROOT}/IP4Config/{number()}")
    entry = dbus.Dictionary(
        {"address": address, "prefix": dbus.UInt32(24)}, signature="sv"
    )
    State.main.AddObject(
        path, NM + ".IP4Config", {"AddressData": dbus.Array([entry], signature="a{sv}")}, []
    )
    return path


def add_active(profile, state):
    path = dbus.ObjectPath(f"{ROOT}/ActiveConnection/{number()}")
    properties = {
        "State": dbus.UInt32(state),
        "Connection": dbus.ObjectPath(profile),
        "Type": "802-11-wireless",
    }
    State.main.AddObject(path, ACTIVE, properties, [])
    return path


LATIN = "latin-1:"


def bytes_of(ssid):
    """A name is UTF-8, or ISO 8859-1 where it says so in front."""
    return ssid.removeprefix(LATIN).encode("latin-1") if ssid.startswith(LATIN) else ssid.encode()


def name_of(sent):
    try:
        return bytes(sent).decode()
    except UnicodeDecodeError:
        return LATIN + bytes(sent).decode("latin-1")


def add_access_point(ssid, strength, keys, flags):
    path = dbus.ObjectPath(f"{ROOT}/AccessPoint/{number()}")
    properties = {
        "Ssid": dbus.ByteArray(bytes_of(ssid)),
        "Strength": dbus.Byte(strength),
        "Flags": dbus.UInt32(flags),
        "WpaFlags": dbus.UInt32(0),
        "RsnFlags": dbus.UInt32(keys),
    }
    State.main.AddObject(path, NM + ".AccessPoint", properties, [])
    return path


def leave():
    """The radio has nothing any more."""
    active = get(WIFI).props[DEVICE]["ActiveConnection"]
    State.used = None
    update(get(WIFI), WIRELESS, {"Mode": dbus.UInt32(2), "ActiveAccessPoint": NOWHERE})
    set_device(WIFI, 30, reason=39)
    if active != NOWHERE:
        State.main.RemoveObject(active)
    set_primary()


def arrive(profile, active):
    """An activation comes to its end."""
    if active not in dbusmock.mockobject.get_objects():
        return False
    settings = State.profiles[profile]
    wireless = settings["802-11-wireless"]
    ssid = name_of(wireless["ssid"])
    password = str(settings.get("802-11-wireless-security", {}).get("psk", ""))
    if wireless["mode"] == "ap":
        point = add_access_point(ssid, 100, 0x100, 1)
        address = str(settings["ipv4"]["address-data"][0]["address"])
        update(get(WIFI), WIRELESS, {"Mode": dbus.UInt32(3), "ActiveAccessPoint": point})
    else:
        found = [one for one in State.parameters["air"] if one["ssid"] == ssid]
        reason = 53 if not found else 7 if found[0]["password"] != password else 0
        if reason:
            set_device(WIFI, 120, reason=reason)
            leave()
            return False
        point = State.points[ssid]
        address = "192.168.7.20"
        update(get(WIFI), WIRELESS, {"Mode": dbus.UInt32(2), "ActiveAccessPoint": point})
    State.used = profile
    update(get(active), ACTIVE, {"State": dbus.UInt32(2)})
    set_device(WIFI, 100, active=active, config=add_config(address))
    set_primary()
    return False


def activate(_, profile, device, _specific):
    refuse()
    if profile not in State.profiles:
        unknown("profile")
    if get(device).props[DEVICE]["ActiveConnection"] != NOWHERE:
        leave()
    active = add_active(profile, 1)
    set_device(device, 40, active=active)
    GLib.timeout_add(ACTIVATION, arrive, profile, active)
    return active


def deactivate(_, active):
    refuse()
    if get(WIFI).props[DEVICE]["ActiveConnection"] != active:
        unknown("connection")
    GLib.timeout_add(ACTIVATION, lambda: leave() and False)


def add_profile(_, settings):
    refuse()
    path = dbus.ObjectPath(f"{SETTINGS}/{number()}")
    State.profiles[path] = settings
    State.main.AddObject(
        path,
        PROFILE,
        {"Unsaved": True},
        [
            ("GetSettings", "", "a{sa{sv}}", "ret = self.settings(self)"),
            ("Delete", "", "", "self.delete(self)"),
            ("Save", "", "", "self.save(self)"),
        ],
    )
    made = get(path)
    made.settings = without_secrets
    made.delete = delete_profile
    made.save = save_profile
    return path


def without_secrets(profile):
    settings = {name: dict(group) for name, group in State.profiles[profile.path].items()}
    settings.get("802-11-wireless-security", {}).pop("psk", None)
    return {
        name: dbus.Dictionary(group, signature="sv") for name, group in settings.items() if group
    }


def delete_profile(profile):
    refuse()
    del State.profiles[profile.path]
    State.saved.discard(profile.path)
    if State.used == profile.path:
        leave()
    State.main.RemoveObject(profile.path)


def save_profile(profile):
    refuse()
    State.saved.add(profile.path)
    update(profile, PROFILE, {"Unsaved": False})


def create_checkpoint(_, devices, seconds, _flags):
    refuse()
    if State.checkpoints:
        raise dbus.exceptions.DBusException(
            "device is in another checkpoint", name=NM + ".InvalidArguments"
        )
    path = dbus.ObjectPath(f"{ROOT}/Checkpoint/{number()}")
    timer = GLib.timeout_add_seconds(int(seconds), roll_back_late, path)
    State.checkpoints[path] = (State.used, set(State.profiles), timer, list(devices))
    return path


def destroy_checkpoint(_, path):
    refuse()
    take_checkpoint(path)


def take_checkpoint(path):
    if path not in State.checkpoints:
        raise dbus.exceptions.DBusException("no such checkpoint", name=NM + ".InvalidArguments")
    used, profiles, timer, devices = State.checkpoints.pop(path)
    GLib.source_remove(timer)
    return used, profiles, devices


def roll_back(_, path):
    refuse()
    used, profiles, devices = take_checkpoint(path)
    for profile in [one for one in State.profiles if one not in profiles]:
        delete_profile(get(profile))
    if used != State.used and used in State.profiles:
        if State.used or get(WIFI).props[DEVICE]["ActiveConnection"] != NOWHERE:
            leave()
        active = add_active(used, 1)
        set_device(WIFI, 40, active=active)
        GLib.timeout_add(ROLL_BACK, arrive, used, active)
    return dbus.Dictionary({device: dbus.UInt32(0) for device in devices}, signature="su")


def roll_back_late(path):
    roll_back(None, path)
    return False


def scan(wifi, _options):
    refuse()

    def found():
        update(wifi, WIRELESS, {"LastScan": dbus.Int64(number() + 1000)})
        return False

    GLib.timeout_add(ACTIVATION, found)


def report(_):
    """What a test wants to know: purposes, names, and whether each profile is saved."""
    rows = []
    for path, settings in State.profiles.items():
        purpose = settings.get("user", {}).get("data", {}).get("org.hearth.purpose", "")
        ssid = name_of(settings["802-11-wireless"]["ssid"])
        secret = settings.get("802-11-wireless-security", {})
        values = [purpose, ssid, str(path in State.saved), str(secret.get("key-mgmt", ""))]
        values += [str(secret.get("psk", "")), str(settings["ipv4"]["method"])]
        rows.append(dbus.Array(list(map(str, values)), signature="s"))
    return dbus.Array(rows, signature="as")


def add_wifi(mock):
    mock.AddObject(
        WIFI,
        WIRELESS,
        {
            "Mode": dbus.UInt32(2),
            "WirelessCapabilities": dbus.UInt32(0x40),
            "AccessPoints": dbus.Array([], signature="o"),
            "ActiveAccessPoint": NOWHERE,
            "LastScan": dbus.Int64(-1),
        },
        [("RequestScan", "a{sv}", "", "self.scan(self, *args)")],
    )
    wifi = get(WIFI)
    wifi.AddProperties(DEVICE, device_properties(2, "wlan0", 30))
    wifi.scan = scan
    State.points = {}
    points = []
    for one in State.parameters.get("air", []):
        point = add_access_point(one["ssid"], one["strength"], one["keys"], 1 if one["keys"] else 0)
        State.points.setdefault(one["ssid"], point)
        points.append(point)
    update(wifi, WIRELESS, {"AccessPoints": dbus.Array(points, signature="o")})


def device_properties(kind, name, state):
    return {
        "DeviceType": dbus.UInt32(kind),
        "Interface": name,
        "State": dbus.UInt32(state),
        "Managed": True,
        "ActiveConnection": NOWHERE,
        "Ip4Config": NOWHERE,
    }


def load(mock, parameters):
    State.main, State.parameters = mock, parameters
    mock.AddObject(
        ROOT,
        NM,
        {"PrimaryConnection": NOWHERE},
        [
            ("ActivateConnection", "ooo", "o", "ret = self.activate(self, *args)"),
            ("DeactivateConnection", "o", "", "self.deactivate(self, *args)"),
            ("CheckpointCreate", "aouu", "o", "ret = self.create_checkpoint(self, *args)"),
            ("CheckpointDestroy", "o", "", "self.destroy_checkpoint(self, *args)"),
            ("CheckpointRollback", "o", "a{su}", "ret = self.roll_back(self, *args)"),
            ("Report", "", "aas", "ret = self.report(self)"),
        ],
    )
    manager = get(ROOT)
    manager.activate, manager.deactivate = activate, deactivate
    manager.create_checkpoint, manager.destroy_checkpoint = create_checkpoint, destroy_checkpoint
    manager.roll_back, manager.report = roll_back, report
    mock.AddObject(
        SETTINGS,
        NM + ".Settings",
        {},
        [
            ("AddConnectionUnsaved", "a{sa{sv}}", "o", "ret = self.add_profile(self, *args)"),
            ("ListConnections", "", "ao", "ret = self.list_profiles(self)"),
        ],
    )
    get(SETTINGS).add_profile = add_profile
    get(SETTINGS).list_profiles = lambda _: dbus.Array(list(State.profiles), signature="o")
    if parameters.get("wifi", True):
        add_wifi(mock)
    if parameters.get("joined"):
        refuses, State.parameters = State.parameters, {**parameters, "refuses": False}
        settings = {
            "connection": {"id": parameters["joined"]},
            "802-11-wireless": {
                "ssid": dbus.ByteArray(parameters["joined"].encode()), "mode": "infrastructure"
            },
            "802-11-wireless-security": {"psk": parameters["joined_password"]},
            "ipv4": {"method": "auto"},
        }
        profile = add_profile(None, settings)
        State.saved.add(profile)
        active = add_active(profile, 1)
        set_device(WIFI, 40, active=active)
        arrive(profile, active)
        State.parameters = refuses
    if parameters.get("wired"):
        mock.AddObject(WIRED, DEVICE, device_properties(1, "eth0", 30), [])
        active = add_active("/", 2)
        set_device(WIRED, 100, active=active, config=add_config("192.168.1.20"))
        set_primary()
