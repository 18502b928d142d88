import CommandLine
import Glibc

// Many simulated controllers at one MQTT broker (docs/farm.md): no part of the package.

let program = Program("hearth-farm", [.simulate], .standard)
exit(CInt(program.run(Array(CommandLine.arguments.dropFirst())).rawValue))
