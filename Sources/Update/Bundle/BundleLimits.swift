/// How large the parts of a bundle may be: all are checked before anything is allocated for them.
package enum BundleLimits {
    /// Bytes of a whole bundle: the stock page refuses a larger file itself (wire contract, section 7).
    package static let bundle = 0x480000
    /// Bytes of a manifest; ours have 600.
    package static let manifest = 16 * 1024
    /// Bytes that a bundle unpacks to, all files together: three times what the programs have today.
    package static let unpacked = 48 << 20
    /// Bytes that are handed over at a time.
    static let piece = 64 * 1024
    /// Letters of a version; more would not fit a line of the page.
    static let version = 32
}
