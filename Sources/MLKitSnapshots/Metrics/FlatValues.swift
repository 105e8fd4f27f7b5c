public import MLKitCore

/// The scalars of a JSON value by dotted name, in their order.
public struct FlatValues: Sendable {
    public private(set) var values: [(name: String, value: JSON)] = []
    /// Whether there were more than are kept.
    public private(set) var isCut = false

    /// The most values that are kept: more are data, not figures to read.
    public static let limit = 1000

    public init(_ json: JSON, limit: Int = limit) {
        add(json, "", limit)
    }

    private mutating func add(_ json: JSON, _ name: String, _ limit: Int) {
        guard values.count < limit else {
            isCut = true
            return
        }
        switch json {
        case .object(let members):
            for member in members where !isCut {
                add(member.value, name.isEmpty ? member.name : "\(name).\(member.name)", limit)
            }
        case .array(let items):
            for (index, item) in items.enumerated() where !isCut {
                add(item, name.isEmpty ? "\(index)" : "\(name).\(index)", limit)
            }
        default: values.append((name, json))
        }
    }
}
