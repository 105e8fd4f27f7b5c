import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What a stage's parameters are to it, and to what is recorded of it.
@Suite struct StageParametersTests {
    private func stage(_ params: String, _ stage: String, set: [String] = []) throws -> StageSpec {
        let text = "mlkit: 1\nproject: {name: p}\nparams: \(params)\nstages: {a: \(stage)}\n"
        let overrides = try set.map { try ParameterOverride(argument: $0, option: "--set") }
        return try #require(
            try ProjectSpec(parsing: Array(text.utf8), kinds: .builtIn, overriding: overrides).stage("a"))
    }

    private func value(_ written: String) throws -> JSON? {
        try stage("{v: \(written)}", "{run: x, params: [v]}").parameters["v"]
    }

    /// What means the same is recorded alike, and nothing else is.
    @Test(arguments: [
        ("1", "1", true), ("1", "1.0", false), ("1.0", "1.00", true), ("1e3", "1000.0", true), ("1", "'1'", false),
        ("18446744073709551616", "18446744073709551617", false), ("0x10", "16", true), ("007", "7", true),
        ("2026-01-31", "'2026-01-31'", true), ("2026-01-31", "2026-1-31", false), ("null", "~", true), ("null", "'null'", false),
        (".nan", ".NaN", true), (".inf", "-.inf", false), ("true", "True", true), ("{a: 1, b: 2}", "{b: 2, a: 1}", true),
        ("[1, 2]", "[2, 1]", false), ("{a: {b: 1}}", "{a: {b: 1.0}}", false),
    ])
    func aValueHasOneIdentity(one: String, other: String, isSame: Bool) throws {
        #expect((try value(one) == value(other)) == isSame)
        // As it comes back from a lock.
        let stored = try JSON(parsing: #require(try value(one)).compact)
        #expect(try value(one) == stored)
    }

    @Test func aNumberThatIsNotFiniteInAKeyIsOneToo() throws {
        let stage = try stage("{v: .nan}", "{run: x, resources: {cpus: 1}, env: {A: '${params.v}'}}")
        #expect(stage.configuration == stage.configuration)
    }

    @Test func theyAreHandedAsAFileAndAsVariables() throws {
        let parameters = try stage(
            "{train: {lr: 0.5, layers: [1, 2], name: 'a b', off: null, deep: {x: true}}, seed: 7, other: 1}",
            "{run: 'x ${params.seed}', params: [train]}", set: ["params.train.lr=5"]
        ).parameters
        let handed = StageParameters(parameters)
        #expect(
            handed.json == [
                "seed": 7,
                "train": ["deep": ["x": true], "layers": [1, 2], "lr": 5, "name": "a b", "off": nil],
            ])
        #expect(
            handed.variables == [
                "MLKIT_PARAM_SEED": "7", "MLKIT_PARAM_TRAIN_LR": "5", "MLKIT_PARAM_TRAIN_NAME": "a b",
                "MLKIT_PARAM_TRAIN_OFF": "", "MLKIT_PARAM_TRAIN_DEEP_X": "true",
            ])
        // Two that come to one name are in the file alone.
        let both = StageParameters(["a.b": 1, "a_b": 2, "a-c": 3])
        #expect(both.variables == ["MLKIT_PARAM_A_C": "3"])
        #expect(both.json == ["a": ["b": 1], "a-c": 3, "a_b": 2])
    }

    @Test func aValueThatIsNotInTheFileIsMarkedWhereTheStageMayLookThere() throws {
        let reads = "{run: x, params: [lr]}"
        #expect(try stage("{lr: 1}", reads).overridden == [])
        #expect(try stage("{lr: 1}", reads, set: ["params.lr=5"]).overridden == ["lr"])
        #expect(try stage("{lr: 1}", reads, set: ["params.lr=1"]).overridden == [])
        #expect(try stage("{t: {lr: 1}}", "{run: x, params: [t]}", set: ["params.t.lr=5"]).overridden == ["t"])
        #expect(try stage("{lr: 1, x: 2}", reads, set: ["params.x=5"]).overridden == [])
        // These have the value in their command, or say where they take it from.
        #expect(try stage("{lr: 1}", "{run: 'x ${params.lr}', params: [lr]}", set: ["params.lr=5"]).overridden == [])
        #expect(try stage("{lr: 1}", "{run: 'x $MLKIT_PARAMS', params: [lr]}", set: ["params.lr=5"]).overridden == [])
    }

    @Test func aStageThatSaysItReadsTheFileGetsNoOtherValue() throws {
        let reads = "{run: x, params: [lr], inputs: [mlkit.yaml]}"
        _ = try stage("{lr: 1}", reads)
        let failure = #expect(throws: Failure.self) { try stage("{lr: 1}", reads, set: ["params.lr=5"]) }
        #expect(
            failure?.diagnostics.map(\.message)
                == ["the stage `a` reads `mlkit.yaml`, in which `lr` has another value than it is to have"])
    }
}
