internal import MLKitCore

extension EditableText {
    /// Adds a key at the end of a mapping that has some, or stands inside brackets.
    mutating func addKey(_ key: String, _ value: JSON, to path: [String], _ place: Place) throws {
        guard let entries = place.node.entries else { return }
        let expected = tree.changing(path[...]) { old in
            old.mapped { tree in
                guard case .map(let members) = tree else { return tree }
                return YAMLTree.map(of: members + [.init(name: key, value: YAMLTree(value))])
            }
        }
        let isBlock = place.node.isBlockCollection
        let splice =
            isBlock
            ? append(blockText.entry(key, value), to: place.node)
            : append(BlockText.entry(key, value), after: entries.last?.end, in: place.node)
        try replace([splice], at: path + [key], expecting: expected ?? tree)
    }

    /// Puts an item into a list, before the item of that number.
    mutating func insert(_ value: JSON, into path: [String], at index: Int) throws {
        guard let node = find(path).place?.node, let items = node.items else { return }
        let expected = tree.changing(path[...]) { old in
            old.mapped { tree in
                guard case .list(var items) = tree else { return tree }
                items.insert(YAMLTree(value), at: index)
                return .list(items)
            }
        }
        let splice: Splice
        if node.isFlow {
            let text = BlockText.line(value, inFlow: true)
            splice =
                index < items.count
                ? Splice(range: items[index].start..<items[index].start, text: text + ", ")
                : append(text, after: items.last?.end, in: node)
        } else if index == 0 {
            let lines = blockText.item(value) + [""]
            let text = lines.joined(separator: lineBreak + margin(of: node))
            splice = Splice(range: node.contentStart..<node.contentStart, text: text)
        } else {
            splice = append(blockText.item(value), to: node, after: items[index - 1].end)
        }
        try replace([splice], at: path + ["\(index)"], expecting: expected ?? tree)
    }

    /// Adds an item to a list, or makes the list.
    mutating func append(_ value: JSON, to path: [String]) throws {
        let (place, depth) = find(path)
        guard let place, depth == path.count, !place.node.isNull else { return try set(path, to: [value]) }
        switch place.node.content {
        case .sequence(let items, _) where items.isEmpty && !place.inFlow: try set(path, to: [value])
        case .sequence(let items, _): try insert(value, into: path, at: items.count)
        case .alias(let name): throw failure(path, "is the alias `*\(name)`", "edit the anchor `&\(name)` itself")
        default: throw failure(path, "is \(place.node.kindName), not a list")
        }
    }

    private func margin(of node: Syntax) -> String {
        String(repeating: " ", count: scanner.column(node.contentStart))
    }

    /// Lines after the line on which a list or mapping ends, or one of its items.
    private func append(_ lines: [String], to node: Syntax, after place: Int? = nil) -> Splice {
        let end = scanner.lineEnd(place ?? node.end)
        let text = lines.map { lineBreak + margin(of: node) + $0 }.joined()
        return Splice(range: end..<end, text: text)
    }

    /// One more member inside brackets; a comma after the last one serves.
    private func append(_ text: String, after last: Int?, in node: Syntax) -> Splice {
        guard let last else { return Splice(range: node.contentStart + 1..<node.end - 1, text: text) }
        let next = scanner.nextToken(from: last)
        let hasComma = next < bytes.count && bytes[next] == UInt8(ascii: ",")
        return hasComma
            ? Splice(range: next + 1..<next + 1, text: " " + text) : Splice(range: last..<last, text: ", " + text)
    }
}

extension YAMLTree {
    /// The tree with other content under the same anchor.
    fileprivate func mapped(_ change: (YAMLTree) -> YAMLTree) -> YAMLTree {
        if case .anchored(let name, let tree) = self { .anchored(name, change(tree)) } else { change(self) }
    }
}
