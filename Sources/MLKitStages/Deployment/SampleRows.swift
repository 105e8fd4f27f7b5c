internal import MLKitCore
internal import MLKitONNX

/// Rows of a table as a client sends them, and as the model takes them.
struct SampleRows {
    private let table: Table
    private let manifest: BundleManifest

    init(_ table: Table, manifest: BundleManifest) {
        self.table = table
        self.manifest = manifest
    }

    /// The first rows as the body of a request to `/predict`.
    func request(_ count: Int) -> JSON {
        ["rows": .array((0..<min(count, table.rowCount)).map(row))]
    }

    /// A row that stands for nobody, as the body of a request: of every column the middle number, or the most
    /// frequent text. A bundle is handed around, and rows of the data may be people.
    var typicalRequest: JSON {
        ["rows": [.object(manifest.inputs.map { JSON.Member($0.name, typical($0)) })]]
    }

    private func typical(_ input: BundleInput) -> JSON {
        let values = (0..<table.rowCount).map { value(input, $0, isTensor: false) }.filter { $0 != .null }
        guard let first = values.first else { return .null }
        if first.double != nil { return values.sorted { ($0.double ?? 0) < ($1.double ?? 0) }[values.count / 2] }
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        return counts.max { ($0.value, $1.key.compact) < ($1.value, $0.key.compact) }?.key ?? first
    }

    /// The first rows as the body of an inference request of the Open Inference Protocol.
    func inferenceRequest(_ count: Int) -> JSON {
        let rows = 0..<min(count, table.rowCount)
        let inputs = manifest.inputs.map { input -> JSON in
            [
                "name": .string(input.name), "shape": [.int(rows.count), 1],
                "datatype": .string(input.isNumeric ? "FP64" : "BYTES"),
                "data": .array(rows.map { value(input, $0, isTensor: true) }),
            ]
        }
        return ["id": "smoke", "inputs": .array(inputs)]
    }

    /// The first rows as the model's inputs.
    ///
    /// - Throws: `Failure` if the table lacks a column.
    func tensors(_ count: Int) throws -> [String: Tensor] {
        let rows = 0..<min(count, table.rowCount)
        var tensors = [String: Tensor]()
        for input in manifest.inputs {
            let values: Tensor.Values
            switch table[input.name] {
            case .numeric(let numbers) where input.isNumeric: values = .double(Array(numbers[rows]))
            case .text(let texts) where !input.isNumeric: values = .string(rows.map { texts[$0] ?? "" })
            case .some: throw Failure("the test split has another type for `\(input.name)` than the schema")
            case .none: throw Failure("the test split has no column `\(input.name)`")
            }
            tensors[input.name] = try Tensor(values, shape: [rows.count, 1])
        }
        return tensors
    }

    private func row(_ index: Int) -> JSON {
        .object(manifest.inputs.map { JSON.Member($0.name, value($0, index, isTensor: false)) })
    }

    private func value(_ input: BundleInput, _ row: Int, isTensor: Bool) -> JSON {
        switch table[input.name] {
        case .numeric(let numbers):
            guard numbers[row].isFinite else { return .null }
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
