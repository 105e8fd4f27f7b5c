internal import MLKitCore
internal import MLKitONNX

/// What the doors of other servers share: rows in their forms, answers in theirs, the same rules as everywhere.
struct Door {
    let service: ModelService
    let model: ServedModel
    let cancellation: Cancellation

    /// What is read of a request.
    struct State {
        var problems = Problems()
        var table: TableReader
        var tensors: [Tensor] = []
        /// The key that has the rows, or the tensors.
        var form: String?
    }

    func table() -> TableReader { TableReader(model, rowLimit: service.limits.rows, cancellation) }

    /// Reads a body whose members `take` takes, each once.
    ///
    /// - Throws: `Refusal` for a body that is no object.
    func read(_ body: [UInt8], _ state: inout State, _ take: (inout JSONScanner, String, inout State) throws -> Void) throws {
        try JSONBody.read(body, cancellation) { scanner in
            guard try scanner.kind() == .object else {
                throw Refusal(.badRequest, "expected an object, got \(try scanner.element().shown)")
            }
            var seen = Set<String>()
            do {
                try scanner.members { scanner, key in
                    let key = scanner.string(key)
                    if !seen.insert(key.excerpt).inserted { try state.problems.add("`\(key.excerpt)` is given twice") }
                    try take(&scanner, key, &state)
                }
                try scanner.end()
            } catch is Problems.Enough {}
        }
        try state.problems.refuse()
    }

    /// `{"predictions": …}` for the rows of a table.
    func predictions(of table: TableReader, as form: PredictionWriter.Form, under key: String = "predictions") throws -> Response {
        guard let writer = model.predictions else { throw Refusal(.badRequest, "`\(model.name)` has no columns") }
        let tensors = table.rows == 0
            ? [] : try service.run(model, table.tensors(), outputs: writer.outputs, rows: table.rows, cancellation)
        try cancellation.charge(writer.size(rows: table.rows))
        return try response(key) { try writer.write(tensors, rows: table.rows, as: form, to: &$0) }
    }

    func response(_ key: String, _ body: (inout JSONOutput) throws -> Void) rethrows -> Response {
        var json = JSONOutput(capacity: 1024)
        json.put("{")
        json.put(text: key)
        json.put(":")
        try body(&json)
        json.put("}")
        return Response(.ok, body: json.bytes)
    }
}
