internal import MLKitCore
internal import MLKitEngines

/// A model of LightGBM, with the datasets that it is trained and measured on.
final class LightGBMBooster {
    private let handle: UnsafeMutableRawPointer
    private let lightGBM: LightGBM
    private let datasets: [LightGBMDataset]

    init(_ settings: String, train: LightGBMDataset, valid: LightGBMDataset, _ lightGBM: LightGBM) throws {
        var handle: UnsafeMutableRawPointer?
        try lightGBM.check(lightGBM.createBooster(train.handle, settings, &handle), "start")
        guard let handle else { throw Failure("LightGBM gives no model") }
        self.handle = handle
        self.lightGBM = lightGBM
        datasets = [train, valid]
        try lightGBM.check(lightGBM.addValid(handle, valid.handle), "take the validation rows")
    }

    deinit { _ = lightGBM.freeBooster(handle) }

    /// Adds the trees of one round, counted from 0; returns whether there were splits to be made.
    func update(round: Int) throws -> Bool {
        var isFinished: Int32 = 0
        try lightGBM.check(lightGBM.update(handle, &isFinished), "train round \(round + 1)")
        return isFinished == 0
    }

    /// The one metric on training and validation rows.
    func losses() throws -> (train: Double, valid: Double) {
        var losses = [0.0, 0.0]
        for part in losses.indices {
            var count: Int32 = 0
            try lightGBM.check(lightGBM.evaluate(handle, Int32(part), &count, &losses[part]), "evaluate the model")
            guard count == 1 else { throw TreeEnsemble.unreadable(.lightgbm) }
        }
        return (losses[0], losses[1])
    }

    /// What all trees so far answer for the training and the validation rows, a value for each; of one output.
    func current() throws -> (train: [Double], valid: [Double]) {
        let answers = try datasets.enumerated().map { part, dataset in
            var values = [Double](repeating: 0, count: dataset.rows)
            var count: Int64 = 0
            try lightGBM.check(lightGBM.current(handle, Int32(part), &count, &values), "answer the rows")
            guard count == values.count else { throw TreeEnsemble.unreadable(.lightgbm) }
            return values
        }
        return (answers[0], answers[1])
    }

    /// What the trees of the first `rounds` rounds answer, [rows, outputs]: probabilities, or values.
    func predict(_ features: FeatureMatrix, rounds: Int, outputs: Int, settings: String) throws -> [Double] {
        var answers = [Double](repeating: 0, count: features.rows * outputs)
        var count: Int64 = 0
        let code = lightGBM.predict(
            handle, features.values, 0, Int32(features.rows), Int32(features.columns), 1, 0, 0, Int32(rounds), settings,
            &count, &answers)
        try lightGBM.check(code, "predict")
        return answers
    }

    /// The trees of the first `rounds` rounds in LightGBM's text format.
    func text(rounds: Int) throws -> String {
        var length: Int64 = 0
        var bytes = [CChar](repeating: 0, count: 1 << 16)
        try save(rounds, &bytes, &length)
        if length > bytes.count {
            bytes = [CChar](repeating: 0, count: Int(length))
            try save(rounds, &bytes, &length)
        }
        return String(decoding: bytes.prefix(Int(max(length, 1)) - 1).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func save(_ rounds: Int, _ bytes: inout [CChar], _ length: inout Int64) throws {
        let code = lightGBM.save(handle, 0, Int32(rounds), 0, Int64(bytes.count), &length, &bytes)
        try lightGBM.check(code, "save the model")
    }
}
