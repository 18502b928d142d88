// Proves the rules of docs/safety.md and docs/regulation.md on plants that they were not tuned for.

import Glibc
import System
import Threads

let arguments = Array(CommandLine.arguments.dropFirst())
if arguments.contains("--help") {
    print(Options.help)
    exit(0)
}
do {
    var proof = Proof(try Options(arguments))
    try proof.run()
    exit(proof.missed == 0 ? 0 : 1)
} catch let problem as Options.Problem {
    print("hearth-prove: \(problem.text)\n\n\(Options.help)")
    exit(2)
} catch let error as SystemError {
    print("hearth-prove: \(error)")
    exit(6)
}
