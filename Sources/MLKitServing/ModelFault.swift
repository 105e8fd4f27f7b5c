/// A request that was right and that the model did not answer: the server's fault.
struct ModelFault: Error {
    var kind: Metrics.Fault
    /// For the log.
    var cause: String

    static func notFinite(_ output: String) -> ModelFault {
        ModelFault(kind: .notFinite, cause: "the model's answer `\(output)` is not a finite number")
    }

    static func misshapen(rows: Int) -> ModelFault {
        ModelFault(kind: .model, cause: "the outputs of the model are not those of \(rows) rows")
    }
}
