public import MLKitCore
internal import MLKitSpec

/// What an evaluate stage measured: the content of `reports/evaluation.json`.
///
/// ```json
/// {
///   "task": "binary", "target": "income", "classes": ["<=50K", ">50K"], "rows": 7326, "baseline": "baseline",
///   "models": [
///     {"name": "trees", "kind": "trees", "size_bytes": 812345, "size_mb": 0.812345,
///      "metrics": {"accuracy": 0.8741, "roc_auc": 0.9283},
///      "difference_to_baseline": {"accuracy": 0.1134, "roc_auc": 0.4283},
///      "confusion": [[5310, 263], [659, 1094]],
///      "per_class": [{"name": "<=50K", "rows": 5573, "precision": 0.89, "recall": 0.95, "f1": 0.92}]}
///   ],
///   "selection": {"model": "trees", "metric": "roc_auc", "maximize": true, "value": 0.9283,
///     "runner_up": "network", "subject_to": ["size_mb < 5"],
///     "left_out": [{"name": "forest", "reason": "size_mb is 6.1, not < 5"}],
///     "reason": "`trees` has the highest roc_auc, 0.9283; next is `network` with 0.9119"}
/// }
/// ```
///
/// `confusion[truth][predicted]` counts rows in the order of `classes`. For regression `classes`, `confusion` and
/// `per_class` are left out. `baseline` and `difference_to_baseline` are null without a baseline among the models;
/// a metric is null where it is undefined.
public struct EvaluationReport: Sendable {
    /// The name of the selected model.
    public let selected: String
    /// Why, in words.
    public let reason: String
    public let json: JSON
    /// The selected model's metrics, by name.
    public let metrics: JSON

    init(_ models: [EvaluatedModel], _ selection: ModelSelection, _ schema: TableSchema, metrics: [Metric], rows: Int) {
        selected = selection.selected.name
        reason = selection.words
        self.metrics = selection.selected.scores.json(metrics)
        let baseline = models.first { $0.kind == "baseline" }
        var members: [JSON.Member] = [
            .init("task", .string(schema.task.rawValue)), .init("target", .string(schema.target)),
        ]
        let classes = schema.task == .regression ? nil : schema.targetColumn?.categories
        if let classes { members.append(.init("classes", .array(classes.map { .string($0) }))) }
        members += [
            .init("rows", .int(rows)), .init("baseline", baseline.map { .string($0.name) } ?? .null),
            .init("models", .array(models.map { $0.json(metrics, baseline, classes ?? []) })),
            .init("selection", selection.json),
        ]
        json = .object(members)
    }
}

extension EvaluatedModel {
    fileprivate func json(_ metrics: [Metric], _ baseline: EvaluatedModel?, _ classes: [String]) -> JSON {
        var members: [JSON.Member] = [
            .init("name", .string(name)), .init("kind", .string(kind)), .init("size_bytes", .int(size)),
            .init("size_mb", .double(megabytes)), .init("metrics", scores.json(metrics)),
            .init("difference_to_baseline", baseline.map { scores.json(metrics, minus: $0.scores) } ?? .null),
        ]
        guard let confusion = scores.confusion else { return .object(members) }
        let counts = confusion.counts.map { row in JSON.array(row.map { .int($0) }) }
        let perClass = classes.enumerated().map { index, name -> JSON in
            [
                "name": .string(name), "rows": .int(confusion.support[index]),
                "precision": .double(confusion.precision(of: index)), "recall": .double(confusion.recall(of: index)),
                "f1": .double(confusion.f1(of: index)),
            ]
        }
        members += [.init("confusion", .array(counts)), .init("per_class", .array(perClass))]
        return .object(members)
    }
}

extension Scores {
    /// How far each metric is above another model's.
    fileprivate func json(_ metrics: [Metric], minus other: Scores) -> JSON {
        .object(
            Metric.allCases.filter(metrics.contains).map {
                .init($0.rawValue, .double((values[$0] ?? .nan) - (other.values[$0] ?? .nan)))
            })
    }
}

extension ModelSelection {
    fileprivate var json: JSON {
        [
            "model": .string(selected.name), "metric": .string(rule.metric.rawValue), "maximize": .bool(rule.maximize),
            "value": .double(selected.scores[rule.metric] ?? .nan),
            "runner_up": runnerUp.map { .string($0.name) } ?? .null,
            "subject_to": .array(
                rule.subjectTo.map { .string("\($0.quantity) \($0.comparison.rawValue) \($0.limit.brief())") }),
            "left_out": .array(leftOut.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
            "reason": .string(words),
        ]
    }
}
