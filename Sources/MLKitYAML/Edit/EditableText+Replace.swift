internal import MLKitCore

extension EditableText {
    /// Puts a value in the place of another, or of nothing.
    mutating func replace(_ path: [String], _ place: Place?, with value: JSON) throws {
        guard let place, !place.node.isEmpty || place.indent != nil else { return try appendToEmpty(value, path) }
        try checkAnchors(path, in: place.node.all.dropFirst(), of: place.node)
        let splices = isOnLines(value, place) ? lines(value, place) : line(value, place)
        let expected = tree.changing(path[...]) { old in
            if case .anchored(let name, _) = old { .anchored(name, YAMLTree(value)) } else { YAMLTree(value) }
        }
        try replace(splices, at: path, expecting: expected ?? tree)
    }

    /// A text that holds nothing but comments.
    private mutating func appendToEmpty(_ value: JSON, _ path: [String]) throws {
        let ending = bytes.isEmpty || bytes.last == 0x0A || scanner.column(bytes.count) == 0 ? "" : lineBreak
        let text = ending + blockText.lines(value).joined(separator: lineBreak) + lineBreak
        try replace([Splice(range: bytes.count..<bytes.count, text: text)], at: path, expecting: YAMLTree(value))
    }

    private func isOnLines(_ value: JSON, _ place: Place) -> Bool {
        guard !place.inFlow else { return false }
        switch (value, place.node.content) {
        case (.object(let members), .mapping(let entries, isFlow: true)) where !entries.isEmpty:
            return members.contains { BlockText.wantsLines($0.value) }
        case (.array(let values), .sequence(_, isFlow: false)): return !values.isEmpty
        default: return BlockText.wantsLines(value)
        }
    }

    private func line(_ value: JSON, _ place: Place) -> [Splice] {
        let node = place.node
        let style: Event.Style = if case .scalar(_, let style) = node.content { style } else { .plain }
        let text = BlockText.line(value, like: style, inFlow: place.inFlow)
        if node.isEmpty {
            let needsColon = place.slot == nil && place.inFlow
            return [Splice(range: node.contentStart..<node.contentStart, text: (needsColon ? ": " : " ") + text)]
        }
        let start = node.hasTag ? node.start : node.contentStart
        let kept = node.hasTag ? node.anchor.map { "&\($0) " } ?? "" : ""
        guard let cut = hangingLines(place) else { return [Splice(range: start..<node.end, text: kept + text)] }
        guard node.isBlockScalar else {
            return [Splice(range: slot(place)..<slot(place), text: " " + text), Splice(range: cut, text: "")]
        }
        return [Splice(range: start..<headerEnd(node), text: kept + text), Splice(range: cut, text: "")]
    }

    private func lines(_ value: JSON, _ place: Place) -> [Splice] {
        let node = place.node
        let step = value.array == nil || place.isItem ? blockText.step : blockText.listStep
        let isCompact = place.isItem && startsOnSlotLine(place) && !node.isEmpty
        let column =
            isCompact ? scanner.column(node.contentStart) : place.indent.map { $0 + (place.isItem ? 2 : step) } ?? 0
        let margin = String(repeating: " ", count: column)
        let lines = blockText.lines(value)
        let text = margin + lines.joined(separator: lineBreak + margin)
        if place.indent == nil || place.isItem && startsOnSlotLine(place) {
            let gap = node.isEmpty ? " " : ""
            return [Splice(range: node.contentStart..<node.end, text: gap + text.dropFirst(column))]
        }
        if node.isBlockCollection {
            return [Splice(range: scanner.lineStart(node.contentStart)..<node.end, text: text)]
        }
        let lineEnd = scanner.lineEnd(node.isBlockScalar ? headerEnd(node) : node.end)
        let cut = slot(place)..<(node.isBlockScalar ? headerEnd(node) : node.end)
        return [
            Splice(range: cut, text: ""),
            Splice(range: lineEnd..<max(node.isBlockScalar ? node.end : lineEnd, lineEnd), text: lineBreak + text),
        ]
    }

    /// Where a value on the same line begins: after the anchor, else after the `:` or `-`.
    private func slot(_ place: Place) -> Int {
        let node = place.node
        return node.propertiesEnd > node.start ? node.propertiesEnd : place.slot ?? node.start
    }

    private func startsOnSlotLine(_ place: Place) -> Bool {
        guard let slot = place.slot else { return true }
        return scanner.isOneLine(slot..<max(place.node.contentStart, slot))
    }

    /// The lines of a value below the line that it belongs to, with the line break before them; `nil` if it begins on it.
    private func hangingLines(_ place: Place) -> Range<Int>? {
        let node = place.node
        if node.isBlockScalar {
            let end = scanner.lineEnd(headerEnd(node))
            return end..<max(node.end, end)
        }
        guard node.isBlockCollection, !startsOnSlotLine(place) else { return nil }
        let lineStart = scanner.lineStart(node.contentStart)
        let previous = lineStart > 1 && bytes[lineStart - 2] == 0x0D ? lineStart - 2 : lineStart - 1
        return previous..<scanner.lineEnd(node.end)
    }

    /// After the `|` or `>` of a block scalar and what tells its indentation.
    private func headerEnd(_ node: Syntax) -> Int {
        bytes[node.contentStart...].firstIndex { $0 <= 0x20 } ?? bytes.count
    }

    /// An anchor that something else refers to must not go.
    func checkAnchors(_ path: [String], in lost: some Sequence<Syntax>, of node: Syntax) throws {
        let names = Set(lost.compactMap(\.anchor))
        guard !names.isEmpty else { return }
        for other in root?.all ?? [] where !(node.start..<max(node.end, node.start + 1)).contains(other.start) {
            guard case .alias(let name) = other.content, names.contains(name) else { continue }
            let line = bytes[..<other.start].count { $0 == 0x0A } + 1
            throw failure(
                path, "holds the anchor `&\(name)`, which line \(line) refers to", "change that line first")
        }
    }
}
