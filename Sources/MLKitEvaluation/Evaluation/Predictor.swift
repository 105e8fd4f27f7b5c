internal import MLKitCore
public import MLKitONNX
internal import MLKitSignature
public import MLKitTables

/// Runs a model in ONNX Runtime on rows of a table.
///
/// The model's inputs are raw columns by name, [N, 1]: numbers as double or float with NaN for a missing value,
/// everything else as string with "" for one. It answers `probabilities`, float [N, C], or for regression
/// `prediction`, float [N, 1]. The metadata key `classes`, a JSON list, says which class each column of
/// `probabilities` is for; without it they are the schema's categories in their order. Its `label`, if it has one, is its
/// answer, as it is when it is served: that need not be the most probable class.
public struct Predictor: Sendable {
    /// What a model answers, row by row.
    public enum Predictions: Hashable, Sendable {
        /// N × C, row by row; the classes are the categories of the schema's target, in their order. The labels are the
        /// places of the model's answers among them, one a row; `nil` for a model that gives no `label`. Of several labels they are 1
        /// for each that a row has, else 0, in the order of the probabilities.
        case probabilities([Double], labels: [Int]? = nil)
        case numbers([Double])
    }

    private let name: String
    private let session: Session
    let signature: ModelSignature
    /// The columns that the model takes, in its order.
    package var columns: [String] { signature.columns.map(\.name) }
    /// `nil` for a model that gives none.
    private let label: LabelOutput?
    /// The classes of the data, in the order in which probabilities are given.
    private let classes: [String]
    /// For each of the model's classes, its place among those of the data.
    private let places: [Int]
    /// What says which of several labels a row has; `nil` where probabilities do.
    private let flags: String?

    /// - Parameters:
    ///   - bytes: the content of an ONNX file.
    ///   - name: what messages call the model.
    /// - Throws: `Failure` if it does not load, or its inputs, outputs or classes do not fit the schema.
    public init(bytes: [UInt8], name: String, schema: TableSchema, runtime: Runtime, threads: Int = 1) throws {
        self.name = name
        let model = try Model(parsing: bytes)
        session = try Session(bytes: bytes, runtime: runtime, options: SessionOptions(threads: threads))
        signature = try ModelSignature(of: model, session, name: name, schema: schema)
        label = try LabelOutput(session, signature)
        classes = schema.classes
        places = signature.classes.compactMap { schema.classes.firstIndex(ofBytes: $0) }
        let output = ModelOutput.labels.name
        flags = signature.task == .multilabel && session.outputs.contains { $0.name == output } ? output : nil
    }

    /// The model's answers for all rows, computed in batches.
    ///
    /// - Parameters:
    ///   - description: what the rows are, in messages.
    ///   - number: what a row is called there, by its place.
    /// - Throws: `Failure` if the table lacks a column, the runtime fails, a label is no class, or an answer is no finite
    ///   number or no probability: it would pass through every comparison.
    public func predict(
        _ table: Table, of description: String = "the data", number: (Int) -> Int = { $0 + 1 }
    ) throws -> Predictions {
        let further = flags ?? (label == nil ? nil : ModelOutput.label.name)
        let call = try session.call(outputs: [signature.task.answer.name] + [further].compactMap { $0 })
        var values = [Double]()
        var labels = [Tensor]()
        for rows in Self.batches(table.rowCount) {
            let inputs = try session.inputs.map { try table.tensor(for: $0, rows: rows) }
            let outputs = try session.run(call, inputs)
            values += try self.values(outputs[0], rows: rows.count)
            labels += outputs.dropFirst()
        }
        try check(values, table, description, number)
        if signature.task == .regression { return .numbers(values) }
        try ProbabilityAnswers(values, width: places.count, signature).check(of: "the model `\(name)`", on: description)
        if signature.task == .multilabel {
            return .probabilities(aligned(values), labels: try flags.map { try answered(labels, $0, values.count) })
        }
        let texts = try label?.texts(labels, values)
        return .probabilities(aligned(values), labels: try texts.map { try labelPlaces($0, rows: table.rowCount, description) })
    }

    /// Of several labels 1 for each that a row has, else 0.
    private func answered(_ tensors: [Tensor], _ output: String, _ count: Int) throws -> [Int] {
        let found = tensors.flatMap { $0.flags ?? [] }
        guard found.count == count else {
            throw Failure(
                "the model's output `\(output)` is no truth value for each label of each row",
                hint: "export it as bool [N, \(classes.count)], or as whole numbers of which 0 is false")
        }
        return aligned(found.map { $0 ? 1 : 0 }).map { Int($0) }
    }

