import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitStagesTestSupport
import MLKitTables
import MLKitYAML
import Testing

@testable import MLKitTraining

@Suite struct HeuristicTests {
    private static let columns = [
        ColumnSchema(name: "age", type: .integer, nullable: true), ColumnSchema(name: "Body mass", type: .number, nullable: true),
        ColumnSchema(name: "sex", type: .text, nullable: true), ColumnSchema(name: "member", type: .boolean, nullable: true),
        ColumnSchema(name: "born", type: .date, nullable: true),
    ]

    /// Small numbers that are often the same, halves and missing ones.
    private static let table: Table = {
        var random = RandomSource(seed: 5)
        var (age, mass, sex, member) = ([Double](), [Double](), [String?](), [String?]())
        for _ in 0..<600 {
            age.append(random.unit() < 0.15 ? .nan : Double(random.index(below: 9)) * 10 - 10)
            mass.append(random.unit() < 0.15 ? .nan : Double(random.index(below: 13) - 6) / 2)
            sex.append([nil, "F", "M", "it's"][random.index(below: 4)])
            member.append([nil, "true", "false"][random.index(below: 3)])
        }
        return Training.table(
            [
                "age": .numeric(age), "Body mass": .numeric(mass), "sex": .text(Training.texts(sex)),
                "member": .text(Training.texts(member)),
                "born": .numeric(age), "target": .numeric(age.indices.map { Double($0 % 5) }),
                "class": .text(Training.texts(age.indices.map { ["no", "yes"][$0 % 2] })),
                "flag": .text(Training.texts(age.indices.map { ["false", "true"][$0 % 2] })),
            ], rows: 600)
    }()

    private func problem(_ target: ColumnSchema) -> Training.Problem {
        Training.Problem(
            task: target.categories.isEmpty ? .regression : .binary,
            schema: TableSchema(columns: Self.columns + [target], target: target.name), train: Self.table, valid: Self.table)
    }

    private static let number = ColumnSchema(name: "target", type: .number)
    private static let kind = ColumnSchema(name: "class", type: .text, categories: ["no", "yes"])
    private static let flag = ColumnSchema(name: "flag", type: .boolean, categories: ["false", "true"])

    private func train(_ rule: String, _ target: ColumnSchema) throws -> TrainedModel {
        try Training.train(problem(target), Training.Algorithm(settings: HeuristicFamily().model(.init(rule: rule))))
    }

