internal import MLKitCore

extension EditableText {
    /// Takes away a key with its value, or an item. The last one leaves `{}` or `[]`.
    mutating func remove(_ path: [String]) throws {
        let (place, depth) = find(path)
        guard let name = path.last, let place, depth == path.count else {
            if case .alias(let name)? = place?.node.content {
                throw failure(path, "is reached through the alias `*\(name)`", "edit the anchor `&\(name)` itself")
            }
            throw failure(path, "is not there")
        }
        try checkAnchors(path, in: place.node.all, of: place.node)
        let parent = Array(path.dropLast())
        guard let outer = find(parent).place else { return }
        let splice: Splice
        if let entries = outer.node.entries, let index = entries.firstIndex(where: { $0.name == name }) {
            guard entries.count > 1 else { return try replace(parent, outer, with: .object([])) }
            splice = removal(of: entries, index, in: outer.node)
        } else if let items = outer.node.items, let index = Int(name) {
            guard items.count > 1 else { return try replace(parent, outer, with: .array([])) }
            splice = removal(of: items, index, in: outer.node)
        } else {
            return
        }
        try replace([splice], at: path, expecting: tree.changing(path[...]) { _ in nil } ?? tree)
    }

    private func removal(of entries: [Syntax.Entry], _ index: Int, in node: Syntax) -> Splice {
        removal(
            index, count: entries.count, in: node, start: { scanner.start(of: entries[$0]) }, end: { entries[$0].end })
    }

    private func removal(of items: [Syntax], _ index: Int, in node: Syntax) -> Splice {
        removal(
            index, count: items.count, in: node,
            start: { node.isFlow ? items[$0].start : scanner.dash(before: $0, in: node) }, end: { items[$0].end })
    }

    private func removal(
        _ index: Int, count: Int, in node: Syntax, start: (Int) -> Int, end: (Int) -> Int
    ) -> Splice {
        let first = start(index)
        if node.isFlow {
            let range = index + 1 < count ? first..<start(index + 1) : end(index - 1)..<end(index)
            return Splice(range: range, text: "")
        }
        guard scanner.beginsLine(first) else { return Splice(range: first..<start(index + 1), text: "") }
        let next = scanner.nextLine(end(index))
        let lineStart = scanner.lineStart(first)
        guard next == bytes.count, bytes.last != 0x0A, lineStart > 0 else {
            return Splice(range: lineStart..<next, text: "")
        }
        // The last line of a text that has no line break at its end.
        let previous = lineStart > 1 && bytes[lineStart - 2] == 0x0D ? lineStart - 2 : lineStart - 1
        return Splice(range: previous..<next, text: "")
    }
}
