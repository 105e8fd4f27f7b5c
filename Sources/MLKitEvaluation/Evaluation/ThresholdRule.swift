internal import MLKitCore
internal import MLKitSpec

/// From what probability of the second of two classes on a row is given that class.
public enum ThresholdRule: Hashable, Sendable {
    /// Above this one.
    case fixed(Double)
    /// Where mistakes cost least together.
    case cost(falsePositive: Double, falseNegative: Double)
    /// As precise as can be while that share of the second class is found.
    case recall(Double)
    /// Finding as much as can be while that share of what is found is of the second class.
    case precision(Double)

    /// As it is written.
    var text: String {
        switch self {
        case .fixed(let value): value.brief()
        case .cost(let positive, let negative): "{cost: {fp: \(positive.brief()), fn: \(negative.brief())}}"
        case .recall(let share): "{recall: \(share.brief())}"
        case .precision(let share): "{precision: \(share.brief())}"
        }
    }

    /// What the rows that are taken for the second class come to.
    private struct Outcome {
        /// The least score that is taken for the second class, and the largest that is not.
        var lowest: Double
        var below: Double
        var truePositives: Int
        var falsePositives: Int
    }

    /// The threshold that keeps the rule on some rows, halfway between two scores.
    ///
    /// - Parameters:
    ///   - truth: whether each row is of the second class.
    ///   - scores: its probability, floats as a model answers them.
    /// - Returns: `nil` if no threshold keeps it.
    func threshold(truth: [Bool], scores: [Double]) -> Double? {
        if case .fixed(let value) = self { return value }
        let positives = truth.count { $0 }
        let outcomes = Self.outcomes(truth, scores)
        func best(_ keep: (Outcome) -> Bool, _ loss: (Outcome) -> (Double, Double)) -> Outcome? {
            outcomes.filter(keep).min { loss($0) < loss($1) }
        }
        func recall(_ outcome: Outcome) -> Double { Double(outcome.truePositives) / Double(positives) }
        func precision(_ outcome: Outcome) -> Double {
            Double(outcome.truePositives) / Double(outcome.truePositives + outcome.falsePositives)
        }
        let found: Outcome? =
            switch self {
            case .fixed: nil
            case .cost(let positive, let negative):
                // Of thresholds that cost the same the one nearest to a half, where what is most probable is answered.
                best({ _ in true }) { outcome in
                    let cost = Double(outcome.falsePositives) * positive + Double(positives - outcome.truePositives) * negative
                    return (cost, abs(Self.between(outcome) - 0.5))
                }
            case .recall(let share): best({ recall($0) >= share }) { (-precision($0), -$0.lowest) }
            case .precision(let share): best({ precision($0) >= share && $0.truePositives > 0 }) { (-recall($0), -precision($0)) }
            }
        return found.map(Self.between)
    }

    /// One for each place where scores can be parted, the highest first; the first takes nothing for the second class.
    private static func outcomes(_ truth: [Bool], _ scores: [Double]) -> [Outcome] {
        let order = scores.indices.sorted { scores[$0] > scores[$1] }
        guard let first = order.first else { return [] }
        var outcome = Outcome(lowest: .infinity, below: scores[first], truePositives: 0, falsePositives: 0)
        var outcomes = [outcome]
        for (place, row) in order.enumerated() {
            if truth[row] { outcome.truePositives += 1 } else { outcome.falsePositives += 1 }
            let next = place + 1 < order.count ? scores[order[place + 1]] : -.infinity
            guard next < scores[row] else { continue }
            (outcome.lowest, outcome.below) = (scores[row], next)
            outcomes.append(outcome)
        }
        return outcomes
    }

    /// A float that the scores on one side of it are above, and those on the other are not.
    private static func between(_ outcome: Outcome) -> Double {
        if outcome.lowest == .infinity { return outcome.below }
        if outcome.below == -.infinity { return outcome.lowest > 0 ? Double(Float(outcome.lowest / 2)) : -1 }
        let middle = Double(Float((outcome.below + outcome.lowest) / 2))
        return middle < outcome.lowest ? middle : outcome.below
    }
}

extension ThresholdRule {
    private struct Mapping: Sendable {
        var cost: Cost?
        var recall: Double?
        var precision: Double?

        static let keys = KeySet<Mapping>(
            "`threshold`", blank: Mapping(), oneOf: [costName, recallName, precisionName],
            [
                Key(costName, \.cost, .object(Cost.keys), "what mistakes cost: the threshold where they cost least together"),
                Key(
                    recallName, \.recall, .number(0...1),
                    "the share of the second class to be found: the most precise threshold that does"),
                Key(
                    precisionName, \.precision, .number(0...1),
                    "the share of what is found that is to be of the second class: the threshold that finds most and keeps it"),
            ])

        private static let costName = "cost"
        private static let recallName = "recall"
        private static let precisionName = "precision"
    }

    private struct Cost: Sendable {
        var falsePositive = 1.0
        var falseNegative = 1.0

        static let keys = KeySet<Cost>(
            "`cost`", blank: Cost(),
            [
                Key("fp", \.falsePositive, .number(0...), "a row of the first class that is taken for the second"),
                Key("fn", \.falseNegative, .number(0...), "a row of the second class that is taken for the first"),
            ])
    }

    private init?(_ mapping: Mapping) {
        if let cost = mapping.cost {
            self = .cost(falsePositive: cost.falsePositive, falseNegative: cost.falseNegative)
        } else if let share = mapping.recall {
            self = .recall(share)
        } else if let share = mapping.precision {
            self = .precision(share)
        } else {
            return nil
        }
    }

    private var mapping: Mapping? {
        switch self {
        case .fixed: nil
        case .cost(let positive, let negative): Mapping(cost: Cost(falsePositive: positive, falseNegative: negative))
        case .recall(let share): Mapping(recall: share)
        case .precision(let share): Mapping(precision: share)
        }
    }

    static let keyType: KeyType<ThresholdRule> = {
        let (value, keys) = (KeyType<Double>.number(0...1), KeyType<Mapping>.object(Mapping.keys))
        return KeyType(
            .either([value.schema, keys.schema]),
            read: { node in value.value(node).map { .fixed($0) } ?? keys.value(node).flatMap { ThresholdRule($0) } },
            write: { rule in
                if case .fixed(let threshold) = rule { return .double(threshold) }
                return rule.mapping.map { keys.json($0) } ?? .null
            })
    }()
}
