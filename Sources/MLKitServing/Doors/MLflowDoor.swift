internal import MLKitCore
internal import MLKitONNX

/// MLflow's `/invocations` (mlflow.org/docs, "Local inference server specification"): rows as `dataframe_split` or
/// `dataframe_records`, or `instances` and `inputs` as TensorFlow Serving has them. Classes are answered by their
/// names, numbers as they are.
struct MLflowDoor {
    private let door: Door

    private static let forms = ["dataframe_split", "dataframe_records", "instances", "inputs"]

    init(_ service: ModelService, _ model: ServedModel, _ cancellation: Cancellation) {
        door = Door(service: service, model: model, cancellation: cancellation)
    }

    func answer(_ request: Request) throws -> Response {
        if let type = request.fields[.contentType]?.lowercased(), type.hasPrefix("text/csv") {
            throw Refusal(.unsupportedMediaType, "rows are taken as JSON, not as CSV")
        }
        var state = Door.State(table: door.table())
        try door.read(request.body, &state) { scanner, key, state in try take(key, &scanner, &state) }
        try state.table.problems.refuse()
        guard state.form != nil else {
            throw Refusal(.badRequest, "the request needs one of \(Suggestion.list(Self.forms))")
        }
        return door.model.isTabular
            ? try door.predictions(of: state.table, as: .bare) : try door.predictions(of: state.tensors)
    }

    private func take(_ key: String, _ scanner: inout JSONScanner, _ state: inout Door.State) throws {
        if key == "params" {
            let isEmpty = try scanner.tree().members?.isEmpty ?? true
            if !isEmpty { try state.problems.add("`params` are not known to this server") }
            return
        }
        guard Self.forms.contains(key) else {
            _ = try scanner.skip()
            return try state.problems.add("unknown key `\(key.excerpt)`\(key.hint(among: Self.forms))")
        }
        if state.form != nil { try state.problems.add("give one of \(Suggestion.list(Self.forms))") }
        state.form = key
        guard door.model.isTabular else {
            guard key == "instances" || key == "inputs" else {
                _ = try scanner.skip()
                return try state.problems.add("the model has no columns; give its tensors as `inputs`")
            }
            state.tensors = try door.tensors(&scanner, &state.problems)
            return
        }
        try takeTable(key, &scanner, &state)
    }

    private func takeTable(_ key: String, _ scanner: inout JSONScanner, _ state: inout Door.State) throws {
        state.table.takesSingles = true
        switch (key, try scanner.kind()) {
        case ("dataframe_split", .object): try takeSplit(&scanner, &state)
        case ("dataframe_records", .list): try state.table.takeRows(&scanner)
        case ("instances", .list): try state.table.takeInstances(&scanner)
        case ("inputs", .object): try state.table.takeColumns(&scanner)
        default:
            let shown = try scanner.element().shown
            let expected = key == "dataframe_records" || key == "instances" ? "a list of rows" : "an object"
            try state.problems.add("`\(key)` should be \(expected), and is \(shown)")
        }
    }

    /// `{"columns": ["age", …], "data": [[39, …], …]}`, in either order; pandas' `index` is only counted.
    private func takeSplit(_ scanner: inout JSONScanner, _ state: inout Door.State) throws {
        var names: [String]?
        var data: Range<Int>?
        var labels: Int?
        var seen = Set<String>()
        try scanner.members { scanner, key in
            let key = scanner.string(key)
            if !seen.insert(key).inserted { try state.problems.add("`\(key.excerpt)` is given twice") }
            switch key {
            case "columns": names = try scanner.tree().array?.map { $0.string ?? "" }
            case "data":
                let isList = try scanner.kind() == .list
                let range = try scanner.skip()
                data = isList ? range : nil
            case "index" where try scanner.kind() == .list:
                var count = 0
                try scanner.elements { scanner in
                    _ = try scanner.skip()
                    count += 1
                }
                labels = count
            case "index":
                let shown = try scanner.element().shown
                if shown != "null" { try state.problems.add("`index` should be a list, and is \(shown)") }
            default:
                _ = try scanner.skip()
                try state.problems.add("unknown key `\(key.excerpt)` in `dataframe_split`")
            }
        }
        guard let names, let data else { return try state.problems.add("`dataframe_split` needs `columns` and `data`, both lists") }
        let positions = try state.table.positions(of: names)
        var rows = JSONScanner(scanner, at: data)
        try rows.elements { try state.table.takeRow(&$0, columns: positions) }
        try state.table.finish(columns: positions)
        if let labels, labels != state.table.rows {
            try state.problems.add("`index` has \(plural(labels, "label")) for \(plural(state.table.rows, "row"))")
        }
    }
}
