internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// What `mlkit.yaml` switches on or off, or on with settings: `true`, `false`, or a mapping.
enum Switched<Settings: Sendable>: Sendable {
    case off
    case on(Settings)

    init(_ settings: Settings?) { self = settings.map { .on($0) } ?? .off }

    /// `nil` where it is off.
    var settings: Settings? { if case .on(let settings) = self { settings } else { nil } }
}

extension KeyType {
    /// - Parameter standard: what `true` stands for.
    static func switched<Settings: Sendable>(
        _ keys: KeySet<Settings>, on standard: Settings
    ) -> Self where Value == Switched<Settings> {
        let mapping = KeyType<Settings>.object(keys)
        return Self(
            .either([.boolean, mapping.schema]),
            read: { node in
                if let isOn = KeyType<Bool>.boolean.value(node) { return isOn ? .on(standard) : .off }
                return mapping.value(node).map { .on($0) }
            },
            write: { written in written.settings.map { mapping.json($0) } ?? .bool(false) })
    }
}
