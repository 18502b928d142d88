"""systemd-hostnamed as a dbusmock template. Parameter: `refuses`, as by polkit."""

import dbus

BUS_NAME = "org.freedesktop.hostname1"
MAIN_OBJ = "/org/freedesktop/hostname1"
MAIN_IFACE = "org.freedesktop.hostname1"
SYSTEM_BUS = True


def load(mock, parameters):
    def set_name(property_name, value):
        if parameters.get("refuses"):
            raise dbus.exceptions.DBusException(
                "Interactive authentication required.",
                name="org.freedesktop.DBus.Error.InteractiveAuthorizationRequired",
            )
        mock.UpdateProperties(MAIN_IFACE, {property_name: value})

    mock.set_name = set_name
    mock.AddProperties(MAIN_IFACE, {"StaticHostname": "pi", "PrettyHostname": ""})
    mock.AddMethods(
        MAIN_IFACE,
        [
            ("SetStaticHostname", "sb", "", "self.set_name('StaticHostname', args[0])"),
            ("SetPrettyHostname", "sb", "", "self.set_name('PrettyHostname', args[0])"),
        ],
    )
