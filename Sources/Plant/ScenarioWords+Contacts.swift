import Chamber

extension ScenarioWords {
    /// Parses the opening or closing of one contact, as in `contact smoke open`.
    static func contact(_ words: [String]) throws(Problem) -> Scenario.Action {
        let names = ContactName.allCases.map(\.word)
        try expectCount(words, 2, "contact \(names.joined(separator: "|")) open|closed")
        let name = ContactName.allCases[try word(words[0], of: names)]
        return .contact(name, isOpen: try word(words[1], of: ["closed", "open"]) == 1)
    }
}
