/// Why a bundle is refused. Nothing of a refused bundle is kept.
package enum BundleError: Error, Equatable, Sendable {
    /// It does not begin like a bundle.
    case notABundle
    /// It ends too early, or has bytes behind its end.
    case wrongLength
    /// It is larger than ``BundleLimits/bundle``.
    case tooLarge
    /// It was not signed with a trusted key, or was changed afterwards.
    case wrongSignature
    /// This version cannot use the signed manifest.
    case wrongManifest(String)
    /// The payload is not the one that the manifest names.
    case wrongPayload
    /// It was made for another kind of processor.
    case wrongArchitecture(found: String, here: String)
    /// It is older than what runs, or the same.
    case downgrade(found: ReleaseVersion, here: ReleaseVersion)
    /// It needs a newer version than the one that runs.
    case tooNew(minimum: ReleaseVersion, here: ReleaseVersion)
    /// The machine has no memory left, or its library does not work.
    case machine(String)
}

extension BundleError: CustomStringConvertible {
    /// What is wrong and what to do, for people: to follow "The update was refused: ".
    package var description: String {
        switch self {
        case .notABundle:
            "this is no Hearth update; choose a file named hearth-<version>-<architecture>.bin"
        case .wrongLength:
            "the file is not complete, or has something behind its end; load it down again"
        case .tooLarge:
            "the file is larger than \(BundleLimits.bundle) bytes, which no update is"
        case .wrongSignature:
            "it is not signed by a key that this device trusts, or it was changed since; load it down "
                + "again, or put your own public key into /etc/hearth/keys"
        case .wrongManifest(let what):
            "its list of contents makes no sense here: \(what)"
        case .wrongPayload:
            "its contents are damaged; load it down again"
        case .wrongArchitecture(let found, let here):
            "it is for \(found) machines, and this is \(here); choose the file for \(here)"
        case .downgrade(let found, let here):
            "it is version \(found), and \(here) runs already; to go back on purpose set "
                + "allow_downgrade in the section update of hearth.conf"
        case .tooNew(let minimum, let here):
            "it can follow version \(minimum) or a later one only, and \(here) runs; "
                + "update to \(minimum) first"
        case .machine(let what):
            "\(what); try again later"
        }
    }
}
