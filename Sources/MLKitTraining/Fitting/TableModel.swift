package import MLKitONNX
package import MLKitReports
package import MLKitTables

/// A fitted model with all that is done to raw columns before it.
package protocol TableModel {
    /// The raw columns that it takes, in the order of the schema.
    var columns: [ColumnSchema] { get }
    /// One name per input behind the preprocessing.
    var featureNames: [String] { get }
    /// What became of each column, in the order of the schema; nothing where there is more than one answer.
    var preparation: [TrainingReport.Preparation] { get }
    /// What the user should know of its features.
    var warnings: [String] { get }

    /// How many training rows its graph holds; `nil` for none.
    var heldRows: Int? { get }

    /// How products of its graph are to be quantized, where it computes as if they were; else `nil`.
    var quantization: ProductQuantization? { get }

    /// For each row the probability of every class [rows, classes], or the value [rows, 1].
    ///
    /// - Throws: `Failure` if a column is absent or of another type than in training.
    func predict(_ table: Table) throws -> [Float]

    /// Adds features and model to a graph.
    ///
    /// - Parameter columns: the raw inputs [N, 1], in the order of `columns`.
    /// - Returns: what `predict` answers: floats [N, classes] or [N, 1].
    func export(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value
}

extension TableModel {
    package var quantization: ProductQuantization? { nil }
    package var heldRows: Int? { nil }
}

/// A model behind features of one sort.
struct EncodedModel: TableModel {
    let encoder: FeatureEncoder
    let estimator: any Estimator

    var columns: [ColumnSchema] { encoder.columns }
    var featureNames: [String] { encoder.featureNames }
    var preparation: [TrainingReport.Preparation] { encoder.preparation }
    /// Nothing where the model looks at no feature.
    var warnings: [String] { estimator is Baseline ? [] : encoder.warnings }

    var quantization: ProductQuantization? { estimator.quantization }
    var heldRows: Int? { estimator.heldRows }

    func predict(_ table: Table) throws -> [Float] { try estimator.predict(encoder.encode(table)) }

    func export(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value {
        try estimator.export(columns, encoder: encoder, to: &builder)
    }
}
