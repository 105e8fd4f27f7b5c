import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// `sweeps` in mlkit.yaml.
@Suite struct SweepSpecTests {
    private static let head = """
        mlkit: 1
        project: {name: p}
        params: {depth: 6, rate: 0.1, rounds: 100, seed: 1}
        stages:
          fit: {run: "fit ${params.depth} ${params.rate} ${params.rounds}", outputs: [m.json]}
          test: {run: "test", inputs: [m.json], metrics: [t.json]}
        sweeps:

        """

    private func sweep(_ text: String) throws -> SweepSpec {
        try #require(try ProjectSpec(parsing: Array((Self.head + "  s: \(text)\n").utf8), kinds: .builtIn).sweeps.first)
    }

    private func problem(_ text: String, name: String = "s") -> String {
        do {
            _ = try ProjectSpec(parsing: Array((Self.head + "  \(name): \(text)\n").utf8), kinds: .builtIn)
            return ""
        } catch {
            let lines = "\(error)".split(separator: "\n")
            return lines.filter { $0.hasPrefix("error: ") || $0.hasPrefix("hint: ") }.joined(separator: "\n")
        }
    }

    @Test func allKeysAreRead() throws {
        let sweep = try sweep(
            """
            {method: hyperband, parameters: {depth: [4, 6], rate: {min: 0.01, max: 1, scale: log}}, \
            metric: test.a.b, goal: maximize, trials: 7, seed: 3, \
            budget: {parameter: rounds, min: 1, max: 81, factor: 4}}
            """)
        #expect(sweep.name == "s" && sweep.method == .hyperband && sweep.goal == .maximize)
        #expect(sweep.metric == .init(stage: "test", name: "a.b"))
        #expect(sweep.trials == 7 && sweep.seed == 3)
        #expect(sweep.parameters.map(\.name) == ["depth", "rate"])
        #expect(
            sweep.parameters.map(\.domain) == [
                .values([4, 6]), .range(.init(minimum: 0.01, maximum: 1, isLogarithmic: true)),
            ])
        #expect(sweep.budget?.parameter == "rounds" && sweep.budget?.maximum == 81 && sweep.budget?.factor == 4)
    }

    @Test func defaultsAreThoseOfTheSchema() throws {
        let plain = try sweep("{parameters: {depth: {min: 1, max: 9, step: 2}}, metric: test.a, goal: minimize}")
        guard case .mapping(.object(let schema))? = StageKinds.builtIn.file["sweeps"]?.value else { return #expect(Bool(false)) }
        #expect(schema["method"]?.defaultValue == .string(plain.method.rawValue))
        #expect(schema["seed"]?.defaultValue == .int(plain.seed))
        #expect(plain.trials == nil && plain.budget == nil)
        guard case .range(let range) = plain.parameters[0].domain else { return #expect(Bool(false)) }
        #expect(range.givesWholeNumbers && !range.isLogarithmic)
        let budget = try sweep(
            "{parameters: {depth: [1]}, metric: test.a, goal: minimize, budget: {parameter: rounds, min: 1, max: 9}}"
        ).budget
        #expect(budget?.factor == 3)
    }

    @Test func theLongestStageCountsInAMetric() {
        let metric = SweepSpec.Metric("train.trees.rmse", stages: ["train", "train.trees"])
        #expect(metric == .init(stage: "train.trees", name: "rmse"))
        #expect(SweepSpec.Metric("a.b.c", stages: ["x"]) == .init(stage: "a", name: "b.c"))
        #expect(SweepSpec.Metric("a", stages: ["a"]) == .init(stage: "a", name: ""))
    }

    private static let rest = "metric: test.a, goal: minimize}"

    @Test(arguments: [
        ("{parameters: {}, \(rest)", "the sweep `s` has no parameters"),
        ("{parameters: {dept: [1]}, \(rest)", "unknown parameter `dept`\nhint: did you mean `depth`?"),
        ("{parameters: {params.depth: [1]}, \(rest)", "unknown parameter `params.depth`\nhint: write `depth`"),
        (
            "{parameters: {seed: [1]}, \(rest)",
            "the parameter `seed` is used by no stage that `test` needs\n"
                + "hint: refer to it in one of them as `${params.seed}`, or take it out of the sweep"
        ),
        ("{parameters: {depth: []}, \(rest)", "`depth` has no values to try\nhint: list some"),
        ("{parameters: {depth: [1, 1]}, \(rest)", "`depth` has a value twice\nhint: take one of them out"),
        ("{parameters: {depth: {min: 3}}, \(rest)", "`depth` needs values\nhint: give it a list, or `min` and `max`"),
        (
            "{parameters: {depth: {min: 3, max: 3}}, \(rest)",
            "the range of `depth` is empty\nhint: `min` must be below `max`"
        ),
        (
            "{parameters: {rate: {min: 0, max: 3, scale: log}}, \(rest)",
            "a range with `scale: log` begins above 0, that of `rate` does not\nhint: raise `min`"
        ),
        (
            "{parameters: {depth: {min: 1, max: 3}}, \(rest)",
            "whether `depth` takes whole numbers cannot be told: it is one in `params`\n"
                + "hint: add `step: 1` for whole numbers, or write `min: 1.0` for any"
        ),
        (
            "{method: grid, parameters: {rate: {min: 0.1, max: 3}}, \(rest)",
            "a grid needs the values of `rate`\nhint: give it a list, or a `step`"
        ),
        (
            "{parameters: {depth: {values: [1], min: 2}}, \(rest)",
            "a range takes either `values` or `min`, not both\nhint: take one of them out"
        ),
        (
            "{parameters: {depth: [1]}, metric: tset.a, goal: minimize}",
            "unknown stage `tset` in the metric of the sweep `s`\nhint: did you mean `test`?"
        ),
        (
            "{parameters: {depth: [1]}, metric: test, goal: minimize}",
            "the metric of the sweep `s` names only a stage\n"
                + "hint: write `test.METRIC`; `mlkit metrics test` shows which there are"
        ),
        (
            "{method: halving, parameters: {depth: [1]}, \(rest)",
            "the sweep `s` needs a `budget` for its method `halving`\n"
                + "hint: for example `budget: {parameter: train.rounds, min: 10, max: 270}`"
        ),
        (
            "{method: halving, parameters: {depth: [1]}, budget: {parameter: rounds, min: 9, max: 9}, \(rest)",
            "the budget of the sweep `s` does not grow\nhint: `min` must be above 0, and `max` above `min`"
        ),
        (
            "{method: halving, parameters: {depth: [1]}, budget: {parameter: depth, min: 1, max: 9}, \(rest)",
            "the sweep `s` sets `depth` and `depth`, which overlap\nhint: take one of them out"
        ),
        (
            "{method: halving, parameters: {depth: [1]}, budget: {parameter: round, min: 1, max: 9}, \(rest)",
            "unknown parameter `round`\nhint: did you mean `rounds`?"
        ),
        ("{method: bayes, parameters: {depth: [1]}, \(rest)", "unknown value `bayes` for `method`"),
        ("{parameters: {depth: [1]}, metric: test.a}", "a sweep needs the key `goal`"),
    ])
    func mistakesAreSaid(text: String, message: String) {
        #expect(problem(text).hasPrefix("error: " + message), "\(problem(text))")
    }

    @Test func aNameHasToBeOne() {
        let said = problem("{parameters: {depth: [1]}, \(Self.rest)", name: "a/b")
        #expect(said.hasPrefix("error: `a/b` cannot name a sweep"))
    }

    /// As on the command line.
    @Test func aParameterIsAListOrARange() throws {
        #expect(try SweepParameter(argument: "depth=[1, 2]").name == "depth")
        #expect(try SweepParameter(argument: " rate = {min: 0.1, max: 1}").name == "rate")
        for argument in ["depth=5", "depth=", "depth={minimum: 1}", "depth=x"] {
            #expect(throws: Failure.self, "\(argument)") { try SweepParameter(argument: argument) }
        }
        for argument in ["depth", "=[1]", ""] {
            let failure = #expect(throws: Failure.self) { try SweepParameter(argument: argument) }
            #expect(failure?.diagnostics.first?.message == "`\(argument)` names no values")
        }
    }
}
