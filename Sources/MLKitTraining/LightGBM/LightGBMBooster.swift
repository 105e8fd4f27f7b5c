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

    /// A model that was saved, to be asked or to be trained on.
    ///
    /// - Parameter text: as `text(rounds:)` gives it.
    init(text: String, _ lightGBM: LightGBM) throws {
        var handle: UnsafeMutableRawPointer?
        var rounds: Int32 = 0
        try lightGBM.check(lightGBM.loadBooster(text, &rounds, &handle), "read its model")
        guard let handle else { throw Failure("LightGBM gives no model") }
        (self.handle, self.lightGBM, datasets) = (handle, lightGBM, [])
    }

    /// Goes on behind the trees of another model, from whose sums the datasets begin: those sums are what training had, number by
    /// number, since trees are added in their order, the first with what training began from.
    func goOn(behind other: LightGBMBooster) throws {
        try lightGBM.check(lightGBM.merge(handle, other.handle), "go on with its model")
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

    /// What all trees so far answer for the training and the validation rows, [rows, outputs]. LightGBM keeps count of it as it trains.
    func current(outputs: Int = 1) throws -> (train: [Double], valid: [Double]) {
        let answers = try datasets.enumerated().map { part, dataset in
            var values = [Double](repeating: 0, count: dataset.rows * outputs)
            var count: Int64 = 0
            try lightGBM.check(lightGBM.current(handle, Int32(part), &count, &values), "answer the rows")
            guard count == values.count else { throw TreeEnsemble.unreadable(.lightgbm) }
            // It has one output behind the other.
            return outputs == 1 ? values : (0..<dataset.rows).flatMap { row in (0..<outputs).map { values[$0 * dataset.rows + row] } }
        }
        return (answers[0], answers[1])
    }

    /// What the trees of the first `rounds` rounds answer, [rows, outputs]: probabilities, or values; or the sums of trees.
    func predict(_ features: FeatureMatrix, rounds: Int, outputs: Int, settings: String, isSum: Bool = false) throws -> [Double] {
        var answers = [Double](repeating: 0, count: features.rows * outputs)
        var count: Int64 = 0
        let code = lightGBM.predict(
            handle, features.values, 0, Int32(features.rows), Int32(features.columns), 1, isSum ? 1 : 0, 0, Int32(rounds), settings,
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
