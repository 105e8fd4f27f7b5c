internal import MLKitCore
internal import MLKitTables

/// What is asked of an evaluation that is for one target, where there are several labels.
struct LabelBounds {
    private let configuration: EvaluateConfiguration
    private let schema: TableSchema

    init(_ configuration: EvaluateConfiguration, _ schema: TableSchema) {
        (self.configuration, self.schema) = (configuration, schema)
    }

    /// - Throws: `Failure` with all of it.
    func check() throws {
        guard !schema.labels.isEmpty else { return }
        let asked = [
            (configuration.threshold != nil, "`threshold` tells two classes apart", "leave `threshold` out"),
            (configuration.errors != nil, "`errors` looks at the errors of one target", "leave `errors` out"),
            (
                configuration.fairness?.criterion != nil, "`fairness` by a `criterion` compares how two classes are told apart",
                "compare groups by a `metric`"
            ),
        ]
        let problems = asked.filter(\.0).map { _, what, remedy in
            Diagnostic.error("\(what), and the data have \(plural(schema.labels.count, "label"))", hint: remedy)
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }
}
