/// What has a help page and is no command.
package enum HelpTopic: String, CaseIterable, Sendable {
    case boardFile = "board-file"
    case serviceFile = "service-file"
}
