/// The tests that are known: what stands after `is`.
enum JinjaTest: String, CaseIterable {
    case boolean, callable, defined, divisibleby, eq, equalto, even, `false`, filter, float, ge, greaterthan, gt
    case `in`, integer, iterable, le, lessthan, lower, lt, mapping, ne, isNone = "none", number, odd, sameas, sequence,
        string, test
    case `true`, undefined, upper

    /// Whether it takes a value that is not there: besides asking for that, asking for a type does no harm.
    var acceptsUndefined: Bool {
        switch self {
        case .defined, .undefined, .isNone, .string, .mapping, .boolean, .integer, .float, .number, .true, .false,
            .sequence:
            true
        default: false
        }
    }

    /// How many arguments it takes.
    var arity: Int {
        switch self {
        case .divisibleby, .eq, .equalto, .ge, .greaterthan, .gt, .in, .le, .lessthan, .lt, .ne, .sameas: 1
        default: 0
        }
    }

    /// Symbols that name tests where a test is named by a text, as in `select("==", 1)`.
    static let symbols: [String: JinjaTest] = ["==": .eq, "!=": .ne, "<": .lt, "<=": .le, ">": .gt, ">=": .ge]
}

/// Whether a value passes a test: what stands after `is`.
extension JinjaTest {
    func holds(_ value: JinjaValue, _ arguments: [JinjaValue]) throws -> Bool {
        switch (self, arguments.first) {
        case (.eq, let other?), (.equalto, let other?): value.equals(other)
        case (.sameas, let other?): value.equals(other) && value.typeName == other.typeName
        case (.ne, let other?): !value.equals(other)
        case (.lt, let other?), (.lessthan, let other?): try JinjaComparison.less.holds(value, other)
        case (.le, let other?): try JinjaComparison.lessOrEqual.holds(value, other)
        case (.gt, let other?), (.greaterthan, let other?): try JinjaComparison.greater.holds(value, other)
        case (.ge, let other?): try JinjaComparison.greaterOrEqual.holds(value, other)
        case (.in, let other?): try JinjaComparison.isIn.holds(value, other)
        case (.divisibleby, let other?): try isDivisible(value, by: other)
        default: try holds(value)
        }
    }

    private func holds(_ value: JinjaValue) throws -> Bool {
        switch self {
        case .defined: !value.isUndefined
        case .undefined: value.isUndefined
        case .isNone: value.isNone
        case .mapping: value.isMapping
        case .string: value.string != nil
        case .iterable, .sequence: value.elements != nil
        case .even: try whole(value) % 2 == 0
        case .odd: try whole(value) % 2 != 0
        case .lower: PythonText.isLower(value.text)
        case .upper: PythonText.isUpper(value.text)
        case .filter: JinjaFilter(rawValue: value.text) != nil
        case .test: JinjaTest(rawValue: value.text) != nil
        case .callable: Self.isCallable(value)
        default: isOfType(value)
        }
    }

    private func isOfType(_ value: JinjaValue) -> Bool {
        switch (self, value) {
        case (.boolean, .bool), (.integer, .int), (.float, .double), (.number, .int), (.number, .double),
            (.number, .bool):
            true
        case (.true, .bool(let value)): value
        case (.false, .bool(let value)): !value
        default: false
        }
    }

    private static func isCallable(_ value: JinjaValue) -> Bool {
        switch value {
        case .macro, .function, .method: true
        default: false
        }
    }

    private func isDivisible(_ value: JinjaValue, by other: JinjaValue) throws -> Bool {
        let divisor = try whole(other)
        guard divisor != 0 else { throw JinjaComplaint("division by 0") }
        return try divisor == -1 || whole(value) % divisor == 0
    }

    private func whole(_ value: JinjaValue) throws -> Int {
        guard let number = value.integer else {
            throw JinjaComplaint("the test `\(rawValue)` takes whole numbers, not \(value.typeName)")
        }
        return number
    }
}

extension PythonText {
    /// Whether there are letters, and all are small.
    static func isLower(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: \.properties.isCased)
            && !text.unicodeScalars.contains { $0.properties.isUppercase }
    }

    /// Whether there are letters, and all are large.
    static func isUpper(_ text: String) -> Bool {
        text.unicodeScalars.contains(where: \.properties.isCased)
            && !text.unicodeScalars.contains { $0.properties.isLowercase }
    }
}
