import System
import TestSupport
import Testing
import Update

/// Versions are compared as dpkg does.
@Suite struct PackageVersionTests {
    @Test(arguments: [
        ("0.1.0", "0.1.1"), ("0.9.0", "0.10.0"), ("0.1.0", "0.1.0+2"), ("0.2.0~rc1", "0.2.0"),
        ("0.2.0~rc1", "0.2.0~rc2"), ("9.0", "1:0.1"), ("1.0-1", "1.0-2"), ("1.0", "1.0-1"),
        ("1.0a", "1.0+"), ("1.0", "1.0a"), ("1.2.3", "1.2.30"), ("0.1.1~git20261129.62", "0.1.1"),
    ])
    func theFirstIsOlder(older: String, newer: String) throws {
        let first = try #require(PackageVersion(older))
        let second = try #require(PackageVersion(newer))
        #expect(first < second)
        #expect(!(second < first))
    }

    @Test func zerosBeforeANumberCountNothing() throws {
        let first = try #require(PackageVersion("1.02"))
        let second = try #require(PackageVersion("1.2"))
        #expect(first == second)
    }

    @Test(arguments: ["", "1 2", "1\u{1b}[2J", "a:1"])
    func whatIsNoVersionIsNone(text: String) {
        #expect(PackageVersion(text) == nil)
    }
}

/// A new version is found in a made-up state of apt, by anybody who can read it.
@Suite struct PackageOfferTests {
    private let folder: TemporaryDirectory

    init() throws {
        folder = try TemporaryDirectory()
        try Directory.makeAll(folder.path + "/var/lib/apt/lists/partial", mode: 0o755)
        try Directory.makeAll(folder.path + "/var/lib/dpkg", mode: 0o755)
    }

    private func install(_ version: String, state: String = "install ok installed") throws {
        let text = """
            Package: hearth-tools
            Status: install ok installed
            Architecture: arm64
            Version: 9.0

            Package: hearth
            Status: \(state)
            Architecture: arm64
            Version: \(version)
            Conffiles:
             /etc/hearth/hearth.conf 0123456789
            Description: a controller
             Version: 99 is no field here.

            Package: zlib1g
            Version: 1:1.3
            """
        try File.write(text, to: folder.path + "/var/lib/dpkg/status")
    }

    private func offer(
        _ versions: [String],
        origin: String = "Hearth",
        architecture: String = "arm64"
    ) throws {
        let suite = folder.path + "/var/lib/apt/lists/packages.example.org_hearth_dists_trixie"
        let release =
            "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nOrigin: \(origin)\nLabel: x\n"
        try File.write(release, to: suite + "_InRelease")
        let stanzas = versions.map { version in
            "Package: hearth\nVersion: \(version)\nArchitecture: \(architecture)\nSize: 1\n"
        }
        let path = suite + "_main_binary-\(architecture)_Packages"
        try File.write(stanzas.joined(separator: "\n"), to: path)
    }

    private func newest(running: String = "0.1.0") -> String? {
        var offer = PackageOffer(root: folder.path)
        return offer.newest(running: running)
    }

    @Test func theNewestOfAllThatAreOfferedIsTold() throws {
        try install("0.1.0")
        try offer(["0.1.0", "0.10.0", "0.9.0"])
        #expect(newest() == "0.10.0")
    }

    @Test func whatIsInstalledOrOlderIsNoOffer() throws {
        try install("0.2.0")
        try offer(["0.1.0", "0.2.0"])
        #expect(newest() == nil)
    }

    @Test func whatRunsByAnUpdateIsNoOffer() throws {
        try install("0.1.0")
        try offer(["0.2.0"])
        #expect(newest(running: "0.2.0") == nil)
        #expect(newest(running: "0.1.5") == "0.2.0")
    }

    @Test func anArchiveOfSomebodyElseIsNotAsked() throws {
        try install("0.1.0")
        try offer(["0.2.0"], origin: "Debian")
        #expect(newest() == nil)
    }

    @Test func anotherMachinesPackageIsNoOffer() throws {
        try install("0.1.0")
        try offer(["0.2.0"], architecture: "amd64")
        #expect(newest() == nil)
    }

    @Test func withoutAPackageThereIsNone() throws {
        try offer(["0.2.0"])
        #expect(newest() == nil)
        try install("0.1.0", state: "deinstall ok config-files")
        #expect(newest() == nil)
    }

    @Test func nothingOfAptIsNoOffer() {
        #expect(PackageOfferTests.ofNowhere() == nil)
    }

    private static func ofNowhere() -> String? {
        var offer = PackageOffer(root: "/nonexistent")
        return offer.newest(running: "0.1.0")
    }

    @Test func aNewListIsReadAgain() throws {
        try install("0.1.0")
        var looking = PackageOffer(root: folder.path)
        #expect(looking.newest(running: "0.1.0") == nil)
        try offer(["0.2.0"])
        #expect(looking.newest(running: "0.1.0") == "0.2.0")
        try install("0.2.0")
        #expect(looking.newest(running: "0.2.0") == nil)
    }
}
