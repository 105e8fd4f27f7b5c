extension JinjaValue {
    /// Python's `==`: numbers by their value, texts byte by byte.
    func equals(_ other: JinjaValue) -> Bool {
        if let left = number, let right = other.number {
            if case .int(let left) = left, case .int(let right) = right { return left == right }
            return left.double == right.double
        }
        switch (self, other) {
        case (.none, .none): return true
        case (.string(let left), .string(let right)): return left.utf8.elementsEqual(right.utf8)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            return left.items.count == right.items.count && zip(left.items, right.items).allSatisfy { $0.equals($1) }
        case (.dictionary(let left), .dictionary(let right)):
            return left.entries.count == right.entries.count
                && left.entries.allSatisfy { entry in right[entry.key].map { $0.equals(entry.value) } ?? false }
        case (.namespace(let left), .namespace(let right)): return left === right
        case (.macro(let left), .macro(let right)): return left === right
        default: return false
        }
    }

    /// Python's `<`; `nil` for values that have no order.
    func isLess(than other: JinjaValue) -> Bool? {
        if let left = number, let right = other.number {
            if case .int(let left) = left, case .int(let right) = right { return left < right }
            return left.double < right.double
        }
        switch (self, other) {
        case (.string(let left), .string(let right)):
            return left.unicodeScalars.lexicographicallyPrecedes(right.unicodeScalars)
        case (.list(let left), .list(let right)), (.tuple(let left), .tuple(let right)):
            for (one, two) in zip(left.items, right.items) where !one.equals(two) { return one.isLess(than: two) }
            return left.items.count < right.items.count
        default: return nil
        }
    }

    /// Python's `in`; `nil` if this holds nothing.
    func contains(_ item: JinjaValue) -> Bool? {
        switch self {
        case .string(let text): item.string.map { PythonText.position(of: $0, in: text) != nil }
        case .list(let list), .tuple(let list): list.items.contains { $0.equals(item) }
        case .dictionary(let dictionary): dictionary[item] != nil
        default: nil
        }
    }

    /// What `for` and filters on lists go through; `nil` if there is nothing to go through.
    var elements: [JinjaValue]? {
        switch self {
        case .string(let text): text.unicodeScalars.map { .string(String($0)) }
        case .list(let list), .tuple(let list): list.items
        case .dictionary(let dictionary): dictionary.entries.map(\.key)
        default: nil
        }
    }
}
