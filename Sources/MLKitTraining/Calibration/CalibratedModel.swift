internal import MLKitONNX
internal import MLKitReports
internal import MLKitTables

/// A classifier whose probabilities are brought in line with how often they come true, in its graph too.
struct CalibratedModel: TableModel {
    let base: any TableModel
    let calibrator: ProbabilityCalibrator
    let classes: Int

    var columns: [ColumnSchema] { base.columns }
    var featureNames: [String] { base.featureNames }
    var preparation: [TrainingReport.Preparation] { base.preparation }
    var warnings: [String] { base.warnings }
    var heldRows: Int? { base.heldRows }

    func predict(_ table: Table) throws -> [Float] {
        calibrator.apply(try base.predict(table).map(Double.init), classes: classes).map { Float($0) }
    }

    func export(_ columns: [Value], to builder: inout GraphBuilder) throws -> Value {
        let scope = builder.scope
        let answer = try base.export(columns, to: &builder)
        builder.scope = scope
        return try calibrator.export(answer, classes: classes, to: &builder)
    }
}
