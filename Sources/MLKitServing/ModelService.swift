public import MLKitCore
internal import MLKitONNX

/// The service of one model: the Open Inference Protocol's REST part, and `/predict`.
///
/// The protocol is that of kserve/open-inference-protocol, `specification/protocol/inference_rest.md`.
public struct ModelService: Service {
    private let model: ServedModel
    private let log: @Sendable (Diagnostic) -> Void

    /// - Parameter log: takes what went wrong on our side; the client is only told that something did.
    public init(_ model: ServedModel, log: @escaping @Sendable (Diagnostic) -> Void = { _ in }) {
        self.model = model
        self.log = log
    }

    public func respond(to request: Request) -> Response {
        guard let endpoint = Endpoint(path: request.path) else {
            return .error(.notFound, "there is nothing at `\(request.path.prefix(200))`; GET / lists what there is")
        }
        guard endpoint.methods.contains(request.method) else {
            let allowed = Suggestion.list(endpoint.methods)
            var response = Response.error(.methodNotAllowed, "this path takes \(allowed), not `\(request.method)`")
            response.allow = endpoint.methods
            return response
        }
        if let reference = endpoint.model, let unknown = mismatch(reference) { return unknown }
        return answer(endpoint, request)
    }

    private func answer(_ endpoint: Endpoint, _ request: Request) -> Response {
        switch endpoint {
        case .help: Response(help)
        case .serverMetadata: Response(["name": "mlkit", "version": .string(Version.current), "extensions": []])
        case .live: Response(["live": true])
        case .ready: Response(["live": true, "ready": true])
        case .modelMetadata: Response(metadata)
        case .modelReady: Response(["name": .string(model.manifest.name), "ready": true])
        case .infer: guarded { try infer(request.body) }
        case .predict: guarded { try predict(request.body) }
        }
    }

    /// 404 for a model or version that is not the one served.
    private func mismatch(_ reference: Endpoint.ModelReference) -> Response? {
        let (name, version) = (model.manifest.name, model.manifest.version)
        if reference.name != name {
            return .error(.notFound, "unknown model `\(reference.name)`; this server has `\(name)`")
        }
        guard let asked = reference.version, asked != version else { return nil }
        return .error(.notFound, "`\(name)` has no version `\(asked)`; this server has `\(version)`")
    }

    /// What a failure means to the client: its own mistakes in full, ours only as such.
    private func guarded(_ answer: () throws -> Response) -> Response {
        do {
            return try answer()
        } catch let refusal as Refusal {
            return refusal.response
        } catch let failure as Failure {
            failure.diagnostics.forEach(log)
        } catch {
            log(.error("\(error)"))
        }
        return .error(.internalError, "the model could not be run")
    }

    // MARK: Inference

    private func infer(_ body: [UInt8]) throws -> Response {
        let json = try parse(body)
        var problems = Problems()
        guard let request = InferenceRequest(json, for: model.engine, &problems) else {
            throw Refusal(response: problems.response)
        }
        let tensors = try model.engine.run(request.inputs, outputs: request.outputs)
        var members = [
            JSON.Member("model_name", .string(model.manifest.name)),
            JSON.Member("model_version", .string(model.manifest.version)),
        ]
        if let id = request.id { members.append(JSON.Member("id", .string(id))) }
        let outputs = zip(request.outputs, tensors).map { $1.json(name: $0) }
        members.append(JSON.Member("outputs", .array(outputs)))
        return Response(.object(members))
    }

    private func predict(_ body: [UInt8]) throws -> Response {
        let json = try parse(body)
        var problems = Problems()
        let rows = model.rows.rows(of: json, &problems) ?? []
        let tensors = model.rows.tensors(of: rows, &problems)
        guard problems.isEmpty else { throw Refusal(response: problems.response) }
        return Response(["model": identity, "predictions": .array(try predictions(tensors, rows.count))])
    }

    private func predictions(_ tensors: [Tensor], _ rows: Int) throws -> [JSON] {
        guard rows > 0 else { return [] }
        let outputs = try model.engine.run(tensors, outputs: model.predictions.outputs)
        return try model.predictions.predictions(outputs, rows: rows)
    }

    private func parse(_ body: [UInt8]) throws -> JSON {
        do {
            return try JSON(parsing: body, file: "body")
        } catch let failure as Failure {
            let reasons = failure.diagnostics.map { diagnostic in
                let place = diagnostic.location.map { "line \($0.line), column \($0.column): " } ?? ""
                return place + diagnostic.message
            }
            throw Refusal(response: .error(.badRequest, "the body is not JSON: \(reasons.joined(separator: "; "))"))
        }
    }

    // MARK: Descriptions

    private var identity: JSON {
        ["name": .string(model.manifest.name), "version": .string(model.manifest.version)]
    }

    private var metadata: JSON {
        [
            "name": .string(model.manifest.name),
            "versions": [.string(model.manifest.version)],
            "platform": "onnx_onnxv1",
            "inputs": .array(model.engine.inputs.map(\.metadata)),
            "outputs": .array(model.engine.outputs.map(\.metadata)),
        ]
    }

    private var help: JSON {
        let path = "/v2/models/\(model.manifest.name)"
        let endpoints = [
            ("POST /predict", "predictions for rows of named columns: {\"rows\": [{...}]}"),
            ("GET \(path)", "the inputs and outputs of the model"),
            ("GET \(path)/ready", "whether the model can answer"),
            ("POST \(path)/infer", "inference on tensors, by the Open Inference Protocol"),
            ("GET /v2", "what this server is"),
            ("GET /v2/health/live", "whether the server runs"),
            ("GET /v2/health/ready", "whether the server can answer"),
        ]
        return [
            "server": .string("mlkit \(Version.current)"),
            "model": identity,
            "endpoints": .object(endpoints.map { JSON.Member($0, .string($1)) }),
        ]
    }
}
