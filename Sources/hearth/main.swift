import CommandLine
import Glibc

exit(CInt(Program(console: .standard).run(Array(CommandLine.arguments.dropFirst())).rawValue))
