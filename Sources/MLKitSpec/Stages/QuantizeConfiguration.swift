/// `kind: quantize`: rewrite a model's matrix products to 8-bit integers.
public struct QuantizeConfiguration: Hashable, Sendable {
    /// One scale per output channel of a weight, rather than one per weight.
    public var perChannel: Bool
    /// Rows of the calibration split that are run to find the ranges of activations.
    public var calibrationRows: Int
    /// How far accuracy (R² for regression) may fall before the stage fails.
    public var maxAccuracyDrop: Double

    public init(perChannel: Bool = true, calibrationRows: Int = 2000, maxAccuracyDrop: Double = 0.005) {
        self.perChannel = perChannel
        self.calibrationRows = calibrationRows
        self.maxAccuracyDrop = maxAccuracyDrop
    }
}
