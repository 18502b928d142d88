extension StateNode {
    /// The same tree with each value that an older program kept elsewhere copied to its place.
    /// `moves` pairs the old path with the new one, names with points between them.
    func moved(by moves: [(from: String, to: String)]) -> StateNode {
        moves.reduce(self) { tree, move in
            let (from, to) = (move.from.split(separator: "."), move.to.split(separator: "."))
            guard let value = tree.value(at: from[...]), tree.value(at: to[...]) == nil else {
                return tree
            }
            return tree.setting(value, at: to[...])
        }
    }

    private func value(at path: ArraySlice<Substring>) -> StateNode? {
        guard let name = path.first else { return self }
        return self[String(name)]?.value(at: path.dropFirst())
    }

    private func setting(_ value: StateNode, at path: ArraySlice<Substring>) -> StateNode {
        guard let name = path.first.map({ String($0) }) else { return value }
        var fields: [Field] = []
        if case .fields(let known) = self { fields = known }
        let inner = (self[name] ?? .fields([])).setting(value, at: path.dropFirst())
        fields.removeAll { $0.name == name }
        return .fields(fields + [Field(name: name, node: inner)])
    }
}
