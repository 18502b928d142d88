// Runs a decoder on hostile bytes: those of its corpus, and, where the program was built with the
// compiler's fuzzer, those that the fuzzer makes of them (`script/prove --fuzz`).
//
//   hearth-fuzz DECODER replay FILE…     each file once
//   hearth-fuzz DECODER fuzz WORDS…      WORDS are libFuzzer's own
import CFuzzer
import Glibc
import System

let words = CommandLine.arguments
guard words.count >= 3, let decoder = FuzzedDecoder(rawValue: words[1]) else {
    let names = FuzzedDecoder.allCases.map(\.rawValue).joined(separator: "|")
    Complaint.say("usage: hearth-fuzz \(names) replay|fuzz FILES OR WORDS")
    exit(64)
}
switch words[2] {
case "replay":
    for path in words.dropFirst(3) {
        do throws(SystemError) {
            // More than any decoder takes.
            decoder.attempt(try File.beginning(of: path, 4 << 20))
        } catch {
            Complaint.say("\(error)")
            exit(66)
        }
    }
    print("\(words.count - 3) passed, 0 failed")
case "fuzz":
    exit(Fuzzing.run(decoder, [words[0]] + words.dropFirst(3)))
default:
    Complaint.say("\(words[2]) is neither replay nor fuzz")
    exit(64)
}
