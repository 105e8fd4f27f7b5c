internal import MLKitCore
package import MLKitEngines
package import MLKitEvaluation
package import MLKitSignature
package import MLKitSpec

/// `kind: auto`: tries models of other families, and answers the weighted mean of those that go best together.
package struct AutoFamily: ModelFamily {
    package struct Configuration: Hashable, Sendable {
        /// Seconds that all may take; `nil` for no bound.
        package var budget: Double?
        /// The most trials; `nil` for the standard number, or for as many as the budget allows.
        package var trials: Int?
        /// The names of the families that are tried; none for all that can be.
        package var families: [String] = []
        /// Bytes that a trial's inputs may take, with the copies that engines make of them; `nil` for what a laptop has.
        package var memory: Int?
        /// Parts that the training rows are cut into; `nil` for a number that fits them.
        package var folds: Int?
        /// The most models in the mean.
        package var members = 5

        package init() {}

        /// How many trials there are where nothing bounds them.
        static let standardTrials = 30

        /// The most trials; `nil` for as many as there is time for.
        var most: Int? { trials ?? (budget == nil ? Self.standardTrials : nil) }
    }

    /// Those that have something to propose.
    private let families: [any ModelFamily]
    private let clock: @Sendable () -> Double

    /// - Parameters:
    ///   - families: those that are tried, in the order in which they get their turn.
    ///   - clock: seconds of a clock that only goes forward.
    package init(over families: [any ModelFamily], clock: @escaping @Sendable () -> Double) {
        self.families = families.filter { family in
            var random = RandomSource(seed: 0)
            return family.proposedModel(0, &random) != nil
        }
        self.clock = clock
    }

    package var keys: KeySet<Configuration> {
        KeySet(
            "a model of kind `auto`", name: "auto", blank: Configuration(),
            [
                Key(
                    "budget", \.budget, .seconds,
                    "time for all trials and the last fits, as `60s`; what comes of it depends on the machine"),
                Key(
                    "trials", \.trials, .integer(1...10_000),
                    "most trials; if left out 30, or with `budget` as many as there is time for"),
                Key("families", \.families, .list(.choice(families.map(\.name))), "what is tried; all of them if left out"),
                Key(
                    "memory", \.memory, .bytes,
                    "what the inputs of a trial may take, three copies counted, as `2GiB`; what needs more is not tried"),
                Key(
                    "folds", \.folds, .integer(2...20),
                    "parts of the training rows that trials are measured on; if left out 5, and 3 from 20,000 rows on"),
                Key("members", \.members, .integer(1...50), "most models in the mean"),
            ])
    }

    package var isSearch: Bool { true }

    /// Of what may be tried.
    package func engines(_ configuration: Configuration) -> [Engine] {
        var random = RandomSource(seed: 0)
        let named = chosen(configuration).compactMap { $0.proposedModel(0, &random)?.engines }.joined()
        return Engine.allCases.filter(named.contains)
    }

    package func algorithm(_ configuration: Configuration, for task: ModelTask) -> String { "weighted mean of models" }

    /// It has folds of its own, and its members stop by the validation rows.
    package func canRefit(_ configuration: Configuration) -> Bool { false }
    package func settled(_ configuration: Configuration, at step: Int) -> Configuration? { nil }

    package func proposal(_ number: Int, _ random: inout RandomSource) -> Configuration? { nil }

    package func fit(
        _ configuration: Configuration, on rows: TrainingRows, seed: Int, _ context: StageContext
    ) throws -> FittedModel {
        let budget = SearchBudget(seconds: configuration.budget, clock: clock)
        var search = try ModelSearch(
            configuration: configuration, families: chosen(configuration), rows: rows, seed: seed, context: context,
            budget: budget)
        try search.run()
        return try search.combined()
    }

    private func chosen(_ configuration: Configuration) -> [any ModelFamily] {
        guard !configuration.families.isEmpty else { return families }
        return families.filter { configuration.families.contains($0.name) }
    }
}
