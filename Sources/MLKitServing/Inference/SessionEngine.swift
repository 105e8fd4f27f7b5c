internal import MLKitONNX

/// A model in ONNX Runtime.
struct SessionEngine: InferenceEngine {
    private let session: Session
    private let names: [String]

    init(_ session: Session) {
        self.session = session
        names = session.outputs.map(\.name)
    }

    var inputs: [ValueDescription] { session.inputs }
    var outputs: [ValueDescription] { session.outputs }

    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
        try session.run(session.call(outputs: outputs == names ? nil : outputs), inputs)
    }
}
