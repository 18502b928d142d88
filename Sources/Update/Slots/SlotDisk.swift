package import System

/// The real disk: a folder of the state directory.
package final class FileDisk: SlotDisk {
    /// The folder of the slots, as an absolute path.
    package let folder: String

    /// The slots of a state directory.
    package init(stateDirectory: String) {
        folder = stateDirectory + "/slots"
    }

    /// Makes the folder where it is missing, for its owner alone.
    package func prepare() throws(SystemError) {
        try Directory.make(folder, mode: 0o700)
    }

    /// The absolute path of a name below the folder; "" is the folder itself.
    package func path(of name: String) -> String {
        name.isEmpty ? folder : folder + "/" + name
    }

    package func read(_ name: String, at offset: Int, count: Int) throws(SystemError) -> [UInt8]? {
        let file: OpenFile
        do throws(SystemError) {
            file = try OpenFile(path(of: name), for: .readingNoLink)
        } catch {
            guard error.isMissing else { throw error }
            return nil
        }
        try file.seek(to: offset)
        return try file.read(count)
    }

    package func create(_ name: String, mode: Int) throws(SystemError) {
        let mode = UInt32(mode)
        let file = try OpenFile(path(of: name), for: .writingNoLink, mode: mode)
        // The service's umask would remove rights.
        try file.setMode(mode)
    }

    package func append(_ bytes: UnsafeRawBufferPointer, to name: String) throws(SystemError) {
        try OpenFile(path(of: name), for: .appending).write(bytes)
    }

    package func synchronize(_ name: String) throws(SystemError) {
        try OpenFile(path(of: name), for: .reading).synchronize()
    }

    package func rename(_ name: String, to newName: String) throws(SystemError) {
        try File.rename(path(of: name), to: path(of: newName))
    }

    package func makeFolder(_ name: String) throws(SystemError) {
        try Directory.make(path(of: name), mode: 0o700)
    }

    package func remove(_ name: String) throws(SystemError) {
        try Directory.removeAll(path(of: name))
    }

    package func names(in folder: String) throws(SystemError) -> [String] {
        do throws(SystemError) {
            return try Directory.names(in: path(of: folder))
        } catch {
            guard error.isMissing else { throw error }
            return []
        }
    }

    package func freeBytes() throws(SystemError) -> Int {
        Int(clamping: try Directory.freeBytes(at: folder))
    }
}

/// What a change of version needs of a disk, by names below the folder of the slots.
///
/// What has not been synchronized may be gone after a power cut, in any order; tests cut it after every
/// single call.
package protocol SlotDisk: AnyObject {
    /// At most `count` bytes of a file from `offset` on, fewer at its end; `nil` where there is none.
    func read(_ name: String, at offset: Int, count: Int) throws(SystemError) -> [UInt8]?
    /// Begins a file, which is empty from then on; `mode` as in `chmod`.
    func create(_ name: String, mode: Int) throws(SystemError)
    /// Appends to a file.
    func append(_ bytes: UnsafeRawBufferPointer, to name: String) throws(SystemError)
    /// Returns once the file's bytes, or the names in a folder, would survive a power cut; "" is the
    /// folder of the slots itself.
    func synchronize(_ name: String) throws(SystemError)
    /// Gives a file or folder another name in the same folder, in one step; takes the place of a file.
    func rename(_ name: String, to newName: String) throws(SystemError)
    /// Makes a folder.
    func makeFolder(_ name: String) throws(SystemError)
    /// Removes a file, or a folder with the files in it; content where there is none.
    func remove(_ name: String) throws(SystemError)
    /// The names in a folder, in no order; none where there is no such folder.
    func names(in folder: String) throws(SystemError) -> [String]
    /// Bytes that may still be written.
    func freeBytes() throws(SystemError) -> Int
}
