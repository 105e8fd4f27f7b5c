internal import MLKitCore

extension TextComparison {
    /// - Throws: `Failure` without a place, for values that have no order or hold nothing.
    func holds(_ left: JSON, _ right: JSON) throws -> Bool {
        switch self {
        case .equal: Self.areEqual(left, right)
        case .notEqual: !Self.areEqual(left, right)
        case .less: try ordered(left, right, <, <)
        case .lessOrEqual: try ordered(left, right, <=, <=)
        case .greater: try ordered(left, right, >, >)
        case .greaterOrEqual: try ordered(left, right, >=, >=)
        case .isIn: try Self.contains(right, left)
        }
    }

    /// Numbers are the same by value, all else by kind and value.
    private static func areEqual(_ left: JSON, _ right: JSON) -> Bool {
        switch (left, right) {
        case (.int, .double), (.double, .int): left.double == right.double
        case (.array(let left), .array(let right)): left.elementsEqual(right, by: areEqual)
        default: left == right
        }
    }

    private func ordered(
        _ left: JSON, _ right: JSON, _ whole: (Int, Int) -> Bool, _ real: (Double, Double) -> Bool
    ) throws -> Bool {
        if let left = left.int, let right = right.int { return whole(left, right) }
        guard let one = left.double, let two = right.double else {
            throw Failure("`\(rawValue)` compares numbers, not \(left.kindName) and \(right.kindName)")
        }
        return real(one, two)
    }

    private static func contains(_ whole: JSON, _ part: JSON) throws -> Bool {
        switch (whole, part) {
        case (.array(let items), _): return items.contains { areEqual($0, part) }
        case (.string(let text), .string(let part)):
            return !part.isEmpty && ByteSearch.position(of: Array(part.utf8), in: Array(text.utf8)) != nil
        case (.null, _), (.string, .null): return false
        default: throw Failure("`in` looks in a list, or for text in text, not for \(part.kindName) in \(whole.kindName)")
        }
    }
}
