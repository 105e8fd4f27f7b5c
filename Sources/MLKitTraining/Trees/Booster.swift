internal import Glibc
internal import MLKitCore
internal import MLKitEngines

/// A model of XGBoost.
final class Booster {
    private let handle: UnsafeMutableRawPointer
    private let xgboost: XGBoost

    /// - Parameters:
    ///   - matrices: those whose predictions XGBoost keeps from round to round.
    ///   - saved: a model to go on with, as `bytes` gives it.
    init(_ parameters: [(String, String)], matrices: [DMatrix], saved: [UInt8]? = nil, xgboost: XGBoost) throws {
        var handle: UnsafeMutableRawPointer?
        let code = xgboost.createBooster(matrices.map(\.handle), UInt64(matrices.count), &handle)
        try xgboost.check(code, "start")
        guard let handle else { throw Failure("XGBoost gives no model") }
        self.handle = handle
        self.xgboost = xgboost
        if let saved { try xgboost.check(xgboost.load(handle, saved, UInt64(saved.count)), "read its model") }
        for (name, value) in parameters { try xgboost.check(xgboost.set(handle, name, value), "set `\(name)`") }
    }

    deinit { _ = xgboost.freeBooster(handle) }

    /// Adds the trees of one round, counted from 0.
    func update(round: Int, on matrix: DMatrix) throws {
        try xgboost.check(xgboost.update(handle, Int32(round), matrix.handle), "train round \(round + 1)")
    }

    /// The evaluation metric on each matrix.
    func evaluate(round: Int, on matrices: [DMatrix]) throws -> [Double] {
        let name = strdup("m")
        defer { free(name) }
        let names = [UnsafePointer<CChar>?](repeating: UnsafePointer(name), count: matrices.count)
        var text: UnsafePointer<CChar>?
        let code = xgboost.evaluate(
            handle, Int32(round), matrices.map(\.handle), names, UInt64(matrices.count), &text)
        try xgboost.check(code, "evaluate round \(round + 1)")
        // "[3]\tm-logloss:0.41\tm-logloss:0.43"
        let fields = text.map { String(cString: $0).split(separator: "\t").dropFirst() } ?? []
        guard fields.count == matrices.count else { throw TreeEnsemble.unreadable(.xgboost) }
        return fields.map { $0.split(separator: ":").last.flatMap { Double($0) } ?? .nan }
    }

    /// What the trees of the first `rounds` rounds answer: [rows, outputs].
    func predict(_ matrix: DMatrix, rounds: Int) throws -> [Float] {
        let configuration = JSON.object([
            .init("type", 0), .init("training", false), .init("iteration_begin", 0),
            .init("iteration_end", .int(rounds)), .init("strict_shape", true),
        ])
        var shape: UnsafePointer<UInt64>?
        var dimensions: UInt64 = 0
        var values: UnsafePointer<Float>?
        let code = xgboost.predict(handle, matrix.handle, configuration.compact, &shape, &dimensions, &values)
        try xgboost.check(code, "predict")
        let count = UnsafeBufferPointer(start: shape, count: Int(dimensions)).reduce(1, *)
        return Array(UnsafeBufferPointer(start: values, count: Int(count)))
    }

    /// The model in XGBoost's JSON format.
    func json() throws -> JSON { try JSON(parsing: bytes(), file: "XGBoost's model") }

    func bytes() throws -> [UInt8] {
        var length: UInt64 = 0
        var bytes: UnsafePointer<CChar>?
        try xgboost.check(xgboost.save(handle, #"{"format": "json"}"#, &length, &bytes), "save the model")
        return Array(UnsafeRawBufferPointer(start: bytes, count: Int(length)))
    }
}
