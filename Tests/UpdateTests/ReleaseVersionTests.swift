import Testing
import Update

struct ReleaseVersionTests {
    /// The order of semver.org, section 11, with numbers around it.
    private static let ordered = [
        "0.0.1", "0.1.0", "0.9.9", "0.10.0", "1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta",
        "1.0.0-beta", "1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "2.0.0",
    ]

    @Test func versionsFollowEachOtherAsTheStandardSays() {
        let versions = Self.ordered.map(BundleManifest.version)
        for (index, version) in versions.enumerated() {
            for (other, later) in versions.enumerated() {
                #expect((version < later) == (index < other))
            }
            #expect(version.description == Self.ordered[index])
        }
    }

    @Test(
        "Anything else is no version",
        arguments: [
            "", "1", "1.2", "1.2.3.4", "1.2.x", "01.2.3", "1.2.3-", "1.2.3-a..b", "1.2.3-a b",
            "v1.2.3",
            "1.2.-3", " 1.2.3", "1.2.4294967296", "1.2.3-aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
        ]
    )
    func noVersion(text: String) {
        #expect(ReleaseVersion(text) == nil)
    }
}