    /// The rows of the table as SQL.
    private static let rows: String = {
        let (age, mass) = ((try? table.numbers(of: "age")) ?? [], (try? table.numbers(of: "Body mass")) ?? [])
        let texts = ["sex", "member"].map { name in try? table.texts(of: name) }
        func number(_ value: Double) -> String { value.isNaN ? "NULL" : "\(value)" }
        func text(_ value: String?) -> String { value.map { "'\($0.replacing("'", with: "''"))'" } ?? "NULL" }
        let values = (0..<table.rowCount).map { row in
            "(\(row), \(number(age[row])), \(number(mass[row])), \(text(texts[0]?[row])), \(text(texts[1]?[row])))"
        }
        return "SELECT place, age::DOUBLE AS age, mass::DOUBLE AS \"Body mass\", sex::VARCHAR AS sex, member::BOOLEAN AS member "
            + "FROM (VALUES " + values.joined(separator: ", ") + ") t(place, age, mass, sex, member) ORDER BY place"
    }()

    private static let numbers = [
        "age", "age + 1", "-age - -2 * \"Body mass\"", "age / 4 - 3 / 2", "abs(\"body MASS\") * 2e1", "round(\"Body mass\")",
        "round(\"Body mass\" / 3) + .5", "least(age, \"Body mass\")", "greatest(age, \"Body mass\", 3)", "(age - 10) * (age + 10)",
        "CASE WHEN age > 40 THEN 1 WHEN age IS NULL THEN 2 ELSE \"Body mass\" END", "CASE age WHEN 10 THEN 1 WHEN 20 THEN NULL ELSE 3 END",
        "CASE WHEN \"Body mass\" <= -.5 THEN age END", "CASE WHEN round(\"Body mass\") = -1 THEN 1 ELSE 0 END",
    ]

    private static let conditions = [
        "age > 40", "age >= 40 AND sex = 'F'", "NOT (age < 40 OR sex <> 'it''s')", "age = 40 OR age <> 20 AND member", "member = FALSE",
        "NOT member", "age BETWEEN 10 AND 40", "age NOT BETWEEN \"Body mass\" AND 20", "sex IN ('F', 'it''s') OR age IN (10, 20)",
        "sex NOT IN ('F')", "age NOT IN (10, 30)", "sex IS NULL", "sex IS NOT NULL AND age IS NOT NULL", "member IS NULL OR member",
        "age > NULL OR sex = 'M'", "(age > 20) = member", "(age > 20) <> (\"Body mass\" > 0)", "'F' = sex", "age + \"Body mass\" > 20",
        "NOT NOT age > 20 AND NOT sex = ''", "least(age, 20) = 20", "(age IS NULL) <> member",
    ]

    private func answers(_ rule: String, as type: String) throws -> Table {
        try TableEngine(stageContext()).table(
            "SELECT (\(rule))::\(type) AS answer FROM (\(Self.rows)) ORDER BY place", to: "compute a rule")
    }

    private func said(_ model: TrainedModel) throws -> [Double] {
        try #require(model.fitted.model as? HeuristicModel).said(of: Self.table)
    }

    @Test(arguments: numbers) func numbersAreThoseOfDuckDB(rule: String) throws {
        let model = try train(rule, Self.number)
        let expected = try answers(rule, as: "DOUBLE").numbers(of: "answer")
        let ours = try said(model)
        for row in expected.indices {
            #expect(ours[row] == expected[row] || (ours[row].isNaN && expected[row].isNaN), "\(rule) in row \(row)")
        }
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: Self.table) <= 1e-6)
    }

    @Test(arguments: conditions) func conditionsAreThoseOfDuckDB(rule: String) throws {
        let expected = try answers(rule, as: "VARCHAR").texts(of: "answer")
        let check = ExportCheck(context: Training.context)
        let model = try train(rule, Self.flag)
        let ours = try said(model)
        for row in ours.indices {
            #expect((ours[row].isNaN ? nil : ours[row] == 1 ? "true" : "false") == expected[row], "\(rule) in row \(row)")
        }
        #expect(try check.largestDifference(model, on: Self.table) <= 1e-6)
        // As what a `CASE` goes by, what is not known is not true.
        let choice = "CASE WHEN \(rule) THEN 'yes' WHEN age IS NOT NULL THEN 'no' END"
        let chosen = try answers(choice, as: "VARCHAR").texts(of: "answer")
        let chosing = try train(choice, Self.kind)
        let places = try said(chosing)
        for row in places.indices {
            #expect((places[row].isNaN ? nil : places[row] == 1 ? "yes" : "no") == chosen[row], "\(choice) in row \(row)")
        }
        #expect(try check.largestDifference(chosing, on: Self.table) <= 1e-6)
    }

