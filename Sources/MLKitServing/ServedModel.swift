internal import MLKitCore
public import MLKitONNX
internal import MLKitSignature

/// A model with its engine, ready to answer.
public struct ServedModel: Sendable {
    public let manifest: BundleManifest
    let engine: any InferenceEngine
    let rows: RowDecoder
    let predictions: PredictionWriter

    /// - Throws: `Failure` if the model's inputs and outputs are not those of the manifest.
    public init(manifest: BundleManifest, engine: any InferenceEngine) throws {
        self.manifest = manifest
        self.engine = engine
        let signature = manifest.signature
        rows = RowDecoder(inputs: try Self.fields(signature, engine), target: signature.target)
        predictions = try PredictionWriter(signature, outputs: engine.outputs)
    }

    private static func fields(_ signature: ModelSignature, _ engine: any InferenceEngine) throws -> [FieldDecoder] {
        let known = Set(signature.columns.map(\.name))
        guard known.count == signature.columns.count else { throw Failure("the manifest names an input twice") }
        let taken = Set(engine.inputs.map(\.name))
        if let extra = signature.columns.first(where: { !taken.contains($0.name) }) {
            throw Failure("the model does not take `\(extra.name)`, which the manifest names")
        }
        return try engine.inputs.map { taken in
            guard let input = signature.columns.first(where: { $0.name == taken.name }) else {
                throw Failure("the model takes `\(taken.name)`, which is not in the manifest")
            }
            guard let type = taken.type, input.isNumeric != (type == .string) else {
                let declared = input.type.rawValue
                throw Failure("the model takes `\(input.name)` as \(taken), and the manifest says \(declared)")
            }
            return FieldDecoder(input: input, type: type)
        }
    }
}
