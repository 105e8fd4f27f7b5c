internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables
internal import SystemPackage

/// What is known of models from cross-validation, and whether one of them can be selected by that.
struct FoldedModels {
    /// The rows that all models are compared on: training rows and, where all of them were fitted on these at last, validation rows, but
    /// for those that are in no part of one of them; `nil` where they are not compared on folds.
    let rows: Table?
    /// Their places.
    private let compared: [Int]
    /// By the name of a model.
    private let answers: [String: FoldAnswers]
    /// Why models cannot be compared on folds.
    private let problem: String?

    /// - Parameters:
    ///   - train: the training split; `nil` where models are not to be compared on folds.
    ///   - valid: the validation split.
    /// - Throws: `Failure` if a file is not what a stage of kind `train` wrote.
    init(_ models: [CandidateModel], train: Table?, valid: Table?, _ schema: TableSchema, _ files: any FileSystem) throws {
        var answers = [String: FoldAnswers]()
        let classes = schema.task == .regression ? [] : schema.classes
        let truth = (train: try train?.target(schema), valid: try valid?.target(schema))
        for model in models {
            guard let path = model.folds else { continue }
            let read = try FoldAnswers(files.read(path), classes: classes, name: path.lastComponent?.string ?? "")
            // Of other rows than these nothing is known: the model may not have been fitted on them.
            guard read.rows > 0, read.isOf(train: truth.train, valid: truth.valid) else { continue }
            answers[model.name] = read
        }
        self.answers = answers
        let without = models.map(\.name).filter { answers[$0] == nil }
        let isWhole = answers.values.allSatisfy(\.hasValidation)
        let measured = models.compactMap { model in
            answers[model.name].map { found in isWhole ? found.measured : found.measured.filter { $0 < found.trainingRows } }
        }
        // By time, the earliest rows of both splits together, which are in no part, are more than those of the training split.
        let common = measured.dropFirst().reduce(Set(measured.first ?? [])) { $0.intersection($1) }
        compared = common.sorted()
        problem = !without.isEmpty ? "of \(Suggestion.list(without)) there are no answers of folds for the rows of this data"
            : compared.isEmpty ? "their folds have no rows in common" : nil
        guard let train, problem == nil else {
            rows = nil
            return
        }
        let all = isWhole ? valid.map { train.followed(by: $0) } : train
        rows = compared.count == all?.rowCount ? all : all?.rows(compared)
    }

    /// What counts as a model's answers on a split; `nil` where it is asked itself, since it was not fitted on these rows.
    func answers(of model: String, on split: MeasuredSplit) -> Predictor.Predictions? {
        guard let answers = answers[model] else { return nil }
        switch split {
        case .folds: return rows.map { _ in answers.predictions(compared) }
        case .valid: return answers.hasValidation ? answers.predictions(Array(answers.trainingRows..<answers.rows)) : nil
        case .test: return nil
        }
    }

    /// - Throws: `Failure` where models cannot be compared on folds.
    func requireRows() throws {
        guard let problem else { return }
        throw Failure(
            "models cannot be selected on folds: \(problem)",
            hint: "set `cross_validation` of the stages of kind `train`, or select on `valid`")
    }
}

extension FoldAnswers {
    /// Whether the rows are those of these splits, as far as their targets tell.
    fileprivate func isOf(train: TargetValues?, valid: TargetValues?) -> Bool {
        if let train, truth.rows(Array(0..<trainingRows)) != train { return false }
        guard hasValidation else { return true }
        return valid == truth.rows(Array(trainingRows..<rows))
    }
}
