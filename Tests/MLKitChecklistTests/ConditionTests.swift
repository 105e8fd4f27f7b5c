import MLKitCore
import MLKitSpec
import MLKitStages
import MLKitYAML
import Testing

@testable import MLKitChecklist

/// Conditions on a project: when they hold, and where one that cannot be read goes wrong.
@Suite struct ConditionTests {
    private static let spec = """
        mlkit: 1
        project: {name: p, tags: [tabular, health], maturity: mvp, owner: risk}
        params: {rate: 0.5, count: 3, nothing: [], blank: "", off: false, names: [a, b]}
        stages:
          ingest: {kind: data, source: a.csv, target: y, split: {train: 0.6, valid: 0.2, test: 0.2}}
          train: {kind: train, data: "${stages.ingest}", model: trees}
        """

    private func facts() throws -> ProjectFacts {
        let bytes = Array(Self.spec.utf8)
        let document = try YAMLDocument.parse(bytes, file: "mlkit.yaml").json
        return ProjectFacts(of: try ProjectSpec(parsing: bytes, kinds: .builtIn), document: document)
    }

    @Test(arguments: [
        ("tags", true), ("license", false), ("not license", true), ("\"health\" in tags", true), ("'x' in tags", false),
        ("maturity == \"mvp\"", true), ("maturity==\"mvp\"", true), ("maturity != \"poc\"", true),
        ("maturity != \"mvp\"", false), ("params.rate == 0.5", true), ("params.count == 3", true),
        ("params.count == 3.0", true), ("params.count == -3", false), ("params.count != 4", true),
        ("params.nothing", false), ("params.blank", false), ("params.off", false), ("params.names", true),
        ("params.missing", false), ("params.missing == params.missing", false), ("params.missing != 1", true),
        ("owner in [\"risk\", \"x\"]", true), ("owner in [\"x\"]", false), ("owner in []", false),
        ("params.count in [1, 3]", true), ("'a' in params.names", true), ("'c' in params.names", false),
        ("'r' in owner", false), ("true", true), ("false", false), ("params.off == false", true),
        ("\"trees\" in models", true), ("\"train\" in stages", true), ("\"deploy\" in stages", false),
    ])
    func aTestHolds(text: String, holds: Bool) throws {
        #expect(try ConditionParser.parse(text).holds(for: facts()) == holds)
    }

    /// `and` binds more closely than `or`, `not` more closely than both.
    @Test(arguments: [
        ("license and owner or tags", true), ("tags or license and license", true), ("(tags or license) and license", false),
        ("not license and owner", true), ("not (license and owner)", true), ("not owner or tags", true),
        ("not (owner or tags)", false), ("owner and tags and license", false), ("license or license or tags", true),
        ("not not tags", true), ("not license == \"x\"", true), ("not maturity == \"mvp\" or license", false),
    ])
    func wordsBindAsInASentence(text: String, holds: Bool) throws {
        #expect(try ConditionParser.parse(text).holds(for: facts()) == holds)
    }

    @Test(arguments: [
        ("", "a value is missing at the end of the condition", 0, 1),
        ("tags and", "a value is missing at the end of the condition", 8, 1),
        ("tags == ", "a value is missing at the end of the condition", 8, 1),
        ("tags tags", "`and`, `or` or the end should stand here", 5, 4),
        ("tags = owner", "`and`, `or` or the end should stand here", 5, 1),
        ("(tags", "`)` is missing at the end of the condition", 5, 1),
        ("(tags owner)", "`)` should stand here", 6, 5),
        ("  \"a", "a value should stand here", 2, 2),
        ("!tags", "a value should stand here", 0, 1),
        ("tags in or", "a value should stand here", 8, 2),
        ("tags in [\"a\" \"b\"]", "`,` or `]` should stand here", 13, 3),
        ("tags in [tags]", "a value should stand here", 9, 4),
        ("tags in [\"a\",]", "a value should stand here", 13, 1),
        ("tags in [\"a\"", "`,` or `]` is missing at the end of the condition", 12, 1),
        ("tags or lisence", "mlkit.yaml has no field `lisence`", 8, 7),
        ("project.tagz", "mlkit.yaml has no field `project.tagz`", 0, 12),
    ])
    func whatCannotBeReadIsSaidWhereItStands(text: String, message: String, offset: Int, length: Int) {
        let problem = #expect(throws: ConditionParser.Problem.self) { try ConditionParser.parse(text) }
        #expect(problem?.message == message)
        #expect(problem?.offset == offset && problem?.length == length)
    }

    @Test func aFieldThatIsMistypedIsGuessed() {
        #expect(throws: ConditionParser.Problem.self) { try ConditionParser.parse("lisence") }
        let problem = #expect(throws: ConditionParser.Problem.self) { try ConditionParser.parse("project.licence") }
        #expect(problem?.hint == "did you mean `license`?")
    }

    /// Thirty tests may stand in one another.
    @Test func aConditionNestsToALimit() throws {
        let deepest = String(repeating: "not ", count: 29) + "tags"
        #expect(try !ConditionParser.parse(deepest).holds(for: facts()))
        let problem = #expect(throws: ConditionParser.Problem.self) { try ConditionParser.parse("not " + deepest) }
        #expect(problem?.message == "a condition that nests less deep should stand here")
        // It is the depth that counts, not how many there are.
        #expect(try ConditionParser.parse(Array(repeating: "(tags)", count: 40).joined(separator: " and ")).holds(for: facts()))
    }

    /// Fields of a stage's kind, and the settings of its candidates.
    @Test(arguments: [
        ("split.seed", "data", true), ("split.sead", "data", false), ("l2", "train", true), ("l3", "train", false),
        ("seed", "train", true), ("anything", "nothing", true), ("serving.port", nil, true), ("serving.drift", nil, true),
        ("serving.drifts", nil, false),
        ("params.x.y", nil, true), ("project.name", nil, true), ("project.name.first", nil, false),
    ] as [(String, String?, Bool)])
    func fieldsAreKnown(path: String, kind: String?, isKnown: Bool) {
        let problem = kind.map { SpecPath.problem(with: path, inStageOfKind: $0, .builtIn) } ?? SpecPath.problem(with: path)
        #expect((problem == nil) == isKnown, "\(problem?.message ?? "")")
    }
}
