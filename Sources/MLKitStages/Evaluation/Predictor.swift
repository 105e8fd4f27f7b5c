internal import MLKitCore
public import MLKitONNX

/// Runs a model in ONNX Runtime on rows of a table.
///
/// The model's inputs are raw columns by name, [N, 1]: numbers as double or float with NaN for a missing value,
/// everything else as string with "" for one. It answers `probabilities`, float [N, C], or for regression
/// `prediction`, float [N, 1]. The metadata key `classes`, a JSON list, says which class each column of
/// `probabilities` is for; without it they are the schema's categories in their order.
public struct Predictor: Sendable {
    /// What a model answers, row by row.
    public enum Predictions: Hashable, Sendable {
        /// N × C, row by row; the classes are the categories of the schema's target, in their order.
        case probabilities([Double])
        case numbers([Double])
    }

    private let session: Session
    private let schema: TableSchema
    private let output: String
    /// For each of the model's classes, its place among the schema's.
    private let places: [Int]

    /// - Parameters:
    ///   - bytes: the content of an ONNX file.
    ///   - name: what messages call the model.
    /// - Throws: `Failure` if it does not load, or its inputs, outputs or classes do not fit the schema.
    public init(bytes: [UInt8], name: String, schema: TableSchema, runtime: Runtime, threads: Int = 1) throws {
        let metadata = try Model(parsing: bytes).metadata
        session = try Session(bytes: bytes, runtime: runtime, options: SessionOptions(threads: threads))
        self.schema = schema
        output = schema.task == .regression ? "prediction" : "probabilities"
        let outputs = session.outputs.map(\.name)
        guard outputs.contains(output) else {
            throw Failure(
                "the model `\(name)` has no output `\(output)`", notes: ["its outputs are \(Suggestion.list(outputs))"])
        }
        places = try Self.places(metadata["classes"], name, schema)
        for input in session.inputs { try Self.check(input, name, schema) }
    }

    /// The model's answers for all rows, computed in batches.
    ///
    /// - Throws: `Failure` if the table lacks a column, or the runtime fails.
    public func predict(_ table: Table) throws -> Predictions {
        let call = try session.call(outputs: [output])
        var values = [Double]()
        for rows in Self.batches(table.rowCount) {
            let inputs = try session.inputs.map { try table.tensor(for: $0, rows: rows) }
            values += try self.values(try session.run(call, inputs)[0], rows: rows.count)
        }
        return schema.task == .regression ? .numbers(values) : .probabilities(aligned(values))
    }

    /// A table's rows as the inputs of the model, in batches: what a calibrator runs.
    func inputs(_ table: Table) throws -> [[String: Tensor]] {
        try Self.batches(table.rowCount).map { rows in
            let tensors = try session.inputs.map { ($0.name, try table.tensor(for: $0, rows: rows)) }
            return Dictionary(tensors) { first, _ in first }
        }
    }

    private static func batches(_ rows: Int) -> [Range<Int>] {
        stride(from: 0, to: rows, by: 4096).map { $0..<min($0 + 4096, rows) }
    }

    private func values(_ tensor: Tensor, rows: Int) throws -> [Double] {
        let width = schema.task == .regression ? 1 : places.count
        guard let values = tensor.reals, values.count == rows * width else {
            throw Failure(
                "the model's output `\(output)` is \(tensor.type.rawValue) \(tensor.shape), "
                    + "where float [\(rows), \(width)] is expected")
        }
        return values
    }

    /// Probabilities in the order of the schema's classes; 0 for one the model does not know.
    private func aligned(_ values: [Double]) -> [Double] {
        let width = schema.targetColumn?.categories.count ?? 0
        guard places != Array(0..<width) else { return values }
        var result = [Double](repeating: 0, count: values.count / places.count * width)
        for (index, value) in values.enumerated() {
            result[index / places.count * width + places[index % places.count]] = value
        }
        return result
    }

    private static func places(_ classes: String?, _ name: String, _ schema: TableSchema) throws -> [Int] {
        let known = schema.targetColumn?.categories ?? []
        guard schema.task != .regression, let classes else { return Array(known.indices) }
        let named = try JSON(parsing: classes, file: "the metadata of `\(name)`").array?.map(\.string) ?? []
        guard !named.isEmpty else { throw Failure("the model `\(name)` does not name its classes") }
        return try named.map { label in
            guard let label else { throw Failure("the model `\(name)` has a class that is no text") }
            guard let place = known.firstIndex(of: label) else {
                throw Failure(
                    "the model `\(name)` knows the class `\(label)`, which the target `\(schema.target)` does not have",
                    hint: Suggestion.hint(for: label, among: known))
            }
            return place
        }
    }

    private static func check(_ input: ValueDescription, _ name: String, _ schema: TableSchema) throws {
        guard let column = schema.features.first(where: { $0.name == input.name }) else {
            throw Failure(
                "the model `\(name)` wants the input `\(input.name)`, which is no column of the data",
                hint: Suggestion.hint(for: input.name, among: schema.features.map(\.name)))
        }
        let fitting: [ElementType] = column.isNumeric ? [.double, .float] : [.string]
        guard let type = input.type, fitting.contains(type) else {
            throw Failure(
                "the model `\(name)` wants the input `\(input.name)` as \(input), where the column is "
                    + "of type \(column.type.rawValue)",
                hint: "export the model with that input as \(fitting.map(\.rawValue).joined(separator: " or ")) [N, 1]")
        }
    }
}
