public import MLKitCore

/// A change of a row by which it is answered otherwise.
public struct RowChange: Sendable {
    public struct Step: Sendable {
        public var column: String
        /// `nil` for nothing.
        public var from: String?
        public var to: String?
    }

    public var steps: [Step]
    /// The class that is answered then; `nil` for a number.
    public var label: String?
    /// Its probability, or the number.
    public var answer: Double
    /// How large the change is: of numbers the share of the rows whose values lie between, 1 for each text.
    public var size: Double

    /// As `mlkit explain --format json` prints it.
    public var json: JSON {
        .object(
            [
                JSON.Member(
                    "changes",
                    .array(
                        steps.map { step in
                            .object([
                                .init("column", .string(step.column)), .init("from", step.from.map { .string($0) } ?? .null),
                                .init("to", step.to.map { .string($0) } ?? .null),
                            ])
                        }))
            ] + (label.map { [.init("label", .string($0))] } ?? []) + [.init("answer", .double(answer)), .init("size", .double(size))])
    }
}
