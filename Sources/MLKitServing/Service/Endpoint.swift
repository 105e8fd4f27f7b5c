/// What a path means.
enum Endpoint: Hashable {
    case help, page, script, openAPI, metrics, ping
    case serverMetadata, live, ready
    case modelMetadata(ModelReference)
    case modelReady(ModelReference)
    case modelConfiguration(ModelReference)
    case modelStatistics(ModelReference?)
    case infer(ModelReference)
    case repositoryIndex
    case load(String)
    case unload(String)
    /// `nil` for the first model of the server.
    case predict(String?)
    case tensorFlowStatus(ModelReference)
    case tensorFlowPredict(ModelReference)
    case invocations

    /// A model as a path names it; without a version the one that is served is meant.
    struct ModelReference: Hashable {
        var name: String
        var version: String?
    }

    /// - Parameter path: percent-encoded; a part may have an encoded slash in it.
    /// - Returns: `nil` for a path that means nothing.
    init?(path: String) {
        guard path.hasPrefix("/"), !Self.lacksName(path) else { return nil }
        let parts = path.split(separator: "/").map { PercentEncoding.decoded($0) }
        guard !parts.contains(nil) else { return nil }
        self.init(parts: parts.compactMap { $0 })
    }

    /// Whether there is nothing between two slashes; one too many at either end is no matter.
    private static func lacksName(_ path: String) -> Bool {
        var slashes = 0
        var hasName = false
        for byte in path.utf8 {
            if byte == UInt8(ascii: "/") {
                slashes += 1
                continue
            }
            if hasName, slashes > 1 { return true }
            (slashes, hasName) = (0, true)
        }
        return false
    }

    private init?(parts: [String]) {
        switch (parts.count, parts.first) {
        case (0, _): self = .help
        case (1, "predict"): self = .predict(nil)
        case (2, "predict"): self = .predict(parts[1])
        case (1, "try"): self = .page
        case (1, "try.js"): self = .script
        case (1, "openapi.json"): self = .openAPI
        case (1, "metrics"): self = .metrics
        case (1, "ping"): self = .ping
        case (1, "invocations"): self = .invocations
        case (_, "v1"): self.init(tensorFlow: parts)
        case (_, "v2"): self.init(inference: parts)
        default: return nil
        }
    }

    /// The Open Inference Protocol, with Triton's extensions.
    private init?(inference parts: [String]) {
        switch (parts.count, parts.count > 1 ? parts[1] : "") {
        case (1, _): self = .serverMetadata
        case (3, "health") where parts[2] == "live": self = .live
        case (3, "health") where parts[2] == "ready": self = .ready
        case (3, "models") where parts[2] == "stats": self = .modelStatistics(nil)
        case (3..., "models"): self.init(model: parts[2], rest: parts.dropFirst(3))
        case (3, "repository") where parts[2] == "index": self = .repositoryIndex
        case (5, "repository") where parts[2] == "models" && parts[4] == "load": self = .load(parts[3])
        case (5, "repository") where parts[2] == "models" && parts[4] == "unload": self = .unload(parts[3])
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
        case (1, "config"): self = .modelConfiguration(reference)
        case (1, "stats"): self = .modelStatistics(reference)
        case (1, "infer"): self = .infer(reference)
        default: return nil
        }
    }

    /// TensorFlow Serving's REST interface: `/v1/models/NAME[/versions/VERSION]:predict`.
    private init?(tensorFlow parts: [String]) {
        guard parts.count == 3 || (parts.count == 5 && parts[3] == "versions"), parts[1] == "models" else { return nil }
        var last = parts[parts.count - 1]
        // What TensorFlow Serving also has, and this server has not.
        guard !last.hasSuffix(":classify"), !last.hasSuffix(":regress") else { return nil }
        let isPredict = last.hasSuffix(":predict")
        if isPredict { last.removeLast(":predict".count) }
        let reference = ModelReference(name: parts.count == 3 ? last : parts[2], version: parts.count == 3 ? nil : last)
        self = isPredict ? .tensorFlowPredict(reference) : .tensorFlowStatus(reference)
    }

    var methods: [String] {
        switch self {
        case .infer, .predict, .tensorFlowPredict, .invocations, .repositoryIndex, .load, .unload: ["POST"]
        default: ["GET", "HEAD"]
        }
    }

    var model: ModelReference? {
        switch self {
        case .modelMetadata(let model), .modelReady(let model), .modelConfiguration(let model), .infer(let model),
            .tensorFlowStatus(let model), .tensorFlowPredict(let model):
            model
        case .modelStatistics(let model): model
        case .predict(let name?): ModelReference(name: name)
        default: nil
        }
    }

    var route: Route {
        switch self {
        case .help, .page, .script, .openAPI: .help
        case .metrics: .metrics
        case .ping, .live, .ready, .modelReady: .health
        case .serverMetadata, .modelMetadata, .modelConfiguration, .modelStatistics, .tensorFlowStatus: .metadata
        case .repositoryIndex, .load, .unload: .repository
        case .infer: .infer
        case .predict: .predict
        case .tensorFlowPredict: .tensorflow
        case .invocations: .mlflow
        }
    }

    /// What a key must allow. Health is open to everyone, as probes have no keys, and so is the page, which asks for one.
    var role: Role? {
        switch self {
        case .ping, .live, .ready, .modelReady, .page, .script: nil
        case .infer, .predict, .tensorFlowPredict, .invocations: .predict
        case .load, .unload: .operate
        default: .read
        }
    }
}
