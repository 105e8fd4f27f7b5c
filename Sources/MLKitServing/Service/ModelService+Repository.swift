internal import MLKitCore

/// The model repository extension of the Open Inference Protocol.
extension ModelService {
    var readiness: Response {
        let json: JSON = ["live": true, "ready": .bool(isReady)]
        return isReady ? Response(json) : Self.notReady(json)
    }

    /// Probes have no keys: where there are some, whoever shows none is not told of other models and versions.
    func modelReadiness(_ reference: Endpoint.ModelReference, _ request: Request) throws -> Response {
        let isLoaded = repository.entry(named: reference.name).map { $0.model != nil } ?? true
        do {
            if isLoaded { _ = try model(reference) }
        } catch where !access.mayKnowModels(request) {
            throw Refusal(.notFound, "this server has no such model, or not in that version")
        }
        let json: JSON = ["name": .string(reference.name), "ready": .bool(isLoaded)]
        return isLoaded ? Response(json) : Self.notReady(json)
    }

    private static func notReady(_ json: JSON) -> Response {
        var response = Response.busy(.unavailable, "")
        response.body = json.compactBytes
        return response
    }

    func index(_ body: [UInt8]) throws -> Response {
        let options = try options(body, known: ["ready"])
        let onlyReady = options["ready"]?.bool
        guard onlyReady != nil || options["ready"] == nil else { throw Refusal(.badRequest, "`ready` should be true or false") }
        let entries = repository.entries.filter { $0.model != nil || onlyReady != true }
        return Response(
            .array(
                entries.map { entry in
                    var members = [JSON.Member("name", .string(entry.name))]
                    if let model = entry.model { members.append(.init("version", .string(model.version))) }
                    members.append(.init("state", .string(entry.model == nil ? "UNAVAILABLE" : "READY")))
                    members.append(.init("reason", .string(entry.model == nil && entry.reason.isEmpty ? "unloaded" : entry.reason)))
                    return .object(members)
                }))
    }

    func load(_ name: String, _ body: [UInt8]) throws -> Response {
        guard try options(body, known: ["parameters"])["parameters"]?.members?.isEmpty ?? true else {
            throw Refusal(.badRequest, "a model is loaded from its place; `parameters` are not known to this server")
        }
        try checkName(name)
        do {
            guard try repository.load(name) else { throw Refusal(response: .busy(.unavailable, "another model is being loaded")) }
        } catch let failure as Failure {
            failure.diagnostics.forEach(observer.tell)
            throw Refusal(.badRequest, "the model `\(name)` cannot be loaded: \(repository.entry(named: name)?.reason ?? "unknown")")
        }
        return Response([:])
    }

    /// Models do not depend on others here, so whether these are to be unloaded too makes no difference.
    func unload(_ name: String, _ body: [UInt8]) throws -> Response {
        let parameters = try options(body, known: ["parameters"])["parameters"]
        if let other = parameters?.members?.first(where: { $0.name != "unload_dependents" || $0.value.bool == nil }) {
            throw Refusal(.badRequest, "the parameter `\(other.name.excerpt)` is not known to this server, or not true or false")
        }
        guard parameters == nil || parameters == .null || parameters?.members != nil else {
            throw Refusal(.badRequest, "`parameters` should be an object")
        }
        try checkName(name)
        repository.unload(name)
        return Response([:])
    }

    private func checkName(_ name: String) throws {
        guard repository.entry(named: name) == nil else { return }
        throw Refusal(.notFound, "unknown model `\(name.excerpt)`; this server has \(Suggestion.list(repository.entries.map(\.name)))")
    }

    /// The members of a small body that may be empty.
    private func options(_ body: [UInt8], known: [String]) throws -> JSON {
        guard !body.isEmpty else { return [:] }
        let json = try JSONBody.read(body) { scanner in
            let json = try scanner.tree()
            try scanner.end()
            return json
        }
        guard let members = json.members else { throw Refusal(.badRequest, "expected an object, got \(json.kindName)") }
        if let unknown = members.first(where: { !known.contains($0.name) }) {
            throw Refusal(.badRequest, "unknown key `\(unknown.name.excerpt)`\(unknown.name.hint(among: known))")
        }
        return json
    }
}
