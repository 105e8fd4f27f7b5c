/// When a server says that what it is asked has moved away from what its model was made for: the values of `serving.drift`.
public struct DriftRule: Hashable, Sendable {
    /// The population stability index of a column from which on it is said.
    public var alarm = 0.2
    /// Rows of a window, whose values are compared with those of the bundle when it is full; 0 watches nothing.
    public var rows = 1000

    public static let alarms = 0.001...100.0
    public static let windows = 0...10_000_000

    public init() {}

    /// The defaults, with what is given in their place.
    public init(alarm: Double?, rows: Int?) {
        if let alarm { self.alarm = alarm }
        if let rows { self.rows = rows }
    }

    /// What is not as it is by default, as options of `mlkit-server`.
    public var options: [String] {
        (alarm == DriftRule().alarm ? [] : ["--drift-alarm", "\(alarm)"]) + (rows == DriftRule().rows ? [] : ["--drift-rows", "\(rows)"])
    }
}
