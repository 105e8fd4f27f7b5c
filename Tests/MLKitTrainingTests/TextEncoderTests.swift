import MLKitCore
import MLKitEvaluation
import MLKitONNX
import MLKitReports
import MLKitSignature
import MLKitSpec
import MLKitTables
import Testing

@testable import MLKitTraining

/// Free texts as inputs. The numbers are those of scikit-learn's `TfidfVectorizer` and `CountVectorizer`.
@Suite struct TextEncoderTests {
    private static let texts: [String?] = ["The red house by the lake", "a red car", "Ünder the ÄPFEL house", nil, "lake lake lake"]

    private func encoder(_ settings: FeatureConfiguration.Text) -> TextEncoder { encoder(Self.texts, settings) }

    private func encoder(_ texts: [String?], _ settings: FeatureConfiguration.Text) -> TextEncoder {
        TextEncoder(fitting: Training.texts(texts), name: "t", to: settings)
    }

    private func rows(_ encoder: TextEncoder, _ texts: [String?]) -> [[Float]] {
        var output = [Float](repeating: 0, count: texts.count * encoder.width)
        encoder.encode(Training.texts(texts), into: &output, start: 0, stride: encoder.width)
        return texts.indices.map { Array(output[($0 * encoder.width)..<(($0 + 1) * encoder.width)]) }
    }

    private func isNear(_ rows: [[Float]], _ others: [[Float]]) -> Bool {
        rows.count == others.count && zip(rows, others).allSatisfy { row, other in
            row.count == other.count && zip(row, other).allSatisfy { abs($0 - $1) < 1e-6 }
        }
    }

    @Test func wordsAreWeighedAsScikitLearnWeighsThem() {
        let encoder = encoder(.init(form: .words))
        #expect(encoder.vocabulary == ["house", "lake", "red", "the"] && encoder.missingRows == 1 && encoder.termsFound == 9)
        #expect(encoder.rarity.allSatisfy { abs($0 - 1.6931471805599454) < 1e-6 })
        let share: Float = 0.37796446681022644
        let root: Float = 0.7071067690849304
        let expected: [[Float]] = [
            [share, share, share, 0.7559289336204529], [0, 0, 1, 0], [root, 0, 0, root], [0, 0, 0, 0], [0, 1, 0, 0],
        ]
        #expect(isNear(rows(encoder, Self.texts), expected))
        #expect(isNear(rows(encoder, ["", "unknown words", "RED"]), [[0, 0, 0, 0], [0, 0, 0, 0], [0, 0, 1, 0]]))
        #expect(encoder.inputs.map(\.name) == ["t: house", "t: lake", "t: red", "t: the"])
    }

    @Test func countsAndPresenceAreNotScaled() {
        let counts = encoder(.init(form: .words, weights: .count))
        #expect(rows(counts, ["lake lake red"]) == [[0, 2, 1, 0]])
        let presence = encoder(.init(form: .words, weights: .presence))
        #expect(rows(presence, ["lake lake red"]) == [[0, 1, 1, 0]])
    }

