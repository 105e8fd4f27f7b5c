internal import MLKitCore
internal import MLKitONNX
internal import MLKitSignature

/// What a model says of itself.
struct ModelDescription {
    let model: ServedModel

    init(_ model: ServedModel) {
        self.model = model
    }

    var metadata: JSON {
        [
            "name": .string(model.name),
            "versions": [.string(model.version)],
            "platform": "onnx_onnxv1",
            "inputs": .array(model.engine.inputs.map(\.metadata)),
            "outputs": .array(model.engine.outputs.map(\.metadata)),
        ]
    }

    /// Triton's model configuration extension: the parts that clients look at.
    var configuration: JSON {
        [
            "name": .string(model.name),
            "platform": "onnxruntime_onnx",
            "backend": "onnxruntime",
            "version_policy": ["latest": ["num_versions": 1]],
            "max_batch_size": 0,
            "input": .array(model.engine.inputs.map(Self.configuration)),
            "output": .array(model.engine.outputs.map(Self.configuration)),
        ]
    }

    private static func configuration(_ value: ValueDescription) -> JSON {
        let type = value.wireType == "BYTES" ? "STRING" : value.wireType
        return [
            "name": .string(value.name), "data_type": .string("TYPE_\(type)"),
            "dims": .array(value.wireShape.map { .int($0) }),
        ]
    }

    /// Triton's statistics extension: counts and nanoseconds.
    static func statistics(_ models: [ServedModel]) -> JSON {
        let none: JSON = ["count": 0, "ns": 0]
        return [
            "model_stats": .array(
                models.map { model in
                    let counts = model.statistics
                    let success: JSON = ["count": .int(counts.successes.value), "ns": .int(counts.nanoseconds.value)]
                    return [
                        "name": .string(model.name), "version": .string(model.version),
                        "last_inference": .int(counts.lastSuccess * 1000), "inference_count": .int(counts.rows.value),
                        "execution_count": .int(counts.successes.value),
                        "inference_stats": [
                            "success": success, "fail": ["count": .int(counts.failures.value), "ns": 0], "queue": none,
                            "compute_input": none, "compute_infer": success, "compute_output": none,
                        ],
                        "batch_stats": [],
                    ]
                })
        ]
    }

    /// TensorFlow Serving's model status, with what KServe's clients look for.
    var tensorFlowStatus: JSON {
        [
            "name": .string(model.name), "ready": true,
            "model_version_status": [
                [
                    "version": .string(model.version), "state": "AVAILABLE",
                    "status": ["error_code": "OK", "error_message": ""],
                ]
            ]
        ]
    }

    /// What a model takes, for people and the page.
    var columns: JSON {
        .array(
            model.rules.compactMap { rule in
                guard let column = rule.column else { return nil }
                return [
                    "name": .string(rule.name), "type": .string(column.kind.rawValue), "nullable": .bool(column.nullable),
                    "categories": .array(column.categories.names.map { .string($0) }),
                ]
            })
    }
}

extension ModelService {
    var serverMetadata: JSON {
        [
            "name": "mlkit", "version": .string(Version.current),
            "extensions": [
                "binary_tensor_data", "classification", "model_configuration", "model_repository", "statistics",
            ],
        ]
    }

    /// What `/` tells: the models, with their columns, and the paths.
    func help(_ models: [ServedModel]) -> JSON {
        let name = repository.entries.first.map { PercentEncoding.encoded($0.name) } ?? "NAME"
        let path = "/v2/models/\(name)"
        let endpoints = [
            ("POST /predict", "predictions for rows of named columns: {\"rows\": [{...}]} or {\"columns\": {...}}"),
            ("GET \(path)", "the inputs and outputs of the model"),
            ("GET \(path)/ready", "whether the model can answer"),
            ("GET \(path)/config", "its configuration"),
            ("GET \(path)/stats", "what has been asked of it"),
            ("POST \(path)/infer", "inference on tensors, by the Open Inference Protocol"),
            ("GET /v2", "what this server is"),
            ("GET /v2/health/live", "whether the server runs"),
            ("GET /v2/health/ready", "whether the server can answer"),
            ("POST /v2/repository/index", "the models and whether they are loaded"),
            ("POST /v2/repository/models/\(name)/load", "loads a model again"),
            ("POST /v2/repository/models/\(name)/unload", "takes a model out of service"),
            ("POST /v1/models/\(name):predict", "predictions, as TensorFlow Serving is asked"),
            ("POST /invocations", "predictions, as an MLflow model is asked"),
            ("GET /metrics", "counts and times, for Prometheus"),
            ("GET /openapi.json", "this, as an OpenAPI document"),
            ("GET /try", "a page to try the model"),
        ]
        return [
            "server": .string("mlkit \(Version.current)"),
            // What KServe's clients look for.
            "status": "alive",
            "model": models.first.map { ["name": .string($0.name), "version": .string($0.version)] } ?? .null,
            "models": .array(
                models.map { model in
                    [
                        "name": .string(model.name), "version": .string(model.version),
                        "target": model.target.map { .string($0) } ?? .null, "columns": ModelDescription(model).columns,
                    ]
                }),
            "endpoints": .object(endpoints.map { JSON.Member($0, .string($1)) }),
        ]
    }
}
