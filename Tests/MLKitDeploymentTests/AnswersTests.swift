import MLKitCore
import MLKitReports
import MLKitSignature
import MLKitTables
import Testing

@testable import MLKitDeployment

/// How the answers of a server are held to those of the model, and what a sample request asks.
@Suite("Answers")
struct AnswersTests {
    private func answers(_ numbers: [Double], labels: [String] = []) throws -> ModelAnswers {
        try ModelAnswers(inference: [
            "outputs": [
                ["name": "label", "data": .array(labels.map { .string($0) })], ["name": "other", "data": [1]],
                ["name": "probabilities", "data": .array(numbers.map { $0.isNaN ? .null : .double($0) })],
            ]
        ], Self.signature)
    }

    private static let signature = ModelSignature(columns: [], task: .binary, target: "y", classes: ["a", "b"])

    private func notes(_ served: ModelAnswers, _ offline: ModelAnswers, rows: Int = 1) throws -> [String]? {
        do {
            _ = try served.compare(to: offline, rows: rows, endpoint: "/x")
            return nil
        } catch let failure as Failure {
            #expect(failure.diagnostics.first?.message == "`/x` answers differently from the model offline")
            return failure.diagnostics.first?.notes
        }
    }

    @Test func numbersMayDifferByTheAllowed() throws {
        let allowed = SmokeReport.allowedDifference
        #expect(try answers([allowed]).compare(to: answers([0]), rows: 1, endpoint: "/x") == allowed)
        #expect(try answers([0, 0]).compare(to: answers([0, 0]), rows: 1, endpoint: "/x") == 0)
        #expect(try notes(answers([allowed.nextUp]), answers([0])) == ["row 1: the server answers \(allowed.nextUp), the model 0.0"])
        // By their size above 1, and only there.
        #expect(try notes(answers([1000 + 900 * allowed]), answers([1000])) == nil)
        #expect(try notes(answers([1000 + 1100 * allowed]), answers([1000]))?.count == 1)
        #expect(try notes(answers([0.5 + 0.9 * allowed]), answers([0.5])) == nil)
        #expect(try notes(answers([-1000 - 900 * allowed]), answers([-1000])) == nil)
    }

    /// What is no number is like nothing, itself included.
    @Test func whatIsNoNumberIsNeverAlike() throws {
        for (served, offline) in [(Double.nan, 0.5), (0.5, .nan), (.nan, .nan), (.infinity, .infinity), (.nan, .infinity)] {
            #expect(try notes(answers([served]), answers([offline]))?.count == 1)
        }
    }

    @Test func rowsAreNamed() throws {
        #expect(try notes(answers([0, 1, 1, 1]), answers([0, 1, 0, 1]), rows: 2) == ["row 2: the server answers 1.0, the model 0.0"])
        #expect(
            try notes(answers([], labels: ["a", "b"]), answers([], labels: ["a", "c"]), rows: 2)
                == ["row 2: the server answers `b`, the model `c`"])
        let many = (0..<6).map { Double($0) }
        #expect(try notes(answers(many.map { $0 + 1 }), answers(many), rows: 6)?.count == 5)
    }

    /// What a served answer lacks is no number, and so like nothing.
    @Test func aClassThatIsNotAnsweredHasNoProbability() throws {
        let answers = try ModelAnswers(
            predict: ["predictions": [["label": "a", "probabilities": ["b": 0.25, "c": 1]]]], Self.signature)
        #expect(answers.labels == ["a"] && answers.numbers.count == 2)
        #expect(answers.numbers[0].isNaN && answers.numbers[1] == 0.25)
        let number = ModelSignature(columns: [], task: .regression, target: "y", classes: [])
        let missing = try ModelAnswers(predict: ["predictions": [["prediction": 2], [:]]], number)
        #expect(missing.numbers[0] == 2 && missing.numbers[1].isNaN && missing.labels.isEmpty)
    }

    @Test func everyRowIsAnswered() throws {
        let pairs = try [
            (answers([0]), answers([0, 0])), (answers([0, 0]), answers([0])),
            (answers([0], labels: ["a"]), answers([0], labels: ["a", "b"])),
        ]
        for (served, offline) in pairs {
            let failure = #expect(throws: Failure.self) { try served.compare(to: offline, rows: 1, endpoint: "/x") }
            #expect(failure?.diagnostics.first?.message == "`/x` does not answer for every row")
        }
        #expect {
            try answers([0]).compare(to: answers([0, 0]), rows: 2, endpoint: "/x")
        } throws: { ($0 as? Failure)?.diagnostics.first?.notes == ["it gives 1 number where the model gives 2"] }
        #expect(throws: Failure.self) { try ModelAnswers(inference: ["predictions": []], Self.signature) }
    }

    /// The middle number, of categories that are equally frequent the first, and no text that may be of one row alone.
    @Test func aTypicalRowIsNobodys() {
        func typical(_ numbers: [Double], _ codes: [Int32]) -> JSON? {
            let columns = [
                Table.NamedColumn(name: "n", values: .numeric(numbers)),
                Table.NamedColumn(name: "t", values: .text(TextColumn(categories: ["b", "a", "c"], codes: codes))),
                Table.NamedColumn(name: "free", values: .text(TextColumn(categories: ["b", "a", "c"], codes: codes))),
            ]
            let signature = ModelSignature(
                columns: [ModelColumn(name: "n", type: .integer), ModelColumn(name: "t", type: .text, categories: ["a", "b", "c"]),
                    ModelColumn(name: "free", type: .text),
                ], task: .regression, target: "y", classes: [])
            return SampleRows(Table(columns: columns, rowCount: numbers.count), signature).typicalRequest["rows"]?.array?.first
        }
        #expect(typical([9, 1, 5], [0, 1, 2]) == ["n": 5, "t": "a", "free": "text"])
        #expect(typical([4, 3, 2, 1], [0, 0, 1, 1]) == ["n": 3, "t": "a", "free": "text"])
        #expect(typical([2, .nan, 8], [2, 0, 2]) == ["n": 8, "t": "c", "free": "text"])
        #expect(typical([.nan], [-1]) == ["n": nil, "t": nil, "free": nil])
    }

    /// As many rows as are asked for, or as there are.
    @Test(arguments: [(0, 0), (2, 2), (3, 3), (4, 3)]) func aRequestHasTheFirstRows(count: Int, rows: Int) {
        let table = Table(columns: [.init(name: "n", values: .numeric([1, 2.5, 3]))], rowCount: 3)
        let signature = ModelSignature(
            columns: [ModelColumn(name: "n", type: .number)], task: .regression, target: "y", classes: [])
        let sample = SampleRows(table, signature)
        #expect(sample.request(count)["rows"]?.array?.count == rows)
        let tensor = sample.inferenceRequest(count, for: [])["inputs"]?.array?.first
        #expect(tensor?["shape"] == [.int(rows), 1] && tensor?["data"]?.array?.count == rows)
    }
}
