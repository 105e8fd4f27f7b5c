internal import MLKitCore

/// A mapping that keeps the order of its entries.
struct JinjaDictionary {
    struct Entry {
        let key: JinjaValue
        var value: JinjaValue

        /// As a member of a JSON object, whose names are texts.
        var member: JSON.Member? {
            guard let value = value.json else { return nil }
            return JSON.Member(key.string ?? key.text, value)
        }
    }

    private(set) var entries: [Entry] = []
    private(set) var weight = 1
    private var positions: [String: Int] = [:]

    init(_ entries: [(JinjaValue, JinjaValue)] = []) {
        for (key, value) in entries { self[key] = value }
    }

    /// Removing is not done by any template: a `nil` is ignored.
    subscript(key: JinjaValue) -> JinjaValue? {
        get { positions[Self.identity(key)].map { entries[$0].value } }
        set {
            guard let newValue else { return }
            weight = JinjaValue.sum(weight, newValue.weight)
            if let position = positions[Self.identity(key)] {
                entries[position].value = newValue
            } else {
                positions[Self.identity(key)] = entries.count
                entries.append(Entry(key: key, value: newValue))
                weight = JinjaValue.sum(weight, key.weight)
            }
        }
    }

    subscript(name: String) -> JinjaValue? {
        get { self[.string(name)] }
        set { self[.string(name)] = newValue }
    }

    /// Names of entries, for suggestions.
    var names: [String] { entries.compactMap(\.key.string) }

    /// Equal keys have one text: `1`, `1.0` and `true` are one key in Python.
    private static func identity(_ key: JinjaValue) -> String {
        guard let number = key.number else { return key.representation }
        return Int(exactly: number.double).map { "\($0)" } ?? "\(number.double)"
    }
}
