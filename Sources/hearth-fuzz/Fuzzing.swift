import CFuzzer
import Glibc

/// Runs the compiler's fuzzer on one decoder.
enum Fuzzing {
    /// The program was built without it.
    private static let unavailable: Int32 = 69

    /// Runs the fuzzer with its own `words`; returns its status.
    static func run(_ decoder: FuzzedDecoder, _ words: [String]) -> Int32 {
        let arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
        defer { for argument in arguments { free(argument) } }
        let status = arguments.withUnsafeBufferPointer { list -> Int32 in
            guard let first = list.baseAddress else { return -1 }
            return hearth_fuzz(Int32(words.count), first, callback(of: decoder))
        }
        guard status >= 0 else {
            Complaint.say("it was built without the fuzzer: script/prove --fuzz builds it")
            return unavailable
        }
        return status
    }

    private typealias Callback = @convention(c) (UnsafePointer<UInt8>?, Int) -> Int32

    /// A C function has no context: one for each decoder.
    private static func callback(of decoder: FuzzedDecoder) -> Callback {
        switch decoder {
        case .wire: { Fuzzing.attempt(.wire, $0, $1) }
        case .board: { Fuzzing.attempt(.board, $0, $1) }
        case .state: { Fuzzing.attempt(.state, $0, $1) }
        case .recording: { Fuzzing.attempt(.recording, $0, $1) }
        case .image: { Fuzzing.attempt(.image, $0, $1) }
        case .bundle: { Fuzzing.attempt(.bundle, $0, $1) }
        case .reefnet: { Fuzzing.attempt(.reefnet, $0, $1) }
        case .devicelink: { Fuzzing.attempt(.devicelink, $0, $1) }
        case .dragonbreath: { Fuzzing.attempt(.dragonbreath, $0, $1) }
        case .printer: { Fuzzing.attempt(.printer, $0, $1) }
        }
    }

    private static func attempt(
        _ decoder: FuzzedDecoder,
        _ bytes: UnsafePointer<UInt8>?,
        _ count: Int
    ) -> Int32 {
        decoder.attempt(Array(UnsafeBufferPointer(start: bytes, count: count)))
        return 0
    }
}

/// Errors on standard error.
enum Complaint {
    static func say(_ words: String) {
        let line = Array("hearth-fuzz: \(words)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
    }
}
