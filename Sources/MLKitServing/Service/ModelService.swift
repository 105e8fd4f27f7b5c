public import MLKitCore
internal import MLKitONNX
internal import NIOCore
internal import Synchronization

/// The service of one or several models: the Open Inference Protocol, `/predict`, and the doors of other servers.
///
/// The protocol is that of kserve/open-inference-protocol, `specification/protocol/inference_rest.md`.
public final class ModelService: Service {
    let repository: ModelRepository
    let limits: ServerLimits
    let observer: Observer
    let access: AccessRule
    private let failsReadiness = Atomic(false)
    private let helpPage = DocumentCache()
    private let openAPI = DocumentCache()

    public init(
        _ repository: ModelRepository, limits: ServerLimits = ServerLimits(), observer: Observer = Observer(),
        access: AccessRule = AccessRule()
    ) {
        self.repository = repository
        self.limits = limits
        self.observer = observer
        self.access = access
    }

    /// The service of one model that stays as it is.
    public convenience init(_ model: ServedModel) { self.init(ModelRepository([model])) }

    /// Has readiness fail from now on, so that whoever sends requests here looks for another place.
    public func failReadiness() { failsReadiness.store(true, ordering: .relaxed) }

    /// Whether requests may be sent here.
    var isReady: Bool { !failsReadiness.load(ordering: .relaxed) && repository.entries.allSatisfy { $0.model != nil } }

    // MARK: Requests

    public func respond(to request: Request, _ cancellation: Cancellation) -> Response {
        let endpoint = Endpoint(path: request.path)
        var response = refuse(request, endpoint) ?? answer(request, endpoint, cancellation)
        response.route = endpoint?.route ?? .none
        return response.status == .ok ? packed(response, request.fields) : response
    }

    public func refuse(_ head: Request) -> Response? { refuse(head, Endpoint(path: head.path)) }

    /// Loading reads a whole model. What a model of tensors takes may be anything, however few they are; one of rows is known
    /// by what it took.
    public func isLong(_ request: Request) -> Bool {
        // What is asked most is known at a glance.
        guard request.path != "/predict" else { return isSlow(nil) }
        guard let endpoint = Endpoint(path: request.path) else { return false }
        if case .load = endpoint { return true }
        return endpoint.route.isPrediction && isSlow(endpoint.model?.name)
    }

    private func isSlow(_ name: String?) -> Bool {
        repository.entry(named: name)?.model.map { !$0.isTabular || $0.statistics.isSlow } ?? false
    }

    private func refuse(_ request: Request, _ endpoint: Endpoint?) -> Response? {
        guard let endpoint else {
            if request.method == "OPTIONS", request.path == "*" { return nil }
            return .error(.notFound, "there is nothing at `\(request.path.excerpt)`; GET / lists what there is")
        }
        let allowed = endpoint.methods + ["OPTIONS"]
        guard allowed.contains(request.method) else {
            let names = Suggestion.list(endpoint.methods)
            var response = Response.error(.methodNotAllowed, "this path takes \(names), not `\(request.method)`")
            response.allow = allowed
            return response
        }
        if request.method == "OPTIONS" { return nil }
        return access.refuse(request, endpoint.role) ?? refuseCoding(request.fields)
    }

    private func refuseCoding(_ fields: HeaderFields) -> Response? {
        let codings = fields.list(.contentEncoding)
        if codings.allSatisfy({ $0 == "identity" }) || (codings.count == 1 && ContentCoding(name: codings[0]) != nil) { return nil }
        var response = Response.error(.unsupportedMediaType, "a body is packed as `gzip` or `deflate`, or not at all")
        response.fields.append(Response.Field("accept-encoding", "gzip, deflate"))
        return response
    }

    private func answer(_ request: Request, _ endpoint: Endpoint?, _ cancellation: Cancellation) -> Response {
        if request.method == "OPTIONS" {
            var response = Response(.noContent, body: [])
            response.allow = (endpoint?.methods ?? ["GET", "HEAD", "POST"]) + ["OPTIONS"]
            return response
        }
        guard let endpoint else { return .error(.notFound, "") }
        return guarded {
            var request = request
            if let coding = request.fields.list(.contentEncoding).first.flatMap({ ContentCoding(name: $0) }) {
                request.body = try coding.unpacked(request.body, limit: limits.body, cancellation)
            }
            return try answer(endpoint, request, cancellation)
        }
    }

