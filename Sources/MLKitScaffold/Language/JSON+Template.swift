internal import MLKitCore

/// Values as templates take them. `null` is what is not there: an item behind the end of a list.
extension JSON {
    /// What counts as true in a condition.
    var isTrue: Bool {
        switch self {
        case .null: false
        case .bool(let value): value
        case .int(let value): value != 0
        case .double(let value): value != 0
        case .string(let text): !text.isEmpty
        case .array(let items): !items.isEmpty
        case .object: true
        }
    }

    /// As `{{ … }}` prints it: a list as most formats write one, `["a", "b"]`.
    var printed: String {
        switch self {
        case .null: ""
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .double(let value): "\(value)"
        case .string(let text): text
        case .array(let items): "[" + items.map(\.literal).joined(separator: ", ") + "]"
        case .object: compact
        }
    }

    /// As an item of a printed list.
    private var literal: String {
        switch self {
        case .null, .string: compact
        default: printed
        }
    }

    /// As filters take what should be a text: a list has commas between its items.
    var asText: String {
        guard case .array(let items) = self else { return printed }
        return items.map(\.asText).joined(separator: ", ")
    }

    /// As filters take what should be a list. The characters of a text are none: `sort` leaves it whole.
    var asList: [JSON] {
        if case .array(let items) = self { return items }
        return isNothing ? [] : [self]
    }

    /// Whether `default` steps in.
    var isNothing: Bool {
        switch self {
        case .null: true
        case .string(let text): text.isEmpty
        case .array(let items): items.isEmpty
        default: false
        }
    }

    /// Roughly the bytes that the value takes.
    var weight: Int {
        switch self {
        case .string(let text): text.utf8.count
        case .array(let items): items.reduce(0) { $0 + $1.weight + 16 }
        default: 1
        }
    }

    /// A part of a value; `null` if it has none.
    func member(_ member: TextMember) -> JSON {
        switch (self, member) {
        case (.array(let items), .count): .int(items.count)
        case (.array(let items), .first): items.first ?? .null
        case (.array(let items), .position(let index)): items.indices.contains(index) ? items[index] : .null
        case (.string(let text), .count): .int(text.count)
        case (.string(let text), .first): text.first.map { .string(String($0)) } ?? .null
        case (.string(let text), .position(let index)): Self.character(index, of: text)
        case (.object, .named(let name)): self[name] ?? .null
        default: .null
        }
    }

    private static func character(_ index: Int, of text: String) -> JSON {
        guard index >= 0, let place = text.index(text.startIndex, offsetBy: index, limitedBy: text.endIndex),
            place < text.endIndex
        else { return .null }
        return .string(String(text[place]))
    }
}
