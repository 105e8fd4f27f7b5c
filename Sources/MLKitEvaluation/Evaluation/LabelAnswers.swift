internal import MLKitReports
internal import MLKitSignature
internal import MLKitTables

/// What a model of several labels answers, beside what is true: each label for itself is one of two classes.
struct LabelAnswers {
    /// Of each label whether each row has it.
    let truth: [[Bool]]
    /// What it has with which probability.
    let probabilities: [[Double]]
    /// Whether it is said to have it.
    let answered: [[Bool]]

    /// - Parameters:
    ///   - truth: [rows, labels], row by row.
    ///   - probabilities: the same.
    ///   - labels: how many there are.
    ///   - answered: 1 for a label that is answered, else 0; above a probability of a half if `nil`.
    init(truth: [Bool], probabilities: [Double], labels: Int, answered: [Int]? = nil) {
        func column<Value>(_ values: [Value], _ place: Int) -> [Value] {
            stride(from: place, to: values.count, by: labels).map { values[$0] }
        }
        self.truth = (0..<labels).map { column(truth, $0) }
        self.probabilities = (0..<labels).map { column(probabilities, $0) }
        self.answered = (0..<labels).map { place in
            answered.map { column($0, place).map { $0 == 1 } } ?? column(probabilities, place).map { $0 > 0.5 }
        }
    }

    var count: Int { truth.count }
    var rows: Int { truth.first?.count ?? 0 }

    /// One label as a target of two classes.
    func target(_ place: Int) -> (truth: TargetValues, predictions: Predictor.Predictions) {
        (
            .classes(indices: truth[place].map { $0 ? 1 : 0 }, classes: ["false", "true"]),
            .probabilities(probabilities[place].flatMap { [1 - $0, $0] }, labels: answered[place].map { $0 ? 1 : 0 })
        )
    }

    /// Of each row the share of labels that are wrong.
    var losses: [Double] {
        (0..<rows).map { row in Double((0..<count).count { truth[$0][row] != answered[$0][row] }) / Double(max(count, 1)) }
    }

    /// The same as scikit-learn's metrics of multilabel targets have it, with `average="macro"` where nothing else is said and
    /// `zero_division=0`.
    var metrics: MetricValues {
        let each = (0..<count).compactMap { place in
            let (truth, predictions) = target(place)
            return try? Scores(truth, predictions)
        }
        func mean(_ metric: Metric) -> Double { each.reduce(0) { $0 + ($1[metric] ?? .nan) } / Double(each.count) }
        let confusions = each.compactMap(\.confusion)
        let found = confusions.reduce(0) { $0 + $1.counts[1][1] }
        let named = confusions.reduce(0) { $0 + $1.predictions[1] + $1.support[1] }
        let losses = losses
        var values = MetricValues(
            Dictionary([Metric.precision, .recall, .f1, .rocAUC, .logLoss, .averagePrecision, .brier].map { ($0, mean($0)) }) { one, _ in
                one
            })
        values[.f1Micro] = named == 0 ? 0 : 2 * Double(found) / Double(named)
        values[.hammingLoss] = losses.reduce(0, +) / Double(losses.count)
        values[.subsetAccuracy] = Double(losses.count { $0 == 0 }) / Double(losses.count)
        return values
    }

    /// Of each label.
    var confusions: [ConfusionMatrix] {
        (0..<count).map { place in
            ConfusionMatrix(truth: truth[place].map { $0 ? 1 : 0 }, predicted: answered[place].map { $0 ? 1 : 0 }, classes: 2)
        }
    }

    /// A metric of rows that count several times or not at all; `nil` for one that is for other targets.
    func weighted(_ metric: Metric) -> WeightedMetric? {
        switch metric {
        case .hammingLoss: return WeightedMetric(WeightedMetric.mean(losses))
        case .subsetAccuracy: return WeightedMetric(WeightedMetric.mean(losses.map { $0 == 0 ? 1 : 0 }))
        case .f1Micro:
            let counting = (0..<count).map { place in
                WeightedConfusion(truth: truth[place].map { $0 ? 1 : 0 }, predicted: answered[place].map { $0 ? 1 : 0 }, classes: 2)
            }
            return WeightedMetric { weights in
                let counts = counting.map { $0.counts(weights)[1] }
                let named = counts.reduce(0) { $0 + $1.predictions + $1.support }
                return named == 0 ? 0 : 2 * Double(counts.reduce(0) { $0 + $1.found }) / Double(named)
            }
        default:
            guard metric.fits(.multilabel) else { return nil }
            let each = (0..<count).compactMap { place in
                let (truth, predictions) = target(place)
                return WeightedMetric(metric, truth, predictions)
            }
            return WeightedMetric { weights in each.reduce(0) { $0 + $1.value(weights) } / Double(each.count) }
        }
    }
}

extension Scores {
    /// The scores of a model of several labels.
    ///
    /// - Parameters:
    ///   - truth: whether rows have labels: [rows, labels], row by row.
    ///   - probabilities: that they have them, the same.
    ///   - answered: 1 for a label that is answered, else 0; above a probability of a half if `nil`.
    package init(truth: [Bool], probabilities: [Double], labels: Int, answered: [Int]? = nil) {
        let answers = LabelAnswers(truth: truth, probabilities: probabilities, labels: labels, answered: answered)
        self.init(values: answers.metrics, labels: answers.confusions)
    }
}
