internal import MLKitONNX

/// A request that was right and that the model did not answer: the server's fault.
struct ModelFault: Error {
    var kind: Metrics.Fault
    /// For the log.
    var cause: String

    /// For the client.
    var message: String {
        switch kind {
        case .notFinite: "the model's answer is not a finite number"
        case .notText: "the model's answer is not UTF-8 text"
        case .model, .other: "the model could not be run"
        }
    }

    static func notFinite(_ output: String) -> ModelFault {
        ModelFault(kind: .notFinite, cause: "the model's answer `\(output)` is not a finite number")
    }

    static func notText(_ output: String) -> ModelFault {
        ModelFault(kind: .notText, cause: "the model's answer `\(output)` is not UTF-8 text")
    }

    /// - Throws: `ModelFault` for numbers and texts that JSON cannot write.
    static func check(_ tensor: Tensor, _ output: String) throws {
        if !tensor.isFinite { throw notFinite(output) }
        if tensor.bytes != nil { throw notText(output) }
    }

    static func misshapen(rows: Int) -> ModelFault {
        ModelFault(kind: .model, cause: "the outputs of the model are not those of \(rows) rows")
    }
}
