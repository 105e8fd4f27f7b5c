internal import MLKitCore

extension EditableText {
    /// Gives the scalar that stood at a node's place, before any edit, another text.
    mutating func replaceScalar(at node: Node, with text: String) throws {
        guard let offset = current(node.byteRange.lowerBound), let path = root.flatMap({ path(to: offset, from: $0) }),
            let place = find(path).place
        else { throw Failure("this value is changed by another edit already", at: node.location) }
        switch place.node.content {
        case .scalar: try replace(path, place, with: .string(text))
        case .alias(let name):
            throw failure(path, "is the alias `*\(name)`", "edit the anchor `&\(name)` itself")
        default: throw failure(path, "is \(place.node.kindName), not one value")
        }
    }

    /// Where a byte of the first text stands now; `nil` if it was replaced.
    private func current(_ offset: Int) -> Int? {
        var place = offset
        for (range, count) in history {
            if place >= range.upperBound, place > range.lowerBound || range.isEmpty {
                place += count - range.count
            } else if place > range.lowerBound {
                return nil
            }
        }
        return place
    }

    private func path(to offset: Int, from node: Syntax) -> [String]? {
        if node.start == offset, !node.isBlockCollection { return [] }
        switch node.content {
        case .mapping(let entries, _):
            let entry = entries.last { $0.value.start <= offset }
            return entry.flatMap { entry in path(to: offset, from: entry.value).map { [entry.name] + $0 } }
        case .sequence(let items, _):
            let index = items.lastIndex { $0.start <= offset }
            return index.flatMap { index in path(to: offset, from: items[index]).map { ["\(index)"] + $0 } }
        default: return nil
        }
    }
}
