/// Reads what ``ByteWriter`` wrote, and says where something is wrong.
package struct ByteReader {
    private let bytes: ArraySlice<UInt8>
    /// The next byte's place in the file.
    package private(set) var offset: Int

    /// A reader of `bytes`, whose indices are their places in the file.
    package init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
        offset = bytes.startIndex
    }

    /// Every byte has been read.
    package var isAtEnd: Bool { offset >= bytes.endIndex }

    /// How many bytes are left.
    package var remaining: Int { bytes.endIndex - offset }

    /// A mistake at the next byte; `what` is for people.
    package func mistake(_ what: String) -> RecordingMistake {
        RecordingMistake(offset: offset, what: what)
    }

    /// The next byte.
    package mutating func byte() throws(RecordingMistake) -> UInt8 {
        guard offset < bytes.endIndex else { throw mistake("it ends in the middle of a value") }
        defer { offset += 1 }
        return bytes[offset]
    }

    /// A number of fixed size, little-endian.
    package mutating func fixed<Number: FixedWidthInteger>(
        _: Number.Type
    ) throws(RecordingMistake) -> Number {
        var number: Number = 0
        for place in 0..<(Number.bitWidth / 8) {
            number |= Number(truncatingIfNeeded: try byte()) << Number(place * 8)
        }
        return number
    }

    /// A number with all its bits; NaN is a mistake.
    package mutating func real() throws(RecordingMistake) -> Double {
        let start = offset
        let number = Double(bitPattern: try fixed(UInt64.self))
        guard !number.isNaN else {
            throw RecordingMistake(offset: start, what: "a number is NaN")
        }
        return number
    }

    /// A number in seven bits a byte, the lowest first: ten bytes at most.
    package mutating func short() throws(RecordingMistake) -> UInt64 {
        let start = offset
        var number: UInt64 = 0
        for place in 0..<10 {
            let next = try byte()
            number |= UInt64(next & 0x7F) << UInt64(place * 7)
            if next & 0x80 == 0 { return number }
        }
        throw RecordingMistake(offset: start, what: "a number is too long")
    }

    /// A signed number; the signs alternate: 0, -1, 1, -2, ….
    package mutating func signedShort() throws(RecordingMistake) -> Int64 {
        let number = try short()
        return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
    }

    /// A count of items of at least one byte each.
    package mutating func count() throws(RecordingMistake) -> Int {
        let start = offset
        let number = try short()
        guard number <= UInt64(remaining) else {
            throw RecordingMistake(offset: start, what: "it is shorter than it says")
        }
        return Int(number)
    }

    /// A length, then as many bytes of UTF-8.
    package mutating func text() throws(RecordingMistake) -> String {
        let length = try count()
        return String(decoding: try slice(length), as: UTF8.self)
    }

    /// The next `length` bytes, with their places in the file as indices.
    package mutating func slice(_ length: Int) throws(RecordingMistake) -> ArraySlice<UInt8> {
        guard length >= 0, length <= remaining else {
            throw mistake("it ends in the middle of a value")
        }
        defer { offset += length }
        return bytes[offset..<(offset + length)]
    }
}

/// Damage in a recording.
package struct RecordingMistake: Error, Equatable, Sendable, CustomStringConvertible {
    /// The byte of the file where it is.
    package let offset: Int
    /// What is wrong, in words for people.
    package let what: String

    package init(offset: Int, what: String) {
        self.offset = offset
        self.what = what
    }

    package var description: String { "byte \(offset): \(what)" }
}
