package import Cryptography

/// Which bundles this device accepts.
package struct BundleTerms: Equatable, Sendable {
    /// A bundle must be signed with one of them.
    package var keys: [Ed25519PublicKey]
    /// As Debian names it.
    package var architecture: String
    /// The version that runs.
    package var version: ReleaseVersion
    /// An older version, or the same one, may be installed too.
    package var allowsDowngrade: Bool

    package init(
        keys: [Ed25519PublicKey],
        architecture: String = BundleTerms.ownArchitecture,
        version: ReleaseVersion,
        allowsDowngrade: Bool = false
    ) {
        self.keys = keys
        self.architecture = architecture
        self.version = version
        self.allowsDowngrade = allowsDowngrade
    }

    /// What this program was built for.
    package static var ownArchitecture: String {
        #if arch(x86_64)
            "amd64"
        #elseif arch(arm64)
            "arm64"
        #elseif arch(arm)
            "armhf"
        #else
            "unknown"
        #endif
    }

    /// Refuses what is not for this device.
    package func judge(_ manifest: BundleManifest) throws(BundleError) {
        guard manifest.architecture == architecture else {
            throw .wrongArchitecture(found: manifest.architecture, here: architecture)
        }
        guard manifest.version > version || allowsDowngrade else {
            throw .downgrade(found: manifest.version, here: version)
        }
        guard manifest.minimumVersion <= version else {
            throw .tooNew(minimum: manifest.minimumVersion, here: version)
        }
    }
}