    private func answer(_ endpoint: Endpoint, _ request: Request, _ cancellation: Cancellation) throws -> Response {
        switch endpoint {
        case .help: help(for: request)
        case .page: Response(.ok, contentType: .html, body: TryPage.html)
        case .script: Response(.ok, contentType: .script, body: TryPage.script)
        case .openAPI: document(openAPI) { OpenAPI($0, rowLimit: limits.rows).document }
        case .metrics: Response(.ok, contentType: .metrics, body: Array(observer.page(repository).utf8))
        case .ping, .live: Response(["live": true])
        case .ready: readiness
        case .serverMetadata: Response(serverMetadata)
        case .modelReady(let reference): try modelReadiness(reference, request)
        case .modelMetadata(let reference): Response(ModelDescription(try model(reference)).metadata)
        case .modelConfiguration(let reference): Response(ModelDescription(try model(reference)).configuration)
        case .modelStatistics(let reference):
            Response(ModelDescription.statistics(try reference.map { [try model($0)] } ?? repository.models))
        case .infer(let reference): try counted(try model(reference)) { try infer(request, $0, cancellation) }
        case .predict(let name): try counted(try model(name)) { try predict(request, $0, cancellation) }
        case .tensorFlowStatus(let reference): Response(ModelDescription(try model(reference)).tensorFlowStatus)
        case .tensorFlowPredict(let reference):
            try counted(try model(reference)) { try TensorFlowDoor(self, $0, cancellation).answer(request.body) }
        case .invocations: try counted(try model(nil as String?)) { try MLflowDoor(self, $0, cancellation).answer(request) }
        case .repositoryIndex: try index(request.body)
        case .load(let name): try load(name, request.body)
        case .unload(let name): try unload(name, request.body)
        }
    }

    private func help(for request: Request) -> Response {
        var response = prefersHTML(request) ? Response(.ok, contentType: .html, body: TryPage.html) : document(helpPage, help)
        response.fields.append(Response.Field("vary", "accept"))
        return response
    }

    private func document(_ cache: DocumentCache, _ make: ([ServedModel]) -> JSON) -> Response {
        Response(.ok, body: cache.bytes(of: repository.generation) { make(repository.models).compactBytes })
    }

    /// What an error means to the client: its own mistakes in full, ours only as such.
    private func guarded(_ answer: () throws -> Response) -> Response {
        do {
            return try answer()
        } catch let refusal as Refusal {
            return refusal.response
        } catch let fault as ModelFault {
            observer.metrics.count(fault.kind)
            return .fault(fault.message, fault.cause)
        } catch {
            observer.metrics.count(.other)
            let causes = (error as? Failure)?.diagnostics.map(\.message) ?? ["\(error)"]
            return .fault("the request could not be answered", causes.joined(separator: "; "))
        }
    }

    private func packed(_ response: Response, _ fields: HeaderFields) -> Response {
        // Below the size of a packet there is nothing to win, and nothing is packed for anyone.
        guard response.body.count > 1400 else { return response }
        var response = response
        response.fields.append(Response.Field("vary", "accept-encoding"))
        guard let coding = ContentCoding.preferred(fields), let body = coding.packed(response.body) else { return response }
        response.body = body
        response.fields.append(Response.Field("content-encoding", coding.rawValue))
        return response
    }

    private func prefersHTML(_ request: Request) -> Bool {
        AcceptedTypes(request.fields.list(.accept)).prefers("text/html", to: "application/json")
    }

    // MARK: Models

    /// - Throws: `Refusal` for a model or version that is not served.
    func model(_ reference: Endpoint.ModelReference) throws -> ServedModel {
        let model = try model(reference.name)
        guard let asked = reference.version, asked != model.version else { return model }
        throw Refusal(.notFound, "`\(model.name)` has no version `\(asked.excerpt)`; this server has `\(model.version)`")
    }

    func model(_ name: String?) throws -> ServedModel {
        guard let entry = repository.entry(named: name) else {
            let known = Suggestion.list(repository.entries.map(\.name))
            throw Refusal(.notFound, name.map { "unknown model `\($0.excerpt)`; this server has \(known)" } ?? "this server has no model")
        }
        guard let model = entry.model else { throw Refusal(response: .busy(.unavailable, "the model `\(entry.name)` is not loaded")) }
        return model
    }

    /// Counts whether the model answered, and what it answered could be sent.
    private func counted(_ model: ServedModel, _ answer: (ServedModel) throws -> Response) throws -> Response {
        do {
            let response = try answer(model)
            model.statistics.succeed(at: observer.seconds())
            return response
        } catch let fault as ModelFault {
            model.statistics.failures.add()
            throw fault
        }
    }

    /// Runs a model.
    func run(_ model: ServedModel, _ inputs: [Tensor], outputs: [String], rows: Int, _ cancellation: Cancellation) throws -> [Tensor] {
        try cancellation.check()
        do {
            let (begun, worked) = (NIODeadline.now(), model.statistics.wantsWork ? ProcessorTime.ofThread() : nil)
            let tensors = try answer(model, inputs, outputs)
            model.statistics.add(
                nanoseconds: Int((NIODeadline.now() - begun).nanoseconds), worked: worked.map { ProcessorTime.ofThread() - $0 }, rows: rows)
            try cancellation.check()
            model.statistics.rows.add(rows)
            if let drift = model.drift, drift.takes(rows, at: observer.seconds()),
                let alarm = drift.add(inputs, outputs: outputs, tensors, rows: rows)
            {
                observer.tell(alarm)
            }
            if let log = observer.predictions { log.add(model, inputs, outputs, tensors, rows: rows, at: observer.seconds()) }
            return tensors
        } catch let failure as Failure {
            let causes = failure.diagnostics.flatMap { [$0.message] + $0.notes }
            throw ModelFault(kind: .model, cause: causes.joined(separator: "; "))
        }
    }
}

extension Response {
    /// 500, with the cause kept for the log.
    static func fault(_ message: String, _ cause: String) -> Response {
        var response = error(.internalError, message)
        response.cause = cause
        return response
    }
}
