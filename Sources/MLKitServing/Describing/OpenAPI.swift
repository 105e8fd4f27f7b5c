internal import MLKitCore

/// The server as an OpenAPI 3.1 document: what clients are made of, and tests.
struct OpenAPI {
    private let models: [ServedModel]
    private let rowLimit: Int

    init(_ models: [ServedModel], rowLimit: Int) {
        self.models = models
        self.rowLimit = rowLimit
    }

    var document: JSON {
        var paths = serverPaths
        for (place, model) in models.enumerated() {
            let schemas = ModelSchemas(model, rowLimit: rowLimit)
            paths += modelPaths(model, schemas)
            if place == 0, model.isTabular {
                paths.append(.init("/predict", Self.post("Predictions for rows", schemas.request, schemas.predictions)))
                paths.append(.init("/invocations", Self.post("Predictions, as MLflow", schemas.invocations, Self.bare)))
            }
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string("mlkit: \(models.map(\.name).joined(separator: ", "))"),
                "version": .string(models.first?.version ?? Version.current),
                "description": "Predictions over HTTP. Every error is an object with `error`, and `problems` where there are several.",
            ],
            "paths": .object(paths),
            "components": ["schemas": ["Error": Self.error], "securitySchemes": ["key": ["type": "http", "scheme": "bearer"]]],
            "security": [[:], ["key": []]],
        ]
    }

    private var serverPaths: [JSON.Member] {
        let object: JSON = ["type": "object"]
        let live: JSON = ["type": "object", "required": ["live"], "properties": ["live": ["const": true]]]
        return [
            .init("/v2", Self.get("What this server is", object)),
            .init("/v2/health/live", Self.get("Whether the server runs", live)),
            .init("/v2/health/ready", Self.get("Whether the server can answer", object)),
            .init("/v2/models/stats", Self.get("What has been asked of the models", object)),
            .init("/openapi.json", Self.get("This document", object)),
            .init(
                "/metrics",
                Self.get("Counts and times, for Prometheus", ["type": "string"], type: "text/plain; version=0.0.4; charset=utf-8")),
        ]
    }

    private func modelPaths(_ model: ServedModel, _ schemas: ModelSchemas) -> [JSON.Member] {
        let name = PercentEncoding.encoded(model.name)
        let path = "/v2/models/\(name)"
        let object: JSON = ["type": "object"]
        var paths: [JSON.Member] = [
            .init(path, Self.get("Inputs and outputs", object)), .init("\(path)/ready", Self.get("Whether it can answer", object)),
            .init("\(path)/config", Self.get("Its configuration", object)),
            .init("\(path)/stats", Self.get("What has been asked of it", object)),
            .init("/v1/models/\(name)", Self.get("Its state, as TensorFlow Serving", object)),
        ]
        if model.isTabular {
            let infer = Self.post("Inference on tensors", schemas.inference, object, type: "application/octet-stream")
            paths.append(.init("\(path)/infer", infer))
            paths.append(.init("/predict/\(name)", Self.post("Predictions for rows", schemas.request, schemas.predictions)))
            let predict = Self.post("Predictions, as TensorFlow Serving", schemas.instances, schemas.instancesAnswer)
            paths.append(.init("/v1/models/\(name):predict", predict))
        }
        return paths
    }

    private static let bare: JSON = [
        "type": "object", "required": ["predictions"], "properties": ["predictions": ["type": "array"]],
    ]

    private static let error: JSON = [
        "type": "object", "required": ["error"],
        "properties": ["error": ["type": "string"], "problems": ["type": "array", "items": ["type": "string"]]],
    ]

    private static func get(_ summary: String, _ schema: JSON, type: String = "application/json") -> JSON {
        ["get": ["summary": .string(summary), "responses": responses(schema, type, errors: [401, 403, 406, 429, 500, 503])]]
    }

    /// - Parameter type: of answers that are no JSON.
    private static func post(_ summary: String, _ body: JSON, _ answer: JSON, type: String? = nil) -> JSON {
        [
            "post": [
                "summary": .string(summary),
                "requestBody": ["required": true, "content": ["application/json": ["schema": body]]],
                "responses": responses(
                    answer, "application/json", errors: [400, 401, 403, 408, 413, 415, 429, 431, 500, 503, 504], more: type),
            ]
        ]
    }

    private static func responses(_ schema: JSON, _ type: String, errors: [Int], more: String? = nil) -> JSON {
        let others = more.map { [JSON.Member($0, [:])] } ?? []
        let good: JSON = ["description": "the answer", "content": .object([JSON.Member(type, ["schema": schema])] + others)]
        let bad: JSON = [
            "description": "why there is none",
            "content": ["application/json": ["schema": ["$ref": "#/components/schemas/Error"]]],
        ]
        return .object([.init("200", good)] + errors.map { .init("\($0)", bad) })
    }
}
