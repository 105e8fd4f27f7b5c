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