    /// Where labels stand among the classes of the data.
    private func labelPlaces(_ labels: [String], rows: Int, _ description: String) throws -> [Int] {
        let output = ModelOutput.label.name
        guard labels.count == rows else {
            throw Failure("the model's output `\(output)` has \(plural(labels.count, "value")), where [\(rows)] is expected")
        }
        let known = classes.placesByBytes
        return try labels.enumerated().map { row, label in
            guard let place = known[ByteText(label)] else {
                throw Failure(
                    "the model `\(name)` answers the \(output) `\(label)` for row \(row + 1) of \(description), which is no class of "
                        + "`\(signature.target)`", hint: "its classes are \(Suggestion.list(classes))")
            }
            return place
        }
    }

    /// A table's rows as the inputs of the model, in batches: what a calibrator runs.
    func inputs(_ table: Table, size: Int? = nil) throws -> [[String: Tensor]] {
        try Self.batches(table.rowCount, size ?? Self.batchSize).map { rows in
            let tensors = try session.inputs.map { ($0.name, try table.tensor(for: $0, rows: rows)) }
            return Dictionary(tensors) { first, _ in first }
        }
    }

    /// How long the answer for the first row takes, in milliseconds: the median of many runs.
    func latency(_ table: Table) throws -> Double {
        guard let feed = try inputs(table.rows([0]), size: 1).first else { return .nan }
        return try ModelSpeed.times(session, feed).median
    }

    private static let batchSize = 4096

    private static func batches(_ rows: Int, _ size: Int = batchSize) -> [Range<Int>] {
        stride(from: 0, to: rows, by: size).map { $0..<min($0 + size, rows) }
    }

    private func values(_ tensor: Tensor, rows: Int) throws -> [Double] {
        let width = signature.task == .regression ? 1 : places.count
        guard let values = tensor.reals, values.count == rows * width else {
            throw Failure(
                "the model's output `\(signature.task.answer.name)` is \(tensor.type.rawValue) \(tensor.shape), "
                    + "where float [\(rows), \(width)] is expected")
        }
        return values
    }

    private func check(_ values: [Double], _ table: Table, _ description: String, _ number: (Int) -> Int) throws {
        let width = signature.task == .regression ? 1 : places.count
        try FiniteAnswers(values, width: width, signature).check(
            of: "the model `\(name)`", on: description, number: number, inputs: { unfiniteInputs(table, $0) })
    }

    /// - Parameter tensors: whose range on these rows is not finite.
    /// - Throws: `Failure` if columns of them have infinite numbers, which are to blame then, and not the model.
    func check(_ table: Table, unbounded tensors: [String], number: (Int) -> Int) throws {
        guard let tensor = tensors.first else { return }
        let columns = session.inputs.filter { input in
            guard case .numeric(let values) = table[input.name] else { return false }
            return values.contains { $0.isInfinite }
        }
        let bad = (0..<table.rowCount).filter { row in
            columns.contains { input in
                guard case .numeric(let values) = table[input.name] else { return false }
                return values[row].isInfinite
            }
        }
        guard !bad.isEmpty else { return }
        let notes = bad.prefix(3).compactMap { row in unfiniteInputs(table, row).map { "row \(number(row)): \($0)" } }
        throw Failure(
            "the rows that show ranges hold what is no finite number, so that `\(tensor)` within the model has no finite range",
            notes: notes,
            hint: "leave these rows out of the data, or clean the column")
    }

    /// "`age` is missing": the numbers that a model was given for a row and that are none.
    private func unfiniteInputs(_ table: Table, _ row: Int) -> String? {
        let found = session.inputs.compactMap { input -> String? in
            guard case .numeric(let values) = table[input.name], !values[row].isFinite else { return nil }
            return "`\(input.name)` is \(values[row].isNaN ? "missing" : values[row].words)"
        }
        return found.isEmpty ? nil : found.prefix(3).joined(separator: ", ") + (found.count > 3 ? " and others" : "")
    }

    /// Probabilities in the order of the schema's classes; 0 for one the model does not know.
    private func aligned(_ values: [Double]) -> [Double] {
        let width = classes.count
        guard places != Array(0..<width) else { return values }
        var result = [Double](repeating: 0, count: values.count / places.count * width)
        for (index, value) in values.enumerated() {
            result[index / places.count * width + places[index % places.count]] = value
        }
        return result
    }
}
