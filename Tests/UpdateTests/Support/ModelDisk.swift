import System
import Update

/// A disk in memory that loses its power after a number of calls, and then shows what is left.
///
/// Each thing that was not synchronized may be there or not: `luck` decides.
final class ModelDisk: SlotDisk {

    private enum Node: Equatable {
        case file([UInt8])
        case folder
    }

    /// What programs see, and what is certainly on the medium.
    private var seen: [String: Node] = [:]
    private var kept: [String: Node] = [:]
    /// The calls that are left until the power fails; `nil`: it does not.
    var callsLeft: Int?
    private(set) var calls = 0
    var free = 1 << 30

    init() {}

    /// The state after the power has come back. `luck` says of each thing that was not synchronized
    /// whether it has reached the medium nevertheless.
    func powerUp(luck: () -> Bool) {
        var after = kept
        for name in Set(seen.keys).union(kept.keys).sorted() where seen[name] != kept[name] {
            guard luck() else { continue }
            // A file whose name has arrived may be without its bytes, unless they had arrived before
            // under another name.
            if case .file(let bytes)? = seen[name], surely(name) != seen[name], !luck() {
                after[name] = .file(Array(bytes.prefix(bytes.count / 2)))
            } else {
                after[name] = seen[name]
            }
        }
        // Nothing is in a folder that is not there.
        for name in after.keys.sorted() where name.contains("/") {
            let folder = String(name.prefix { $0 != "/" })
            if after[folder] != .folder { after[name] = nil }
        }
        seen = after
        kept = after
        renamed = [:]
        renamedFolders = [:]
        callsLeft = nil
    }

    /// What is held under a file's new name, once that name has arrived.
    private func surely(_ name: String) -> Node? {
        if let node = renamed[name] { return node }
        let folder = String(name.prefix { $0 != "/" })
        return renamedFolders[folder]?[name]
    }

    private func call() throws(SystemError) {
        calls += 1
        guard let left = callsLeft else { return }
        guard left > 0 else { throw SystemError(.write, "the disk", errno: 5) }
        callsLeft = left - 1
    }

    func read(_ name: String, at offset: Int, count: Int) throws(SystemError) -> [UInt8]? {
        if callsLeft == 0 { throw SystemError(.read, name, errno: 5) }
        guard case .file(let bytes)? = seen[name] else { return nil }
        return Array(bytes.dropFirst(offset).prefix(count))
    }

    func create(_ name: String, mode: Int) throws(SystemError) {
        try call()
        seen[name] = .file([])
    }

    func append(_ bytes: UnsafeRawBufferPointer, to name: String) throws(SystemError) {
        try call()
        guard case .file(let before)? = seen[name] else {
            throw SystemError(.open, name, errno: 2)
        }
        seen[name] = .file(before + Array(bytes))
    }

    func synchronize(_ name: String) throws(SystemError) {
        try call()
        switch seen[name] {
        case .file:
            kept[name] = seen[name]
        case .folder, nil:
            // A folder: the names in it, with what their files hold as far as that is kept.
            let inside = { (path: String) in
                name.isEmpty ? !path.contains("/") : path.hasPrefix(name + "/")
            }
            for path in Set(seen.keys).union(kept.keys) where inside(path) {
                switch (seen[path], kept[path]) {
                case (nil, _): kept[path] = nil
                case (.folder, _): kept[path] = .folder
                case (.file, nil): kept[path] = renamed[path].flatMap { $0 } ?? .file([])
                case (.file, _): kept[path] = renamed[path].flatMap { $0 } ?? kept[path]
                }
                renamed[path] = nil
            }
            keepInsidesOfRenamedFolders()
        }
    }

    /// What is surely held of a file or folder under its new name, once that name is kept.
    private var renamed: [String: Node?] = [:]
    private var renamedFolders: [String: [String: Node]] = [:]

    private func keepInsidesOfRenamedFolders() {
        for (folder, nodes) in renamedFolders where kept[folder] == .folder {
            for path in kept.keys where path.hasPrefix(folder + "/") { kept[path] = nil }
            for (path, node) in nodes { kept[path] = node }
        }
        renamedFolders = [:]
    }

    func rename(_ name: String, to newName: String) throws(SystemError) {
        try call()
        guard let node = seen[name] else { throw SystemError(.rename, name, errno: 2) }
        seen[name] = nil
        seen[newName] = node
        renamed[newName] = .some(kept[name])
        guard node == .folder else { return }
        var inside: [String: Node] = [:]
        for path in seen.keys.filter({ $0.hasPrefix(name + "/") }) {
            let newPath = newName + path.dropFirst(name.count)
            seen[newPath] = seen[path]
            seen[path] = nil
            inside[newPath] = kept[path]
        }
        renamedFolders[newName] = inside
    }

    func makeFolder(_ name: String) throws(SystemError) {
        try call()
        seen[name] = .folder
    }

    func remove(_ name: String) throws(SystemError) {
        try call()
        for path in seen.keys where path == name || path.hasPrefix(name + "/") { seen[path] = nil }
    }

    func names(in folder: String) throws(SystemError) -> [String] {
        let prefix = folder.isEmpty ? "" : folder + "/"
        return seen.keys.filter { $0.hasPrefix(prefix) }
            .map { String($0.dropFirst(prefix.count)) }
            .filter { !$0.contains("/") }
    }

    func freeBytes() throws(SystemError) -> Int { free }

    /// Damages a file, as anyone who can write the disk could.
    func damage(_ name: String) {
        guard case .file(var bytes)? = seen[name], !bytes.isEmpty else { return }
        bytes[bytes.count / 2] ^= 1
        seen[name] = .file(bytes)
        kept[name] = seen[name]
    }
}
