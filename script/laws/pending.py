"""Where a law is not true yet: the paths that it spares, and nothing else. `script/lint --all` spares
none. A path leaves this list for good as soon as the law is true below it."""

PENDING = {
    "file length": (
        "Sources/Chamber/Controller/Controller.swift",
        "Tests/DialectsTests/Panda/PandaFramesTests.swift",
    ),
    "function length": (
        "Sources/Chamber/Controller/Controller+Wishes.swift",
        "Sources/Surroundings/DeviceKeeper.swift",
        "Sources/hearth-prove/Regulation/RegulationList.swift",
    ),
    "documented": (
        "Sources/Chamber/",
        "Sources/Daemon/",
        "Sources/Lines/",
        "Sources/Surroundings/",
        "Sources/SwitchCore/",
        "Sources/hearth/",
    ),
    "take": (
        "Sources/Chamber/",
        "Sources/Daemon/",
        "Sources/Lines/",
        "Sources/Surroundings/",
        "Sources/SwitchCore/",
        "Sources/hearth/",
        "Tests/SurroundingsTests/",
        "Tests/SwitchCoreTests/",
    ),
    "words": (
        "Sources/Chamber/",
        "Sources/Daemon/",
        "Sources/Surroundings/",
        "Sources/SwitchCore/",
        "Sources/hearth-prove/Peers/PeerComparison.swift",
        "Sources/hearth/",
    ),
    "ladder": (
        "Sources/Chamber/",
    ),
}
