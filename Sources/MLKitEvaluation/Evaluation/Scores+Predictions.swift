internal import MLKitCore
internal import MLKitReports
internal import MLKitSignature
package import MLKitTables

extension Scores {
    /// The scores of a model's answers.
    ///
    /// - Throws: `Failure` if answers and truth are not of one kind.
    package init(_ truth: TargetValues, _ predictions: Predictor.Predictions) throws {
        switch (truth, predictions) {
        case (.classes(let indices, let classes), .probabilities(let probabilities, let labels)):
            self.init(truth: indices, probabilities: probabilities, classes: classes.count, labels: labels)
        case (.labels(let truth, let names), .probabilities(let probabilities, let answered)):
            self.init(truth: truth, probabilities: probabilities, labels: names.count, answered: answered)
        case (.numbers(let truth), .numbers(let predicted)):
            self.init(truth: truth, predicted: predicted)
        default:
            throw Failure("the model answers what the target is not: classes for numbers, or numbers for classes")
        }
    }
}

extension Predictor.Predictions {
    /// The rows for which the answer is not the most probable class.
    func relabelled(classes: Int) -> Int {
        guard case .probabilities(let values, let labels?) = self else { return 0 }
        return zip(labels, Scores.mostProbable(values, classes: classes)).count { $0 != $1 }
    }
}

extension Predictor.Predictions {
    /// The threshold that keeps a rule for two classes; `nil` if none does.
    func threshold(_ rule: ThresholdRule, _ truth: TargetValues) -> Double? {
        guard case .probabilities(let values, _) = self, case .classes(let truth, let classes) = truth, classes.count == 2
        else { return nil }
        return rule.threshold(truth: truth.map { $0 == 1 }, scores: truth.indices.map { values[$0 * 2 + 1] })
    }

    /// With labels by a threshold, of two classes: the second where its probability is above it.
    func labelled(above threshold: Double) -> Predictor.Predictions {
        guard case .probabilities(let values, _) = self else { return self }
        return .probabilities(values, labels: stride(from: 1, to: values.count, by: 2).map { values[$0] > threshold ? 1 : 0 })
    }
}

extension Metric {
    /// The metrics of a stage that names some, or all that fit the task where it names none.
    ///
    /// - Throws: `Failure` with each that is named and does not fit.
    static func fitting(_ named: [Metric], _ schema: TableSchema) throws -> [Metric] {
        let task = try schema.requireTask()
        let fitting = fitting(task)
        let problems = named.filter { !$0.fits(task) }.map { $0.misfit(schema, task, fitting) }
        guard problems.isEmpty else { throw Failure(problems) }
        return named.isEmpty ? fitting : named
    }

    private func misfit(_ schema: TableSchema, _ task: ModelTask, _ fitting: [Metric]) -> Diagnostic {
        let own = isForRegression ? "numbers" : fits(.binary) ? "classes" : "several labels"
        let other =
            switch task {
            case .regression: "the target `\(schema.target)` is a number"
            case .multilabel: "\(Suggestion.list(schema.labels)) are several labels"
            case .binary, .multiclass: "the target `\(schema.target)` is one of classes"
            }
        return .error(
            "the metric `\(rawValue)` is for \(own), and \(other)", hint: "known are \(Suggestion.list(fitting.map(\.rawValue)))")
    }
}