    /// Where a rule says nothing, the answer is that of `baseline`; only what it names is an input.
    @Test func whereItSaysNothingTheBaselineAnswers() throws {
        let model = try train("CASE WHEN age > 40 THEN 'yes' END", Self.kind)
        let answers = try model.predict(Self.table)
        let age = try Self.table.numbers(of: "age")
        for row in age.indices { #expect(Array(answers[row * 2...row * 2 + 1]) == (age[row] > 40 ? [0, 1] : [0.5, 0.5])) }
        #expect(model.model.inputs.map(\.name) == ["age"] && model.report.algorithm == "rule")
    }

    /// What is divided by nought is missing, in the model file too.
    @Test func whatIsDividedByNoughtIsMissing() throws {
        let model = try train("age / \"Body mass\"", Self.number)
        let (age, mass) = (try Self.table.numbers(of: "age"), try Self.table.numbers(of: "Body mass"))
        for (row, value) in try said(model).enumerated() {
            #expect(mass[row] == 0 || value.isNaN ? value.isNaN : value == age[row] / mass[row])
        }
        #expect(mass.contains(0))
        #expect(try ExportCheck(context: Training.context).largestDifference(model, on: Self.table) <= 1e-6)
    }

    /// A name that is no feature is told beside all features, also those that the rule does not name.
    @Test func featuresAreKnownByNameWhereOneIsNot() {
        let failure = #expect(throws: Failure.self) { try train("age > 3 AND memberr", Self.kind) }
        #expect(failure?.diagnostics.first?.hint == "did you mean `member`?")
    }

    /// Classes that are numbers are given as numbers.
    @Test func classesMayBeNumbers() throws {
        let target = ColumnSchema(name: "target", type: .integer, categories: ["0", "1", "2", "3", "4"])
        let model = try train("CASE WHEN age > 40 THEN 3 ELSE 0 END", target)
        let (said, age) = (try said(model), try Self.table.numbers(of: "age"))
        for row in age.indices { #expect(said[row] == (age[row] > 40 ? 3 : 0)) }
    }

    private static let wrong: [(rule: String, message: String, place: String)] = [
        ("age >", "the end stands where a value is expected", "line 1, column 6"),
        ("CASE WHEN age > 40\n  THEN 'yes' ELS 'no' END", "`ELS` stands where `END` is expected", "line 2, column 14"),
        ("age LIKE 'a%'", "`LIKE` stands where the end of the rule is expected", "line 1, column 5"),
        ("age ; 1", "`;` is no part of a rule", "line 1, column 5"), ("sex = 'F", "a text has no end", "line 1, column 7"),
        ("sqrt(age)", "`sqrt` is no function of a rule", "line 1, column 1"),
        ("1 + max(age)", "`max` is over rows, and a rule is of one", "line 1, column 5"),
        ("round(age, 2)", "`round` takes one number in a rule", "line 1, column 1"),
        ("age NOT 4", "`4` stands where `IN` or `BETWEEN` is expected", "line 1, column 9"),
        ("agee > 3", "there is no column `agee` among the features", "line 1, column 1"),
        ("age > 3 AND born > 4", "the column `born` is a date, which a rule does not take", "line 1, column 13"),
        ("sex > 'F'", "texts are the same or not, and no text is above another in a rule", "line 1, column 5"),
        ("age = '40'", "`age` is a column of type integer, and `'40'` is a text", "line 1, column 7"),
        ("sex", "the texts of `sex` can be compared with texts, and no more", "line 1, column 1"),
        ("age AND member", "a condition is expected here", "line 1, column 1"),
        ("1 + member", "a number is expected here", "line 1, column 5"),
        ("CASE WHEN member THEN 'yes' ELSE 1 END", "what a `CASE` gives is of one kind: this is another than before", "line 1, column 34"),
        ("CASE WHEN member THEN 'yess' END", "`'yess'` is no class of the target", "line 1, column 23"),
        ("age > 40", "the rule is a condition, and the target is none", "line 1, column 5"),
    ]

    @Test func saysWhatCannotBeAndWhere() {
        for (rule, message, place) in Self.wrong {
            let failure = #expect(throws: Failure.self) { try train(rule, Self.kind) }
            #expect(failure?.diagnostics.first?.message == message, "\(rule)")
            #expect(failure?.diagnostics.first?.notes.first == "in \(place) of the rule", "\(rule)")
        }
    }

    /// What is no rule is told before anything runs, where the rule stands.
    @Test func aRuleIsReadWithTheSpec() throws {
        let node = try YAMLDocument.parse("kind: heuristic\nrule: age >\n", file: "mlkit.yaml")
        let problems = HeuristicFamily().problems(.init(rule: "age >"), in: node)
        #expect(problems.map(\.message) == ["the end stands where a value is expected"] && problems.first?.location?.line == 2 && problems.first?.location?.column == 12)
        #expect(HeuristicFamily().problems(.init(rule: "1"), in: node).map(\.message) == ["the rule looks at no column"])
        #expect(HeuristicFamily().problems(.init(rule: "age > 1"), in: node).isEmpty)
        let bare = try YAMLDocument.parse("heuristic", file: "mlkit.yaml")
        #expect(HeuristicFamily().problems(.init(), in: bare).map(\.message) == ["a model of kind `heuristic` needs a `rule`"])
    }
}
