/// The filters of the template language (`{{ value|filter }}`).
enum TextFilter: String, CaseIterable, Sendable {
    case upper, lower, uppercase, lowercase, capitalize
    case snake, kebab, title, pascal, slug, module
    case trim, replace, indent, `default`
    case list, split, join, sort, unique, first, last, count, length
    case yaml, json, shell

    /// How many arguments it takes.
    var arguments: ClosedRange<Int> {
        switch self {
        case .replace: 2...2
        case .default: 1...1
        case .join, .split, .indent: 0...1
        default: 0...0
        }
    }

    static let names = allCases.map(\.rawValue).sorted()
}
