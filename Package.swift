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
        .executable(name: "lab-ads1115", targets: ["lab-ads1115"]),
    ],
    targets: [
        // C libraries.
        .systemLibrary(name: "CInih", pkgConfig: "inih", providers: [.apt(["libinih-dev"])]),
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

        // A bare client for tests of servers, linked by them alone.
        .target(name: "TestClient", path: "Tests/TestClient", swiftSettings: settings),

        // Rooms, from the pure core outwards. Arrows run down this list, never up.
        room("Chamber", linking: ["m"]),
        room("MachineClock", imports: ["Chamber"]),
        room("Threads", imports: ["CSupport"]),
        room("Cryptography", imports: ["COpenSSL"]),
        room("Plant", imports: ["Chamber"]),
        room("Recording", imports: ["Chamber"]),
        room("Lines", imports: ["CGpiod", "Chamber"]),
        room(
            "Boards",
            imports: ["Chamber", "CI2C", "CInih", "Lines", "MachineClock", "Plant", "Threads"]
        ),
        room("JSON", imports: ["CJansson", "Chamber"]),
        room("Update", imports: ["CLzma", "Chamber", "Cryptography", "JSON"]),
        room("Dialects", imports: ["Chamber", "Cryptography", "JSON"]),
        room("StockPage", imports: ["CZlib"]),
        room("Access", imports: ["Chamber", "Cryptography"]),
        room("WebSocket", imports: ["CSupport", "CWebSockets"]),
        room("MQTT", imports: ["CMosquitto", "COpenSSL", "Threads"]),
        room(
            "Printers",
            imports: ["Chamber", "JSON", "MQTT", "MachineClock", "Threads", "WebSocket"]
        ),
        room("Host", imports: ["Chamber", "CSystemd", "MachineClock", "Threads"]),
        room(
            "Links",
            imports: ["Chamber", "Dialects", "MQTT", "MachineClock", "Threads", "WebSocket"]
        ),
        room("Store", imports: ["Chamber", "CSQLite", "MachineClock", "Threads"]),
        room(
            "Server",
            imports: [
                "Access", "Chamber", "Cryptography", "Dialects", "JSON", "MachineClock",
                "WebSocket",
            ],
            resources: [.embedInCode("Page/index.html"), .embedInCode("Page/login.html")]
        ),
        room(
            "Daemon",
            imports: [
                "Access", "Chamber", "Boards", "CSupport", "Cryptography", "Dialects", "Host",
                "Links", "MachineClock", "Printers",
                "Recording", "Server", "Store", "Threads", "Update", "WebSocket",
            ]
        ),
        .executableTarget(
            name: "hearth",
            dependencies: [
                "Access", "Boards", "CSupport", "Chamber", "Cryptography", "Daemon", "Dialects",
                "JSON", "Lines", "Links", "MachineClock", "Plant", "Printers", "Recording",
                "StockPage",
                "Store", "Threads", "Update", "WebSocket",
            ],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "hearth-switch",
            dependencies: ["CSupport", "Chamber", "Lines", "MachineClock"],
            swiftSettings: settings
        ),

        .executableTarget(
            name: "hearth-bench",
            dependencies: ["CAllocationCounter", "Chamber", "MachineClock", "Plant", "Recording"],
            swiftSettings: settings
        ),

        // The proof (docs/safety.md): no part of the package.
        .executableTarget(
            name: "hearth-prove",
            dependencies: ["Chamber", "Plant", "Threads"],
            swiftSettings: settings
        ),

        // The compiler's fuzzer, where it is there.
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "hearth-fuzz",
            dependencies: [
                "Boards", "CFuzzer", "Chamber", "Cryptography", "Dialects", "Plant", "Recording",
                "StockPage", "Store", "Update",
            ],
            swiftSettings: settings
        ),

        // Hardware in the loop (docs/lab.md): neither is part of the package.
        .executableTarget(
            name: "hearth-lab",
            dependencies: ["Boards", "Chamber", "CRegisters", "Lines", "MachineClock", "Plant"],
            swiftSettings: settings
        ),
        .target(name: "CRegisters"),
        .executableTarget(name: "lab-ads1115", path: "lab/devices/ads1115"),

        tests(of: "Chamber"),
        tests(of: "Lines", imports: ["Chamber"]),
        tests(of: "Plant", imports: ["CAllocationCounter", "Chamber"]),
        tests(of: "Recording", imports: ["Chamber", "Plant"]),
        tests(of: "Printers", imports: ["Chamber", "JSON", "MQTT", "Threads", "WebSocket"]),
        tests(
            of: "Boards",
            imports: ["CAllocationCounter", "Chamber", "Lines", "MachineClock", "Plant"]
        ),
        tests(of: "Cryptography"),
        tests(of: "Host", imports: ["Chamber"]),
        tests(of: "JSON"),
        tests(of: "Update", imports: ["CLzma", "Chamber", "Cryptography", "Plant"]),
        tests(of: "Dialects", imports: ["Chamber", "Cryptography", "JSON"]),
        tests(of: "StockPage", imports: ["CZlib"]),
        tests(of: "Access", imports: ["Chamber", "Cryptography"]),
        tests(of: "Links", imports: ["Chamber", "Dialects", "JSON", "WebSocket"]),
        tests(of: "WebSocket", imports: ["TestClient"]),
        tests(of: "Store", imports: ["Chamber"]),
        tests(of: "Server", imports: ["Chamber", "Dialects", "JSON", "TestClient", "WebSocket"]),
        tests(of: "Daemon", imports: ["Chamber", "Dialects", "Plant", "Recording"]),
        tests(of: "hearth-prove", imports: ["Chamber", "Plant"]),
        tests(
            of: "hearth",
            imports: [
                "Chamber", "Boards", "Daemon", "Dialects", "JSON", "Links", "Plant", "Printers",
                "Recording", "Store",
                "WebSocket",
            ]
        ),
    ],
    swiftLanguageModes: [.v6]
)
