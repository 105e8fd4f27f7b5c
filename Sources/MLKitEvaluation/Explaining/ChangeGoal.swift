internal import MLKitCore
internal import MLKitTables

/// What a changed row is to be answered.
public enum ChangeGoal: Hashable, Sendable {
    /// Another class than now.
    case otherClass
    case ofClass(Int)
    case above(Double)
    case below(Double)

    /// How near an answer is to it, and whether it is there.
    func judge(_ answers: Predictor.Predictions, from now: Int, classes: Int) -> [(near: Double, isReached: Bool)] {
        switch (self, answers) {
        case (.above(let bound), .numbers(let numbers)): return numbers.map { ($0 - bound, $0 > bound) }
        case (.below(let bound), .numbers(let numbers)): return numbers.map { (bound - $0, $0 < bound) }
        case (_, .probabilities(let values, _)):
            return answers.labels(classes: classes).enumerated().map { row, label in
                let own = values[row * classes..<(row + 1) * classes]
                if case .ofClass(let place) = self { return (own[own.startIndex + place], label == place) }
                return (1 - own[own.startIndex + now], label != now)
            }
        default: return []
        }
    }

    /// Reads a class, or a bound as `> 300` or `< 2.5`.
    ///
    /// - Throws: `Failure` for what is neither, or is asked of a model of the other kind.
    public init(_ text: String?, of model: ExplainedModel) throws {
        if model.isClassifier {
            self = try text.map { .ofClass(try model.place(ofClass: $0)) } ?? .otherClass
            return
        }
        guard let text else {
            throw Failure("the model answers a number: what is it to be?", hint: "say it with `--to '> 300'` or `--to '< 300'`")
        }
        let quantity = "answer"
        guard let bound = Bound("\(quantity) \(text)", among: [quantity]) else {
            throw Failure("`\(text)` is no bound of a number", hint: "write it as `--to '> 300'` or `--to '< 300'`")
        }
        switch bound.comparison {
        case .greater: self = .above(bound.limit)
        case .atLeast: self = .above(bound.limit.nextDown)
        case .less: self = .below(bound.limit)
        case .atMost: self = .below(bound.limit.nextUp)
        }
    }
}
