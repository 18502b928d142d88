import CommandLine
import Glibc

// Many simulated controllers at one MQTT broker (docs/farm.md): no part of the package.

let console = Console.standard
let parser = CommandLineParser(program: "hearth-farm", commands: [.simulate])
do throws(CommandFailure) {
    switch try parser.parse(Array(CommandLine.arguments.dropFirst())) {
    case .run(let command, let arguments):
        exit(CInt(try command.perform(arguments.completed(for: command), console).rawValue))
    case .help, .fileHelp:
        console.write(HelpPage(of: .simulate, in: parser.program, for: console).text)
        exit(0)
    }
} catch {
    console.errorLine(error.message)
    exit(CInt(error.status.rawValue))
}
