/// What a path means.
enum Endpoint: Hashable {
    case help
    case serverMetadata
    case live
    case ready
    case modelMetadata(ModelReference)
    case modelReady(ModelReference)
    case infer(ModelReference)
    case predict

    /// A model as a path names it; without a version the one that is served is meant.
    struct ModelReference: Hashable {
        var name: String
        var version: String?
    }

    /// - Returns: `nil` for a path that means nothing.
    init?(path: String) {
        let parts = path.split(separator: "/").map(String.init)
        switch (parts.count, parts.first) {
        case (0, _): self = .help
        case (1, "predict"): self = .predict
        case (1, "v2"): self = .serverMetadata
        case (3, "v2") where parts[1] == "health" && parts[2] == "live": self = .live
        case (3, "v2") where parts[1] == "health" && parts[2] == "ready": self = .ready
        case (3..., "v2") where parts[1] == "models": self.init(model: parts[2], rest: parts.dropFirst(3))
        default: return nil
        }
    }

    private init?(model: String, rest: ArraySlice<String>) {
        var rest = rest
        var reference = ModelReference(name: model)
        if rest.count >= 2, rest.first == "versions" {
            reference.version = rest[rest.startIndex + 1]
            rest = rest.dropFirst(2)
        }
        switch (rest.count, rest.first) {
        case (0, _): self = .modelMetadata(reference)
        case (1, "ready"): self = .modelReady(reference)
        case (1, "infer"): self = .infer(reference)
        default: return nil
        }
    }

    var methods: [String] {
        switch self {
        case .infer, .predict: ["POST"]
        default: ["GET", "HEAD"]
        }
    }

    var model: ModelReference? {
        switch self {
        case .modelMetadata(let model), .modelReady(let model), .infer(let model): model
        default: nil
        }
    }
}
