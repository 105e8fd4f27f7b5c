internal import MLKitONNX
internal import MLKitReports
internal import MLKitTables

/// A model of two classes for each of several labels, in one graph: binary relevance, also called one against rest (G. Tsoumakas and
/// I. Katakis, "Multi-label classification: an overview", International Journal of Data Warehousing and Mining 3, 2007).
struct LabelsModel: TableModel {
    /// In the order of the labels; one at least.
    let parts: [(label: String, model: any TableModel)]
    /// Those that any of them takes, in the order of the schema.
    let columns: [ColumnSchema]

    init(_ parts: [(label: String, model: any TableModel)], _ schema: TableSchema) {
        self.parts = parts
        columns = schema.columns.filter { column in
            parts.contains { $0.model.columns.contains { $0.name.utf8.elementsEqual(column.name.utf8) } }
        }
    }

    /// Those of all parts, each once.
    var featureNames: [String] { Self.once(parts.flatMap(\.model.featureNames)) }

    /// Nothing where it is another for one label than for others.
    var preparation: [TrainingReport.Preparation] {
        let first = parts[0].model.preparation
        return parts.allSatisfy { $0.model.preparation == first } ? first : []
    }

    var warnings: [String] { Self.once(parts.flatMap(\.model.warnings)) }
    var heldRows: Int? { parts.compactMap(\.model.heldRows).max() }

    private static func once(_ texts: [String]) -> [String] {
        var seen = Set<String>()
        return texts.filter { seen.insert($0).inserted }
    }

    /// For each row the probability that it has each label [rows, labels].
    func predict(_ table: Table) throws -> [Float] {
        let answers = try parts.map { try $0.model.predict(table) }
        return (0..<table.rowCount).flatMap { row in answers.map { $0[row * 2 + 1] } }
    }

    /// - Returns: floats [N, labels].
    func export(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value {
        let scope = builder.scope
        let inputs = Dictionary(zip(self.columns.map { Array($0.name.utf8) }, columns)) { first, _ in first }
        let second = builder.constant(Tensor(.int64([1])))
        var answers = [Value]()
        for (place, part) in parts.enumerated() {
            builder.scope = "label\(place + 1)"
            let own = part.model.columns.compactMap { inputs[Array($0.name.utf8)] }
            let both = try part.model.export(own, to: &builder)
            answers.append(builder.node("Gather", [both, second], [("axis", .int(1))]))
        }
        builder.scope = scope
        return answers.count == 1 ? answers[0] : builder.node("Concat", answers, [("axis", .int(1))])
    }
}
