public import MLKitCore

/// What the process of a stage took of the machine, with all that it started and waited for.
public struct StageUsage: Sendable, Equatable {
    /// From start to end.
    public var seconds = 0.0
    /// Of all cores together.
    public var cpuSeconds = 0.0
    /// The most memory that one of its processes held, in bytes.
    public var peakMemory = 0

    public init(seconds: Double = 0, cpuSeconds: Double = 0, peakMemory: Int = 0) {
        self.seconds = seconds
        self.cpuSeconds = cpuSeconds
        self.peakMemory = peakMemory
    }

    /// Reads what `json` writes; what is missing is nothing.
    public init(_ json: JSON) {
        self.init(
            seconds: json["seconds"]?.double ?? 0, cpuSeconds: json["cpu_seconds"]?.double ?? 0,
            peakMemory: json["peak_memory"]?.int ?? 0)
    }

    /// `{"seconds", "cpu_seconds", "peak_memory"}`, the last in bytes.
    public var json: JSON {
        [
            "seconds": .double(seconds), "cpu_seconds": .double(cpuSeconds), "peak_memory": .int(peakMemory),
        ]
    }
}
