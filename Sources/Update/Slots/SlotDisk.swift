package import System

/// The few things that a switch of versions asks of a disk, by names below the folder of the slots.
///
/// What has not been synchronized may be gone after a power cut, in any order; tests cut it after every
/// single call.
package protocol SlotDisk: AnyObject {
    /// At most `count` bytes of a file from `offset` on, fewer at its end; `nil` where there is none.
    func read(_ name: String, at offset: Int, count: Int) throws(SystemError) -> [UInt8]?
    /// Begins a file, which is empty from then on; `mode` as in `chmod`.
    func create(_ name: String, mode: Int) throws(SystemError)
    /// Writes behind the end of a file.
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
