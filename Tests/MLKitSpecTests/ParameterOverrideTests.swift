import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// Parameters that are set for one command.
@Suite struct ParameterOverrideTests {
    private static let text = """
        mlkit: 1
        project: {name: p}
        params: {train: {depth: 6, rate: 0.1}, eval: {depth: 1}, langs: [de], word: hi}
        stages:
          fit:
            foreach: ${params.langs}
            run: "fit ${item} ${params.train.depth} ${params.train.rate} ${params.eval.depth} ${params.word}"
            outputs: ["${item}.txt"]

        """

    private func spec(_ arguments: String...) throws -> ProjectSpec {
        try ProjectSpec(
            parsing: Array(Self.text.utf8), kinds: .builtIn,
            overriding: arguments.map { try ParameterOverride(argument: $0, option: "--set") })
    }

    private func commands(_ spec: ProjectSpec) -> [String] {
        spec.stages.compactMap { $0.configuration["run"]?.string }
    }

    private func value(_ text: String) throws -> JSON? {
        let spec = try ProjectSpec(
            parsing: Array("mlkit: 1\nproject: {name: p}\nparams: {word: x}\nstages: {a: {run: x, outputs: [o]}}\n".utf8), kinds: .builtIn,
            overriding: [ParameterOverride(argument: "params.word=\(text)", option: "--set")])
        return spec.parameters.value(at: "word")
    }

    private func problem(_ arguments: String...) -> String {
        do {
            _ = try ProjectSpec(
                parsing: Array(Self.text.utf8), kinds: .builtIn,
                overriding: arguments.map { try ParameterOverride(argument: $0, option: "--set") })
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test func theyStandInForThoseOfTheFile() throws {
        #expect(try commands(spec()) == ["fit de 6 0.1 1 hi"])
        let set = try spec("params.train.depth=8", "params.word='a b'", "params.train.depth = 9")
        #expect(commands(set) == ["fit de 9 0.1 1 'a b'"])
        #expect(set.stages[0].parameters["train.depth"] == 9)
        #expect(set.parameters.value(at: "train.depth") == 9)
    }

    @Test func wholeMappingsAndListsAreValuesToo() throws {
        // Both mappings begin at the same place of their own texts.
        let set = try spec(
            "params.train={depth: 2, rate: 3}", "params.eval={depth: 4}", "params.langs=[de, fr]")
        #expect(commands(set) == ["fit de 2 3 4 hi", "fit fr 2 3 4 hi"])
    }

    @Test func typesAreThoseOfYAML() throws {
        let parameters = try spec("params.train.depth=8", "params.train.rate='8'", "params.word=true")
            .parameters
        #expect(parameters.value(at: "train.depth") == 8)
        #expect(parameters.value(at: "train.rate") == "8")
        #expect(parameters.value(at: "word") == true)
    }

    @Test(arguments: ["#ff0000", "Plot #3", "!x", "&a b", "two\nlines", "|", "a: b", "- a", " blanks ", "x # y", "*a", "%", "@x", "yes"])
    func aTextIsTakenAsItStands(text: String) throws {
        #expect(try value(text) == .string(text))
    }

    @Test func whatStandsInQuotesAndBracketsIsYAML() throws {
        for (text, value) in [
            ("'a #b'", "a #b"), ("\"a\\nb\"", "a\nb"), ("[a, 'b # c',\n 1]", ["a", "b # c", 1]), ("{a: 1}", ["a": 1]), (" 8 ", 8),
            ("", .null), ("~", .null), ("1.0", 1.0),
        ] as [(String, JSON)] {
            #expect(try self.value(text) == value, "\(text)")
        }
    }

    @Test(arguments: ["[a] # b", "[a, # b\n c]", "'a' # b", "[!x a]", "[&a b]", "['a\n', # b\n]"])
    func whatYAMLWouldLeaveOutIsRefused(text: String) {
        #expect(throws: Failure.self) { try ParameterOverride(argument: "params.word=\(text)", option: "--set") }
    }

    @Test func whatIsNotThereIsSaid() {
        #expect(
            problem("params.train.dept=8", "params.x=1") == """
                error: unknown parameter `train.dept`

                hint: did you mean `train.depth`?

                error: unknown parameter `x`

                hint: known are `train.depth`, `train.rate`, `eval.depth`, `langs` and `word`

                """)
        #expect(
            problem("train.depth=8") == """
                error: `train.depth` is not below `params`

                hint: write `--set params.train.depth=…`

                """)
        #expect(
            problem("params.train.depth") == """
                error: `params.train.depth` gives no value

                hint: write `--set params.train.max_depth=8`

                """)
        #expect(problem("params.word=[a").hasPrefix("error: this is not YAML"))
    }
}
