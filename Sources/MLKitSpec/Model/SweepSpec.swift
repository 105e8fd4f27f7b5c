public import MLKitCore

/// A search for the values of parameters with which a metric is best: an entry of `sweeps`.
public struct SweepSpec: Sendable {
    /// How values are chosen.
    public enum Method: String, CaseIterable, Sendable {
        case grid
        case random
        case halving
        case hyperband
        case tpe

        /// Whether trials get a budget, and only the better ones a larger one.
        public var usesBudget: Bool { self == .halving || self == .hyperband }
    }

    public enum Goal: String, CaseIterable, Sendable {
        case minimize
        case maximize
    }

    /// A figure of a stage, as `mlkit metrics` names it.
    public struct Metric: Hashable, Sendable {
        public var stage: String
        public var name: String

        public init(stage: String, name: String) {
            self.stage = stage
            self.name = name
        }
    }

    public var name: String
    public var method: Method
    /// In the order of the file.
    public var parameters: [SweepParameter]
    public var metric: Metric
    public var goal: Goal
    /// How many values are tried; `nil` for as many as the method takes of itself.
    public var trials: Int?
    public var seed: Int
    public var budget: SweepBudget?
    /// Where the sweep's name stands; `nil` for one that was put together on the command line.
    public var location: SourceLocation?

    public init(
        name: String, method: Method = .random, parameters: [SweepParameter], metric: Metric, goal: Goal,
        trials: Int? = nil, seed: Int = 0, budget: SweepBudget? = nil, location: SourceLocation? = nil
    ) {
        self.name = name
        self.method = method
        self.parameters = parameters
        self.metric = metric
        self.goal = goal
        self.trials = trials
        self.seed = seed
        self.budget = budget
        self.location = location
    }
}

/// A parameter that is a trial's effort, such as training rounds: it grows from rung to rung.
public struct SweepBudget: Hashable, Sendable {
    /// By dotted name.
    public var parameter: String
    public var minimum: Double
    public var maximum: Double
    /// How much larger the budget of the next rung is, and how many times fewer trials get it.
    public var factor: Int
    /// Whether it takes whole numbers only.
    public var isWhole: Bool
    public var location: SourceLocation?

    public init(
        parameter: String, minimum: Double, maximum: Double, factor: Int = 3, isWhole: Bool = true,
        location: SourceLocation? = nil
    ) {
        self.parameter = parameter
        self.minimum = minimum
        self.maximum = maximum
        self.factor = factor
        self.isWhole = isWhole
        self.location = location
    }
}
