internal import MLKitCore

/// That a stage ran though its gate was not met.
public struct GateOverride: Hashable, Sendable {
    /// The reason that was given.
    public var because: String
    /// What was open, a line each.
    public var open: [String]

    public init(because: String, open: [String]) {
        self.because = because
        self.open = open
    }

    init?(_ json: JSON?) {
        guard let because = json?["because"]?.string else { return nil }
        self.init(because: because, open: json?["open"]?.array?.compactMap(\.string) ?? [])
    }

    var json: JSON { ["because": .string(because), "open": .array(open.map { .string($0) })] }
}
