internal import MLKitCore
internal import MLKitONNX

/// TensorFlow Serving's `:predict` (tensorflow.org/tfx/serving/api_rest): `instances` one a row, or `inputs` by column, each
/// answered as it is asked.
struct TensorFlowDoor {
    private let door: Door

    init(_ service: ModelService, _ model: ServedModel, _ cancellation: Cancellation) {
        door = Door(service: service, model: model, cancellation: cancellation)
    }

    func answer(_ body: [UInt8]) throws -> Response {
        var state = Door.State(table: door.table())
        try door.read(body, &state) { scanner, key, state in
            switch key {
            case "instances", "inputs":
                if state.form != nil { try state.problems.add("give `instances` or `inputs`, not both") }
                state.form = key
                if door.model.isTabular { try takeTable(&scanner, key, &state) } else { try takeTensors(&scanner, key, &state) }
            case "signature_name":
                guard let name = try scanner.tree().string, name == "serving_default" || name.isEmpty else {
                    return try state.problems.add("the only `signature_name` is `serving_default`")
                }
            default:
                _ = try scanner.skip()
                try state.problems.add("unknown key `\(key.excerpt)`\(key.hint(among: ["instances", "inputs", "signature_name"]))")
            }
        }
        try state.table.problems.refuse()
        guard let form = state.form else { throw Refusal(.badRequest, "the request needs `instances` or `inputs`") }
        let key = form == "instances" ? "predictions" : "outputs"
        return door.model.isTabular
            ? try door.predictions(of: state.table, as: form == "instances" ? .listed : .columns, under: key)
            : try door.predictions(of: state.tensors, under: key, byRow: form == "instances")
    }

    private func takeTable(_ scanner: inout JSONScanner, _ key: String, _ state: inout Door.State) throws {
        let kind = try scanner.kind()
        state.table.takesSingles = true
        if key == "instances", kind == .list {
            try state.table.takeInstances(&scanner)
        } else if key == "inputs", kind == .object {
            try state.table.takeColumns(&scanner)
        } else {
            let shown = try scanner.element().shown
            try state.problems.add("`\(key)` should be \(key == "instances" ? "a list of rows" : "an object of lists"), and is \(shown)")
        }
    }

    private func takeTensors(_ scanner: inout JSONScanner, _ key: String, _ state: inout Door.State) throws {
        state.tensors = try key == "instances" ? door.instances(&scanner, &state.problems) : door.tensors(&scanner, &state.problems)
    }
}
