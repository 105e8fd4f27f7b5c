internal import MLKitCore
internal import MLKitYAML

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

extension TextFilter {
    /// What becomes of a value; the parser has counted the arguments.
    ///
    /// - Throws: `Failure` without a place.
    func apply(to value: JSON, _ arguments: [JSON]) throws -> JSON {
        switch self {
        case .upper, .uppercase: value.mappingTexts { $0.uppercased() }
        case .lower, .lowercase: value.mappingTexts { $0.lowercased() }
        case .capitalize: value.mappingTexts(NameText.capitalizedWords)
        case .snake, .kebab, .title, .pascal, .slug, .module: .string(name(value.asText))
        case .trim: .string(value.asText.trimmed)
        case .replace: .string(try Self.replacing(arguments[0].asText, in: value.asText, with: arguments[1].asText))
        case .indent: .string(try Self.indented(value.asText, arguments.first))
        case .default: value.isNothing ? arguments[0] : value
        case .list, .split, .join, .sort, .unique, .first, .last, .count, .length: try list(value, arguments)
        case .yaml: value == .null ? .null : .string(YAMLText.flow(value))
        case .json: value == .null ? .null : .string(value.compact)
        case .shell: .string(try ShellText.quoted(value.asText))
        }
    }

    private func name(_ text: String) -> String {
        switch self {
        case .snake: NameText.words(text).joined(separator: "_")
        case .kebab: NameText.words(text).joined(separator: "-")
        case .title: NameText.words(text).map(NameText.capitalized).joined(separator: " ")
        case .pascal: NameText.words(text).map(NameText.capitalized).joined()
        case .slug: NameText.slug(text)
        default: text.split(separator: "/").filter { $0 != "." }.joined(separator: ".")
        }
    }

    private func list(_ value: JSON, _ arguments: [JSON]) throws -> JSON {
        switch self {
        case .list: .array(value.array ?? Self.parts(of: value.asText))
        case .split: Self.split(value, arguments.first?.printed ?? " ")
        case .join: try Self.joined(value, arguments.first?.printed ?? "")
        case .sort: .array(Self.sorted(value.asList))
        case .unique: .array(Self.unique(value.asList))
        case .first: value.asList.first ?? .null
        case .last: value.asList.last ?? .null
        default: .int(value.array?.count ?? value.asText.count)
        }
    }

    private static func parts(of text: String) -> [JSON] {
        text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }.map { .string($0) }
    }

    /// An empty separator parts nothing, and only texts are parted.
    private static func split(_ value: JSON, _ separator: String) -> JSON {
        guard case .string(let text) = value else { return value }
        return .array(separator.isEmpty ? [value] : PythonText.split(text, by: separator).map { .string($0) })
    }

    private static func joined(_ value: JSON, _ separator: String) throws -> JSON {
        guard case .array(let items) = value else { return value }
        return .string(try joined(items.map(\.printed), with: separator))
    }

    /// Numbers by value, all else as texts.
    private static func sorted(_ items: [JSON]) -> [JSON] {
        let numbers = items.compactMap(\.double)
        if numbers.count == items.count {
            return zip(items, numbers).sorted { $0.1 < $1.1 }.map(\.0)
        }
        return items.map { ($0, $0.asText) }.sorted { $0.1 < $1.1 }.map(\.0)
    }

    private static func unique(_ items: [JSON]) -> [JSON] {
        var seen = Set<String>()
        return items.filter { seen.insert($0.asText).inserted }
    }

    private static func replacing(_ old: String, in text: String, with new: String) throws -> String {
        guard !old.isEmpty else { return text }
        return try joined(PythonText.split(text, by: old), with: new)
    }

    private static func indented(_ text: String, _ argument: JSON?) throws -> String {
        let argument = argument ?? 4
        guard let width = argument.int else {
            throw Failure("`indent` takes a whole number of spaces, not \(argument.kindName)")
        }
        let spaces = min(max(width, 0), 100)
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        return try joined(lines, with: "\n" + String(repeating: " ", count: spaces))
    }

    /// Looks at the size of the text before it is made.
    private static func joined(_ parts: [String], with separator: String) throws -> String {
        let (filling, overflows) = separator.utf8.count.multipliedReportingOverflow(by: max(parts.count - 1, 0))
        let size = parts.reduce(0) { $0 + $1.utf8.count }
        guard !overflows, size + min(filling, TextBudget.largestValue + 1) <= TextBudget.largestValue else {
            throw TextBudget.tooLarge
        }
        return parts.joined(separator: separator)
    }
}

extension JSON {
    /// A text changed, or every item of a list.
    fileprivate func mappingTexts(_ change: (String) -> String) -> JSON {
        if case .array(let items) = self { return .array(items.map { .string(change($0.asText)) }) }
        return .string(change(asText))
    }
}
