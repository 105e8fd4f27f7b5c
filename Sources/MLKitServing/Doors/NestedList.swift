internal import MLKitCore

/// Reads nested lists whose shape is not told but seen.
struct NestedList {
    let rule: FieldRule
    private let cancellation: Cancellation
    private(set) var buffer: ElementBuffer
    /// The lengths of the lists at each depth, as the first of them are.
    private(set) var shape: [Int] = []
    private var count = 0

    init(_ rule: FieldRule, _ cancellation: Cancellation) {
        self.rule = rule
        self.cancellation = cancellation
        buffer = ElementBuffer(rule.type)
    }

    /// - Returns: false after adding to `problems`.
    mutating func take(_ scanner: inout JSONScanner, _ problems: inout Problems) throws -> Bool {
        let before = problems.messages.count
        guard try take(&scanner, depth: 0, &problems) else {
            try problems.add("input `\(rule.name)` has lists of different lengths")
            return false
        }
        return problems.messages.count == before
    }

    /// Takes the next of a list's elements, whose end is not known yet.
    ///
    /// - Returns: false if its lists are not as long as those of the elements before it.
    mutating func takeRow(_ scanner: inout JSONScanner, _ problems: inout Problems) throws -> Bool {
        if shape.isEmpty { shape = [0] }
        shape[0] += 1
        return try take(&scanner, depth: 1, &problems)
    }

    private mutating func take(_ scanner: inout JSONScanner, depth: Int, _ problems: inout Problems) throws -> Bool {
        guard try scanner.kind() == .list, depth < 16 else {
            count += 1
            if count % 4096 == 0 { try cancellation.check() }
            let element = try scanner.element()
            if let problem = rule.append(element, to: &buffer) { try problems.add("input `\(rule.name)`, element \(count): \(problem)") }
            // Where an element stands at one place, lists stand at none beside it.
            return depth == shape.count || count == 1
        }
        let isFirst = depth == shape.count && count == 0
        if isFirst { shape.append(0) }
        guard depth < shape.count else {
            _ = try scanner.skip()
            return false
        }
        var length = 0
        var isSound = true
        try scanner.elements { scanner in
            length += 1
            if isSound { isSound = try take(&scanner, depth: depth + 1, &problems) } else { _ = try scanner.skip() }
        }
        if isFirst { shape[depth] = length }
        return isSound && shape[depth] == length
    }
}
