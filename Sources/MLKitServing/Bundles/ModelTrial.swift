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
        let service = ModelService(model)
        let request = Request(method: "POST", target: "/predict", body: sample)
        let response = service.respond(to: request)
        guard response.status == .ok else {
            throw Failure(
                "the model of `\(folder)` does not answer its own sample request",
                notes: [response.cause ?? (try? JSON(parsing: response.body))?["error"]?.string ?? "unknown"])
        }
        // The first run also makes ready what all later ones use: how long they take is seen from the second.
        model.statistics.forgetPace()
        _ = service.respond(to: request)
        model.drift?.forget()
    }
}
