internal import MLKitCore
internal import MLKitEvaluation
internal import MLKitONNX
internal import MLKitSignature
internal import MLKitTables

/// Rows of a table as a client sends them, and as the model takes them.
struct SampleRows {
    private let table: Table
    private let signature: ModelSignature

    init(_ table: Table, _ signature: ModelSignature) {
        self.table = table
        self.signature = signature
    }

    /// The first rows as the body of a request to `/predict`.
    func request(_ count: Int) -> JSON {
        ["rows": .array((0..<min(count, table.rowCount)).map(row))]
    }

    /// A row that stands for nobody, as the body of a request: of every column the middle number, or the most
    /// frequent category; of free texts none, as each may be of one row alone. A bundle is handed around, and rows of the
    /// data may be people.
    var typicalRequest: JSON {
        ["rows": [.object(signature.columns.map { JSON.Member($0.name, typical($0)) })]]
    }

    private func typical(_ input: ModelColumn) -> JSON {
        let values = (0..<table.rowCount).map { value(input, $0, isTensor: false) }.filter { $0 != .null }
        guard let first = values.first else { return .null }
        if input.type == .text, input.categories.isEmpty { return "text" }
        if first.double != nil { return values.sorted { ($0.double ?? 0) < ($1.double ?? 0) }[values.count / 2] }
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.max { ($0.value, $1.key.compact) < ($1.value, $0.key.compact) }?.key ?? first
    }

    /// The first rows as the body of an inference request of the Open Inference Protocol.
    ///
    /// - Parameter inputs: what the model takes, each of a column's type or its own precision of it.
    func inferenceRequest(_ count: Int, for inputs: [ValueDescription]) -> JSON {
        let rows = 0..<min(count, table.rowCount)
        let types = Dictionary(inputs.map { ($0.name, $0.type) }) { first, _ in first }
        let tensors = signature.columns.map { column -> JSON in
            let number = types[column.name] == .float ? "FP32" : "FP64"
            return [
                "name": .string(column.name), "shape": [.int(rows.count), 1],
                "datatype": .string(column.isNumeric ? number : "BYTES"),
                "data": .array(rows.map { value(column, $0, isTensor: true) }),
            ]
        }
        return ["id": "smoke", "inputs": .array(tensors)]
    }

    /// The first rows as the model's inputs.
    ///
    /// - Throws: `Failure` if the table lacks a column.
    func tensors(_ count: Int, for inputs: [ValueDescription]) throws -> [String: Tensor] {
        let rows = 0..<min(count, table.rowCount)
        let tensors = try inputs.map { ($0.name, try table.tensor(for: $0, rows: rows)) }
        return Dictionary(tensors) { first, _ in first }
    }

    /// How the values of the rows, and what the model answers to them, are spread.
    ///
    /// - Throws: `Failure` if the table lacks a column, or the model does not take it.
    func spread(as session: Session, of signature: ModelSignature) throws -> BundleStatistics {
        let count = min(table.rowCount, Self.spreadRows)
        guard count > 0 else { return BundleStatistics(rows: 0, columns: []) }
        let inputs = try tensors(count, for: session.inputs)
        let outputs = try session.run(inputs, outputs: signature.outputs.map(\.name))
        return BundleStatistics(
            rows: count, inputs: session.inputs.compactMap { input in inputs[input.name].map { (input.name, $0) } },
            outputs: signature.outputs.compactMap { output in outputs[output.name].map { (output.name, $0) } })
    }

    /// The most rows that are counted: a bin with one in a hundred of them is then known to a fourteenth of it.
    private static let spreadRows = 20_000

    private func row(_ index: Int) -> JSON {
        .object(signature.columns.map { JSON.Member($0.name, value($0, index, isTensor: false)) })
    }

    private func value(_ input: ModelColumn, _ row: Int, isTensor: Bool) -> JSON {
        switch table[input.name] {
        case .numeric(let numbers):
            guard numbers[row].isFinite else { return .null }
            // Raw rows have days and moments as the table has them.
            let format = input.format.flatMap { DateFormat($0) } ?? .standard
            if !isTensor, input.type == .date { return .string(format.written(days: Int64(numbers[row]))) }
            if !isTensor, input.type == .timestamp { return .string(format.written(seconds: numbers[row])) }
            if input.type == .integer, let whole = Int(exactly: numbers[row]) { return .int(whole) }
            return .double(numbers[row])
        case .text(let texts):
            guard let text = texts[row] else { return .null }
            return input.type == .boolean && !isTensor ? .bool(text == "true") : .string(text)
        case .none:
            return .null
        }
    }
}
