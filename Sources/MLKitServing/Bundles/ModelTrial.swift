internal import MLKitCore
internal import SystemPackage

/// A model's first request: warms it, and finds out whether it answers before anyone else asks.
struct ModelTrial {
    private let model: ServedModel

    init(_ model: ServedModel) {
        self.model = model
    }

    /// - Throws: `Failure` if the model does not answer the request with predictions.
    func run(_ sample: [UInt8], from folder: FilePath) throws {
        let response = ModelService(model).respond(to: Request(method: "POST", target: "/predict", body: sample))
        guard response.status != .ok else { return }
        throw Failure(
            "the model of `\(folder)` does not answer its own sample request",
            notes: [response.cause ?? (try? JSON(parsing: response.body))?["error"]?.string ?? "unknown"])
    }
}
