internal import MLKitONNX

/// A model in ONNX Runtime.
struct SessionEngine: InferenceEngine {
    private let session: Session
    let outputs: [ValueDescription]
    /// Outputs that are no tensors of a known type, such as lists of mappings: nobody can be answered with them.
    let unknownOutputs: [String]
    private let names: [String]

    init(_ session: Session) {
        self.session = session
        outputs = session.outputs.filter { $0.type != nil }
        unknownOutputs = session.outputs.filter { $0.type == nil }.map(\.name)
        names = session.outputs.map(\.name)
    }

    var inputs: [ValueDescription] { session.inputs }

    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
        try session.run(session.call(outputs: outputs == names ? nil : outputs), inputs)
    }
}
