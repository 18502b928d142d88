import Glibc

/// The variables that this process was started with.
package enum Environment {
    /// A variable; `nil` where it is unset or empty.
    package static func variable(_ name: String) -> String? {
        guard let value = getenv(name) else { return nil }
        let text = String(cString: value)
        return text.isEmpty ? nil : text
    }

    /// The directory in `/run` that the service manager has made for this service; `nil` outside of a
    /// service.
    package static var runtimeDirectory: String? {
        variable("RUNTIME_DIRECTORY")?.split(separator: ":").first.map(String.init)
    }
}
