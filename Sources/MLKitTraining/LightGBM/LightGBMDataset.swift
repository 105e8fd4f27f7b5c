internal import MLKitCore

/// LightGBM's binned copy of a matrix of features, with its targets.
final class LightGBMDataset {
    let handle: UnsafeMutableRawPointer
    let rows: Int
    private let lightGBM: LightGBM

    /// - Parameter reference: the dataset whose bins these rows are put into; `nil` to find bins out.
    /// - Throws: `Failure` if LightGBM refuses the values or the settings.
    init(_ features: FeatureMatrix, _ settings: String, reference: LightGBMDataset? = nil, _ lightGBM: LightGBM) throws {
        var handle: UnsafeMutableRawPointer?
        let code = lightGBM.createDataset(
            features.values, 0, Int32(features.rows), Int32(features.columns), 1, settings, reference?.handle, &handle)
        try lightGBM.check(code, "take the features")
        guard let handle else { throw Failure("LightGBM gives no dataset") }
        self.handle = handle
        rows = features.rows
        self.lightGBM = lightGBM
    }

    deinit { _ = lightGBM.freeDataset(handle) }

    /// Sets one number for each row: `label`, or `weight`.
    func set(_ field: String, _ values: [Float]) throws {
        let code = lightGBM.setField(handle, field, values, Int32(values.count), 0)
        try lightGBM.check(code, "take the \(field) of the rows")
    }

    /// Sets what training begins from.
    ///
    /// - Parameter sums: [rows, outputs].
    func begin(from sums: [Double], outputs: Int) throws {
        let byOutput = (0..<outputs).flatMap { output in stride(from: output, to: sums.count, by: outputs).map { sums[$0] } }
        try lightGBM.check(lightGBM.setField(handle, "init_score", byOutput, Int32(byOutput.count), 1), "take what training begins from")
    }
}
