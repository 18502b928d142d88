// swift-tools-version: 6.0
import PackageDescription

/// Features of later language modes that the whole project already lives by.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// A room of the project: see `docs/architecture.md` for what each may import.
func room(
    _ name: String,
    imports dependencies: [Target.Dependency] = [],
    resources: [Resource]? = nil,
    linking libraries: [String] = []
) -> Target {
    .target(
        name: name,
        dependencies: dependencies,
        resources: resources,
        swiftSettings: settings,
        linkerSettings: libraries.map { .linkedLibrary($0) }
    )
}

/// The tests of one room, in the folder of the same name with `Tests` behind it.
func tests(of name: String, imports dependencies: [Target.Dependency] = []) -> Target {
    .testTarget(
        name: name + "Tests",
        dependencies: [.target(name: name)] + dependencies,
        swiftSettings: settings
    )
}

let package = Package(
    name: "hearth",
    products: [
        .executable(name: "hearth", targets: ["hearth"]),
        .executable(name: "hearth-switch", targets: ["hearth-switch"]),
        .executable(name: "hearth-bench", targets: ["hearth-bench"]),
        .executable(name: "hearth-prove", targets: ["hearth-prove"]),
        .executable(name: "hearth-fuzz", targets: ["hearth-fuzz"]),
        .executable(name: "hearth-lab", targets: ["hearth-lab"]),
        .executable(name: "hearth-farm", targets: ["hearth-farm"]),
        .executable(name: "lab-ads1115", targets: ["lab-ads1115"]),
    ],
    targets: [
        // C libraries.
        .systemLibrary(
            name: "CJansson",
            pkgConfig: "jansson",
            providers: [.apt(["libjansson-dev"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),

        .systemLibrary(
            name: "CWebSockets",
            pkgConfig: "libwebsockets",
            providers: [.apt(["libwebsockets-dev"])]
        ),
        .systemLibrary(
            name: "CMosquitto",
            pkgConfig: "libmosquitto",
            providers: [.apt(["libmosquitto-dev"])]
        ),
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "openssl",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CSystemd",
            pkgConfig: "libsystemd",
            providers: [.apt(["libsystemd-dev"])]
        ),
        .systemLibrary(name: "CLzma", pkgConfig: "liblzma", providers: [.apt(["liblzma-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        // What Swift cannot import from C: macros, variadics, GNU-only calls.
        .target(name: "CSupport"),

        // libgpiod 1 or 2, whichever is there.
        .target(name: "CGpiod", linkerSettings: [.linkedLibrary("gpiod")]),

        // Transfers on an I²C bus: libi2c's functions and the ioctls that Swift cannot import.
        .target(name: "CI2C", linkerSettings: [.linkedLibrary("i2c")]),

        // Counts allocations: linked by tests and benchmarks alone.
        .target(name: "CAllocationCounter"),

        // Makes system calls fail, and lists them: linked by tests alone.
        .target(name: "CSystemCalls", path: "Tests/CSystemCalls"),

        // What the tests of several rooms share: a bare client, a temporary directory, board
        // files.
        .target(
            name: "TestSupport",
            dependencies: ["Boards", "Schema", "Settings", "System"],
            path: "Tests/TestSupport",
            swiftSettings: settings
        ),

        // Rooms, from the pure core outwards. Arrows run down this list, never up.

        // Units and time; duty, lease, modulator, `SwitchLogic` and the messages: all that
        // decides about an output line.
        room("SwitchCore"),
        // The machine's monotonic clock, the only one; it counts the time asleep.
        room("MachineClock", imports: ["SwitchCore"]),
        // Thermistors, filters, regulator, guards and latch, modes and drying, wishes,
        // snapshot, `Controller.step`; the self-test, which takes its place.
        room("Chamber", imports: ["SwitchCore"], linking: ["m"]),
        // Known and wished of printer, network, names, updates and access: values, without
        // I/O.
        room("Surroundings", imports: ["Chamber", "SwitchCore"]),
        // A settings file: its lines, sections and keys, and every mistake at once. Each room declares the
        // keys of its own settings.
        room("Schema", imports: ["Chamber", "SwitchCore"]),
        // Files, directories, programs, network interfaces, and the one error for a call to the
        // system that fails: interrupted calls and short writes are right here, once.
        room("System", imports: ["CSupport"]),
        // How often: a limiter for notes, a back-off, a token bucket. Time is an argument.
        room("Pacing", imports: ["SwitchCore"]),
        // Threads of the operating system; the worker, its mailbox, and the work it does.
        room("Threads", imports: ["CSupport", "MachineClock", "SwitchCore", "System"]),
        // Hashes, signatures, keys from passwords, random bytes: what libcrypto does, as
        // values.
        room("Cryptography", imports: ["COpenSSL"]),
        // A thermal model of heater, air, walls and probes with its faults; scenarios.
        room("Plant", imports: ["Chamber", "SwitchCore"]),
        // What a flight recording is: the controller's state as a tree, steps as bytes,
        // segments, replay. It touches no file.
        room("FlightLog", imports: ["Chamber", "SwitchCore"]),
        // A GPIO chip and its output lines, on libgpiod 1 or 2: all that the switch needs.
        room("Lines", imports: ["CGpiod", "SwitchCore"]),
        // Input lines: buttons, contacts, and the level of an output's line without a driver.
        room("Inputs", imports: ["CGpiod", "Lines", "MachineClock", "SwitchCore"]),
        // Board files and their mistakes; converters, kernel sensors and the sampler that
        // reads them; the simulated board.
        room(
            "Boards",
            imports: [
                "CI2C", "Chamber", "Inputs", "Lines", "MachineClock", "Pacing", "Plant",
                "SwitchCore", "System", "Threads",
            ]
        ),
        // JSON values on jansson: bounded, with 1, 1.0 and true kept apart.
        room("JSON", imports: ["CJansson", "Chamber"]),
        // Updates: the bundle and its checks, two slots and the choice between them, which
        // programs a start begins, when a version has proved itself (docs/update.md).
        room(
            "Update",
            imports: [
                "CLzma", "Chamber", "Cryptography", "JSON", "Schema", "SwitchCore", "System",
            ]
        ),
        // The Panda Breath wire, our own JSON, reefnet, the device link (docs/links.md),
        // Home Assistant and metrics, without I/O.
        room(
            "Dialects",
            imports: ["Chamber", "Cryptography", "JSON", "Surroundings", "SwitchCore"]
        ),
        // Finds the stock page in a firmware image.
        room("StockPage", imports: ["CZlib"]),
        // Who is let in: addresses, password, tokens, sessions, and how often one may
        // guess. It knows no connection.
        room("Access", imports: ["Chamber", "Cryptography", "Pacing", "Schema", "SwitchCore"]),
        // TLS on OpenSSL with our own check of certificates: as a context for a library, and as a
        // connection that takes and gives bytes.
        room("TLS", imports: ["COpenSSL", "System"]),
        // HTTP, WebSockets and event streams on libwebsockets, as a server and as a client;
        // asking a whole network one thing. It knows bytes and peers, not heaters.
        room(
            "WebSocket",
            imports: ["CSupport", "CWebSockets", "Pacing", "SwitchCore", "System", "TLS"]
        ),
        // Connections to MQTT brokers on libmosquitto. It knows bytes and peers, not heaters.
        room("MQTT", imports: ["CMosquitto", "System", "TLS"]),
        // Links to printers and searches for them; what their reports say; commands to them
        // (docs/printers.md).
        room(
            "Printers",
            imports: [
                "Chamber", "Cryptography", "JSON", "MQTT", "MachineClock", "Pacing", "Schema",
                "Surroundings", "SwitchCore", "System", "TLS", "Threads", "WebSocket",
            ]
        ),
        // The machine's network, hotspot, names, announcement and sleep, over D-Bus
        // (docs/network.md).
        room(
            "Host",
            imports: [
                "CSystemd", "Chamber", "MachineClock", "Surroundings", "SwitchCore", "System",
                "Threads",
            ]
        ),
        // What Hearth dials out to: a reefnet hub, a server of the device link
        // (docs/links.md), an MQTT broker (docs/home-assistant.md).
        room(
            "Links",
            imports: [
                "Chamber", "Dialects", "MQTT", "MachineClock", "Pacing", "Schema", "Surroundings",
                "SwitchCore", "System", "TLS", "Threads", "WebSocket",
            ]
        ),
        // The other heaters of the network: finding them, relaying what they tell, turning all off
        // (docs/farm.md).
        room(
            "Fleet",
            imports: [
                "Chamber", "Dialects", "Host", "JSON", "MachineClock", "Surroundings",
                "SwitchCore", "System", "Threads", "WebSocket",
            ]
        ),
        // What is told to people who are not at the page: ntfy, webhooks, MQTT
        // (docs/notifications.md).
        room(
            "Notify",
            imports: [
                "Chamber", "Cryptography", "Dialects", "JSON", "MachineClock", "Pacing", "Schema",
                "Surroundings", "SwitchCore", "System", "Threads", "WebSocket",
            ]
        ),
        // Settings, latch, events and history in SQLite.
        room(
            "Store",
            imports: [
                "CSQLite", "Chamber", "Pacing", "Surroundings", "SwitchCore", "System",
                "Threads",
            ]
        ),
        // Routes, access rules, the page, and what each client is told when.
        room(
            "Server",
            imports: [
                "Access", "CZlib", "Chamber", "Cryptography", "Dialects", "JSON", "MachineClock",
                "Pacing", "Surroundings", "SwitchCore", "WebSocket",
            ],
            resources: [
                .embedInCode("Page/page.html"), .embedInCode("Page/login.html"),
                .embedInCode("Page/frame.html"), .embedInCode("Page/Words"),
                .embedInCode("Page/Style"), .embedInCode("Page/Script"), .embedInCode("Page/Views"),
                .embedInCode("API/openapi.json"), .embedInCode("Page/icon.png"),
                .embedInCode("Page/hearth.webmanifest"),
            ]
        ),
        // Board and service files: their sections, and one value that the daemon is given. Each room's
        // settings are the room's own type, which declares its keys.
        room(
            "Settings",
            imports: [
                "Access", "Boards", "Chamber", "Inputs", "Lines", "Links", "Notify", "Plant",
                "Printers", "Schema", "Surroundings", "SwitchCore", "Update", "WebSocket",
            ]
        ),
        // The parts of the service and their life: threads, start and stop, options.
        room(
            "Daemon",
            imports: [
                "Access", "Boards", "CSupport", "CSystemd", "Chamber", "Cryptography", "Dialects",
                "Fleet", "FlightLog", "Host", "Inputs", "JSON", "Lines", "Links", "MachineClock",
                "Notify", "Printers", "Schema",
                "Server", "Settings", "Store", "Surroundings", "SwitchCore", "System", "Threads",
                "Update", "WebSocket",
            ]
        ),
        // What is typed and what is answered: grammar, values, help pages, the terminal, and where the
        // files of a heater lie.
        room(
            "CommandLine",
            imports: [
                "Chamber", "Links", "Notify", "Schema", "Settings", "SwitchCore", "System",
                "Update", "WebSocket",
            ]
        ),
        // Talks to a running daemon: finds it, sends wishes, waits for what comes of them, and puts its
        // answers into words.
        room(
            "Client",
            imports: [
                "Chamber", "CommandLine", "Daemon", "Dialects", "JSON", "MachineClock",
                "Surroundings", "SwitchCore", "System", "WebSocket",
            ]
        ),
        // Simulated runs and recordings: summaries, plots, replays, and bundles for a bug report.
        room(
            "Studio",
            imports: [
                "Chamber", "CommandLine", "Dialects", "FlightLog", "JSON", "Plant", "SwitchCore",
                "System",
            ]
        ),
        // What a heater needs of its machine: the checks of the doctor, set-up, and the self-test.
        room(
            "Doctor",
            imports: [
                "Boards", "Chamber", "Client", "CommandLine", "Daemon", "Dialects", "Inputs",
                "JSON", "Lines", "Links", "MachineClock", "Schema", "Settings", "Store", "Studio",
                "Surroundings", "SwitchCore", "System", "WebSocket",
            ]
        ),
        // Runs scenarios on a real heater: its lease, its faults, a witness, and reports
        // (docs/bench.md).
        room(
            "Bench",
            imports: [
                "Boards", "Chamber", "Client", "CommandLine", "Daemon", "Dialects", "Inputs",
                "JSON",
                "Lines", "MQTT", "MachineClock", "Plant", "Schema", "Settings", "Studio",
                "SwitchCore",
                "System",
                "WebSocket",
            ]
        ),
        // The commands.
        .executableTarget(
            name: "hearth",
            dependencies: [
                "Access", "Bench", "Boards", "CSupport", "Chamber", "Client", "CommandLine",
                "Cryptography",
                "Daemon", "Dialects", "Doctor", "Inputs", "JSON", "MachineClock", "Plant",
                "Schema", "Settings", "StockPage", "Store", "Studio", "Surroundings", "SwitchCore",
                "System", "Update", "WebSocket",
            ],
            swiftSettings: settings
        ),

        // Many simulated controllers at one broker (docs/farm.md); no part of the package.
        .executableTarget(
            name: "hearth-farm",
            dependencies: [
                "Chamber", "CommandLine", "Daemon", "Dialects", "JSON", "Links", "MachineClock",
                "Plant", "Settings", "Surroundings", "SwitchCore", "Threads",
            ],
            swiftSettings: settings
        ),

        // The hand on the switch, a program of its own.
        .executableTarget(
            name: "hearth-switch",
            dependencies: ["CSupport", "Lines", "MachineClock", "SwitchCore"],
            swiftSettings: settings
        ),

        // The cost of a step of the core, and of recording it.
        .executableTarget(
            name: "hearth-bench",
            dependencies: [
                "CAllocationCounter", "Chamber", "FlightLog", "MachineClock", "Plant", "SwitchCore",
            ],
            swiftSettings: settings
        ),

        // The proof (docs/safety.md): faults, healthy runs and other controllers on plants
        // that nobody tuned to. No part of the package.
        .executableTarget(
            name: "hearth-prove",
            dependencies: ["Chamber", "Plant", "SwitchCore", "System", "Threads"],
            swiftSettings: settings
        ),

        // The compiler's fuzzer, where it is there.
        .target(name: "CFuzzer"),
        // The decoders on random bytes, with the compiler's fuzzer where it is there. No
        // part of the package.
        .executableTarget(
            name: "hearth-fuzz",
            dependencies: [
                "Boards", "CFuzzer", "Chamber", "Cryptography", "Dialects", "FlightLog", "Plant",
                "Printers", "Schema", "Settings", "StockPage", "Store", "Surroundings",
                "SwitchCore", "System", "Update",
            ],
            swiftSettings: settings
        ),

        // The chamber around a running daemon, in real time (docs/lab.md). No part of the
        // package.
        .executableTarget(
            name: "hearth-lab",
            dependencies: [
                "Boards", "CRegisters", "Chamber", "Lines", "MachineClock", "Plant", "Schema",
                "Settings", "SwitchCore", "System",
            ],
            swiftSettings: settings
        ),
        .target(name: "CRegisters"),
        .executableTarget(name: "lab-ads1115", path: "lab/devices/ads1115"),

        tests(of: "SwitchCore"),
        tests(of: "Chamber", imports: ["SwitchCore"]),
        tests(of: "Surroundings", imports: ["Chamber", "SwitchCore"]),
        tests(of: "System", imports: ["CSystemCalls", "TestSupport"]),
        tests(of: "Pacing", imports: ["SwitchCore"]),
        tests(of: "Inputs", imports: ["SwitchCore"]),
        tests(of: "Lines", imports: ["SwitchCore"]),
        tests(of: "Threads", imports: ["SwitchCore"]),
        tests(of: "Plant", imports: ["CAllocationCounter", "Chamber", "SwitchCore"]),
        tests(of: "FlightLog", imports: ["Chamber", "Plant", "SwitchCore"]),
        tests(
            of: "Printers",
            imports: [
                "Chamber", "JSON", "MQTT", "Surroundings", "SwitchCore", "TLS", "TestSupport",
                "Threads", "WebSocket",
            ]
        ),
        tests(
            of: "Boards",
            imports: [
                "CAllocationCounter", "Chamber", "MachineClock", "Settings", "SwitchCore",
                "TestSupport",
            ]
        ),
        tests(
            of: "Settings",
            imports: [
                "Access", "Boards", "Chamber", "Inputs", "Lines", "Links", "Notify", "Plant",
                "Printers", "Schema", "Surroundings", "SwitchCore", "TestSupport", "WebSocket",
            ]
        ),
        tests(of: "Cryptography"),
        tests(
            of: "Fleet",
            imports: ["Dialects", "JSON", "Surroundings", "SwitchCore", "WebSocket"]
        ),
        tests(
            of: "Notify",
            imports: ["Chamber", "Cryptography", "SwitchCore", "WebSocket"]
        ),
        tests(of: "Host", imports: ["Chamber", "Surroundings", "SwitchCore", "System"]),
        tests(of: "JSON"),
        tests(
            of: "Update",
            imports: [
                "CLzma", "Chamber", "Cryptography", "Plant", "SwitchCore", "System", "TestSupport",
            ]
        ),
        tests(
            of: "Dialects",
            imports: ["Chamber", "Cryptography", "JSON", "Surroundings", "SwitchCore"]
        ),
        tests(of: "StockPage", imports: ["CZlib"]),
        tests(of: "Access", imports: ["Chamber", "SwitchCore"]),
        tests(
            of: "Links",
            imports: ["Chamber", "Dialects", "JSON", "Pacing", "Surroundings", "SwitchCore"]
        ),
        tests(of: "WebSocket", imports: ["TestSupport"]),
        tests(
            of: "Store",
            imports: ["Chamber", "Surroundings", "SwitchCore", "System", "TestSupport"]
        ),
        tests(
            of: "Server",
            imports: [
                "Access", "Chamber", "Dialects", "JSON", "Surroundings", "SwitchCore",
                "TestSupport",
                "WebSocket",
            ]
        ),
        tests(
            of: "Daemon",
            imports: [
                "Chamber", "Dialects", "FlightLog", "Plant", "Server", "Store", "Surroundings",
                "SwitchCore",
                "System", "TestSupport", "Update",
            ]
        ),
        tests(of: "CommandLine", imports: ["Settings", "SwitchCore", "WebSocket"]),
        tests(
            of: "Client",
            imports: ["Chamber", "Dialects", "JSON", "Surroundings", "SwitchCore"]
        ),
        tests(
            of: "Doctor",
            imports: [
                "Boards", "Chamber", "CommandLine", "JSON", "Settings", "SwitchCore", "TestSupport",
                "WebSocket",
            ]
        ),
        tests(of: "Studio", imports: ["Dialects", "JSON"]),
        tests(of: "Bench", imports: ["Chamber", "Lines", "Plant", "Schema", "SwitchCore"]),
        tests(of: "hearth-prove", imports: ["Chamber", "Plant", "SwitchCore", "TestSupport"]),
        tests(of: "hearth-farm", imports: ["Chamber", "Dialects", "Links"]),
        tests(
            of: "hearth",
            imports: [
                "Boards", "Chamber", "Client", "CommandLine", "Dialects", "JSON", "Plant", "Schema",
                "Settings",
                "Store", "SwitchCore", "System", "TestSupport",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