    @Test func severalWordsInARowAreATerm() {
        let encoder = encoder(.init(form: .words, minimumCount: 1, ngrams: 1...2))
        #expect(encoder.width == 20 && encoder.vocabulary.prefix(2) == ["a", "by"])
        #expect(
            encoder.vocabulary.suffix(11) == [
                "a red", "by the", "house by", "lake lake", "red car", "red house", "the lake", "the red", "the äpfel", "äpfel house",
                "ünder the",
            ])
    }

    /// A mark stands before the first character and one behind the last; a mark alone says nothing.
    @Test func charactersKnowWhereATextBegins() {
        let encoder = encoder(["Abba", "abc", nil, "b"], .init(form: .characters, ngrams: 1...3, weights: .count))
        #expect(encoder.inputs.map(\.name) == ["t: a", "t: b", "t: ^a", "t: ab", "t: ^ab"])
        #expect(rows(encoder, ["Abba", "", "ba"]) == [[2, 2, 1, 1, 1], [0, 0, 0, 0, 0], [1, 1, 0, 0, 0]])
    }

    /// Of terms that are in as many rows the first stay.
    @Test func theVocabularyIsBounded() {
        let texts: [String?] = ["b a", "b a c", "c b", "d"]
        #expect(encoder(texts, .init(form: .words, maximumFeatures: 2, minimumCount: 1)).vocabulary == ["a", "b"])
        #expect(encoder(texts, .init(form: .words, maximumFeatures: 3, minimumCount: 1)).vocabulary == ["a", "b", "c"])
        #expect(encoder(texts, .init(form: .words, minimumCount: 3)).vocabulary == ["b"])
        #expect(encoder(texts, .init(form: .words, minimumCount: 4)).width == 0)
    }

    @Test func lettersStayAsTheyAreIfSo() {
        let encoder = encoder(["Red red", "Red"], .init(form: .words, minimumCount: 1, isLowercased: false, weights: .count))
        #expect(encoder.vocabulary == ["Red", "red"] && rows(encoder, ["RED Red"]) == [[1, 0]])
    }

    /// The hashes of scikit-learn's `murmurhash3_32`.
    @Test func wordsAreSharedOutByTheirHashes() {
        let hashes: [UInt32] = [0, 1_009_084_850, 2_613_040_991, 3_017_643_002, 1_139_631_978, 1_239_272_644, 3_302_619_458, 2_441_611_350]
        #expect(["", "a", "ab", "abc", "abcd", "abcdefgh", "日本", "Äpfel"].map { MurmurHash.hash($0) } == hashes)
        let encoder = encoder(["ab abc", nil], .init(form: .words, isLowercased: false, weights: .count, buckets: 7))
        #expect(encoder.width == 7 && encoder.inputs[0].name == "t #1")
        var expected = [Float](repeating: 0, count: 7)
        for hash in [2_613_040_991, 3_017_643_002, 3_017_643_002] { expected[hash % 7] += 1 }
        #expect(rows(encoder, ["abc ab abc"]) == [expected])
    }

    @Test func textsAreFreeWhereTheyAreManyWords() {
        func isFree(_ texts: [String?]) -> Bool { TextNature(Training.texts(texts)).isFree }
        #expect(isFree(["a b", "c d e", nil, "f"]) && !isFree(["a b", "c", "f"]))
        // Half of them different are too few.
        #expect(!isFree(["a b", "a b", "c d", "c d"]) && isFree(["a b", "a b", "c d", "e f", "g h"]))
        #expect(!isFree([nil, ""]) && !isFree(["x1", "x2", "x3"]))
        #expect(isFree(["今日は雨です。", "昨日は晴れでした。", "明日も雨でしょう。"]) && !isFree(["東京", "大阪", "京都"]))
        let japanese = TextEncoder(
            fitting: Training.texts(["今日は雨です", "今日は晴れ"]), name: "t", to: .init(form: .auto, weights: .count))
        #expect(japanese.analysis == TextAnalysis(unit: .characters, lengths: 1...2, isLowercased: true))
        #expect(japanese.vocabulary == ["は", "今", "日", "\u{2}今", "今日", "日は"])
        #expect(encoder(.init(form: .auto)).analysis.unit == .words)
    }

    /// Every code point that Unicode 14 knows, which the C library and ONNX Runtime's RE2 know too.
    @Test func smallLettersAndWordsAreThoseOfTheRuntime() throws {
        let scalars = (1...0x10FFFF).compactMap { Unicode.Scalar(UInt32($0)) }.filter {
            ($0.properties.age?.major ?? 99) <= 14
        }
        let texts = scalars.map { String($0) }
        var builder = GraphBuilder(name: "letters")
        let column = builder.input("t", .string, shape: ["N"])
        let small = builder.node("StringNormalizer", [column], [("case_change_action", .string("LOWER")), ("locale", .string("C.UTF-8"))])
        let words = builder.node(
            "Tokenizer", domain: "com.microsoft", [column],
            [("tokenexp", .string(TextAnalysis.word)), ("mark", .int(0)), ("mincharnum", .int(1)), ("pad_value", .string("\u{0}"))])
        builder.output(small, name: "small", .string, shape: ["N"])
        builder.output(words, name: "words", .string, shape: ["N", "M"])
        let session = try Session(builder.model(), runtime: Runtime(locator: Training.context.engines))
        let answers = try session.run(["t": Tensor(.string(texts))])
        guard case .string(let lowered)? = answers["small"]?.values, case .string(let found)? = answers["words"]?.values else {
            Issue.record("no texts came back")
            return
        }
        #expect(scalars.count > 280_000 && lowered.count == scalars.count && found.count == scalars.count)
        let wrong = scalars.indices.filter { !String(scalars[$0].lowered).hasSameBytes(as: lowered[$0]) }
        #expect(wrong.isEmpty, "\(wrong.prefix(5).map { scalars[$0].value })")
        let other = scalars.indices.filter { scalars[$0].isOfWord != found[$0].hasSameBytes(as: texts[$0]) }
        #expect(other.isEmpty, "\(other.prefix(5).map { scalars[$0].value })")
    }

    private static let forms: [FeatureConfiguration.Text] = [
        .init(form: .words), .init(form: .words, ngrams: 1...3, weights: .count), .init(form: .words, ngrams: 2...2, weights: .presence),
        .init(form: .words, isLowercased: false), .init(form: .characters), .init(form: .characters, ngrams: 1...2, weights: .count),
        .init(form: .words, buckets: 5), .init(form: .words, weights: .presence, buckets: 16),
        .init(form: .words, weights: .count, buckets: 16),
    ]

    /// Among them texts of nothing but spaces or marks, letters of two code points, and several rows or one without any word.
    @Test(arguments: forms) func theExportedGraphHasTheSameTerms(settings: FeatureConfiguration.Text) throws {
        let train: [String?] = Self.texts + [
            "the lake house the red one", "Ünder ÄPFEL \u{130}x", "日本 日本語", "e\u{301}te é", " ", "\u{2} \u{3}x",
        ]
        let encoder = encoder(train, settings)
        #expect(encoder.width > 0)
        var builder = GraphBuilder(name: "texts")
        let column = builder.input("t", .string, shape: ["N", 1])
        builder.output(try encoder.export(column, to: &builder), name: "terms", .float, shape: ["N", .fixed(encoder.width)])
        let session = try Session(builder.model(), runtime: Runtime(locator: Training.context.engines))
        for texts in [train + ["😀 the", "…", "STRASSE straße", "a\nred\tcar"], [nil], ["", " ", "!"], ["the"]] {
            let input = try Tensor(.string(texts.map { $0 ?? "" }), shape: [texts.count, 1])
            let answers = try session.run(["t": input])["terms"]?.floats ?? []
            #expect(answers == rows(encoder, texts).flatMap { $0 })
        }
    }

    // MARK: Models

    /// A text whose words tell the target, beside a number.
    private func problem(rows: Int = 300) -> Training.Problem {
        func table(seed: Int) -> Table {
            var random = RandomSource(seed: seed)
            let words = ["good", "bad", "fine", "poor", "house", "car", "lake", "the", "red", "Über", "street", "green"]
            var (texts, x, targets) = ([String?](), [Double](), [String]())
            for row in 0..<rows {
                let chosen = (0..<6).map { _ in words[random.index(below: words.count)] }
                texts.append(row % 29 == 3 ? nil : chosen.joined(separator: row % 2 == 0 ? " " : ", ") + " \(row)")
                x.append(random.unit())
                let score = chosen.reduce(0) { $0 + ($1 == "good" || $1 == "fine" ? 1 : $1 == "bad" || $1 == "poor" ? -1 : 0) }
                targets.append(Double(score) + x[row] > 0.5 ? "yes" : "no")
            }
            let columns: KeyValuePairs<String, Column> = [
                "x": .numeric(x), "note": .text(Training.texts(texts)), "target": .text(Training.texts(targets)),
            ]
            return Training.table(columns, rows: rows)
        }
        let schema = TableSchema(
            columns: [
                ColumnSchema(name: "x", type: .number), ColumnSchema(name: "note", type: .text, nullable: true),
                ColumnSchema(name: "target", type: .text, categories: ["no", "yes"]),
            ], target: "target")
        return Training.Problem(task: .binary, schema: schema, train: table(seed: 1), valid: table(seed: 2))
    }

    private static let algorithms = [
        Training.ridge, Training.linear, Training.network, Training.trees, Training.lightGBM, Training.neighbours,
        Training.margins, Training.kernel,
    ]

    /// The graph answers as the trainer, which the stage holds it to, and the words are of use to all families.
    @Test(arguments: algorithms) func modelsLearnFromWords(algorithm: Training.Algorithm) throws {
        let problem = problem()
        let with = try Training.train(problem, algorithm, features: FeatureChoices(text: .init(form: .text(.auto))))
        #expect(try #require(with.report.exportDifference) <= 1e-5)
        #expect(with.featureNames.contains("note: good") && with.featureNames.contains("note: über"))
        let without = try Training.train(problem, algorithm, features: FeatureChoices(text: .init(form: .text(.category))))
        #expect(try #require(with.report.valid[.rocAUC]) > #require(without.report.valid[.rocAUC]) + 0.1)
        let preparation = try #require(with.report.preparation.last)
        let isTree = [TreesFamily().name, LightGBMFamily().name].contains(algorithm.settings.family)
        #expect(preparation.form == .words && preparation.weights == (isTree ? "count" : "tfidf") && preparation.missing == 11)
        #expect(with.warnings.isEmpty)
    }

    /// A network without hidden layers over sparse inputs is the same model as over dense ones.
    @Test func aSparseNetworkIsTheSameModel() throws {
        let problem = problem()
        func answers(sparse: Bool) throws -> [Float] {
            var features = FeatureConfiguration(text: .init(form: .words), takesSparse: sparse)
            features.isTextSaid = true
            let encoder = try FeatureEncoder(fitting: problem.train, schema: problem.schema, to: features)
            #expect(encoder.isSparse == sparse)
            let target = try Target(problem.schema)
            let data = TrainingData(
                train: .init(features: try encoder.encode(problem.train), targets: try target.values(in: problem.train)),
                valid: .init(features: try encoder.encode(problem.valid), targets: try target.values(in: problem.valid)),
                loss: .logistic)
            return try NetworkFamily().train(.init(), on: data, seed: 1, Training.context).estimator.predict(data.valid.features)
        }
        let (sparse, dense) = (try answers(sparse: true), try answers(sparse: false))
        #expect(sparse.count == 600 && zip(sparse, dense).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    /// Nothing said is as before, and is told.
    @Test func whatIsNotSaidStaysAsItWas() throws {
        let trained = try Training.train(problem(), Training.lightGBM)
        #expect(trained.report.preparation.last?.form == .native)
        #expect(trained.warnings.first?.hasPrefix("the column `note` holds free texts, and is taken as categories") == true)
        let said = try Training.train(problem(), Training.lightGBM, features: FeatureChoices(text: .init(form: .text(.category))))
        #expect(said.report.preparation.last?.form == .native && !said.warnings.contains { $0.contains("free texts") })
    }

    @Test func eachColumnCanBeSaid() throws {
        let characters = FeatureChoices(columns: ["note": .init(form: .text(.characters), maximumFeatures: 7)])
        let trained = try Training.train(problem(), Training.ridge, features: characters)
        #expect(trained.report.preparation.last?.form == .characters && trained.report.preparation.last?.inputs == 7)
        let category = FeatureChoices(text: .init(), columns: ["note": .init(form: .category(.oneHot), minimumCount: 1)])
        #expect(try Training.train(problem(), Training.ridge, features: category).report.preparation.last?.form == .oneHot)
        for (name, message) in [
            ("nota", "`features.columns` names the column `nota`, which the model does not take"),
            ("x", "`features.columns` says how texts of the column `x` become inputs, and it is one of type `number`"),
        ] {
            let failure = #expect(throws: Failure.self) {
                try Training.train(problem(), Training.ridge, features: FeatureChoices(columns: [name: .init(form: .text(.words))]))
            }
            #expect(failure?.diagnostics.first?.message == message)
        }
        let none = FeatureChoices(text: .init(minimumCount: 1000))
        #expect(try Training.train(problem(), Training.ridge, features: none).warnings.first?.contains("no term is in enough training rows")
            == true)
    }
}
