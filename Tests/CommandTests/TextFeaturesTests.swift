import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// A table with a column of reviews: trained on, evaluated, deployed, and asked through each door.
@Suite struct TextFeaturesTests {
    private let scratch: ScratchDirectory

    init() throws {
        scratch = try ScratchDirectory()
        let words = ["Good", "bad", "fine", "POOR", "room", "Straße", "breakfast", "the", "view", "\u{C4}pfel", "日本", "quiet"]
        let rows = (0..<400).map { row in
            let chosen = (0..<5).map { words[(row * 31 + $0 * $0 * 7 + row / (3 + $0)) % words.count] }
            let score = chosen.reduce(0) { $0 + (["Good", "fine"].contains($1) ? 1 : ["bad", "POOR"].contains($1) ? -1 : 0) }
            let text = row % 40 == 9 ? "" : chosen.joined(separator: " ") + ", no. \(row)"
            return "\(row % 17),\"\(text)\",\(score + row % 3 > 0 ? "yes" : "no")\n"
        }
        try scratch.write("price,review,again\n" + rows.joined(), to: "hotels.csv")
        try scratch.write(Self.spec("text: auto"), to: "mlkit.yaml")
    }

    private static func spec(_ features: String) -> String {
        """
        mlkit: 1
        project: {name: hotels}
        stages:
          ingest: {kind: data, source: hotels.csv, target: again, split: {train: 0.6, valid: 0.2, test: 0.2, seed: 1}}
          train:
            kind: train
            data: ${stages.ingest}
            features: {\(features)}
            matrix: {model: [linear, lightgbm]}
          evaluate: {kind: evaluate, models: "${stages.train}", data: "${stages.ingest}"}
          deploy: {kind: deploy, model: "${stages.evaluate.selected}"}

        """
    }

    private func mlkit(_ arguments: String...) async throws -> BuiltTool.Outcome {
        try await BuiltTool.mlkit(arguments, in: scratch.path, engines: BuiltTool.sourceRoot.appending("engines"))
    }

    /// Letters of other sizes, texts of other rows, without a known word, and without any.
    private static let reviews = ["good VIEW, fine stra\u{DF}e", "STRASSE bad \u{E4}pfel", "日本 poor", "…", "", "nothing known"]

    @Test func everyDoorGivesTheSameAnswer() async throws {
        let run = try await mlkit("run")
        try #require(run.status == 0, "\(run.error)")
        for model in ["linear", "lightgbm"] {
            let report = try JSON(parsing: Array(scratch.read("models/\(model)/metrics.json").utf8))
            let preparation = try #require(report["preparation"]?.array?.first { $0["column"] == "review" })
            #expect(preparation["form"] == "words" && preparation["weights"] == (model == "linear" ? "tfidf" : "count"))
            #expect(try #require(report["export_difference"]?.double) <= 1e-5 && (report["valid"]?["roc_auc"]?.double ?? 0) > 0.8)
        }
        let rows = Self.reviews.map { "3,\"\($0)\"\n" }.joined()
        try scratch.write("price,review\n" + rows, to: "new.csv")
        let file = try await mlkit("predict", "current", "new.csv", "-o", "answers.jsonl")
        try #require(file.status == 0, "\(file.error)")
        let lines = try scratch.read("answers.jsonl").split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        let expected = lines.compactMap { line in line.members?.first { $0.name.contains("yes") }?.value.double }
        try #require(expected.count == Self.reviews.count, "\(lines.map(\.compact))")
        #expect(Set(expected).count > 3)

        let texts = JSON.array(Self.reviews.map { .string($0) })
        let objects = JSON.object([
            .init("rows", .array(Self.reviews.map { ["price": 3, "review": $0.isEmpty ? .null : .string($0)] }))
        ])
        let count = JSON.int(Self.reviews.count)
        let tensors: JSON = [
            "inputs": [
                ["name": "price", "shape": [count, 1], "datatype": "FP64", "data": .array(Self.reviews.map { _ in 3 })],
                ["name": "review", "shape": [count, 1], "datatype": "BYTES", "data": texts],
            ]
        ]
        try scratch.write(objects.compact, to: "rows.json")
        try scratch.write(tensors.compact, to: "tensors.json")
        let bundle = try JSON(
            parsing: Array(scratch.read("deploy/\(scratch.read("deploy/current").filter { !$0.isWhitespace })/bundle.json").utf8))
        let outcome = try await BuiltTool.run(
            "/bin/sh",
            [
                "-c",
                """
                "$MLKIT" serve --port 0 > out & SERVER=$!
                trap 'kill $SERVER 2> /dev/null' EXIT
                for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
                ask() { curl -s --noproxy '*' "$(sed 's/listening on //' out)$1" -d "@$2"; echo; }
                ask /predict rows.json; ask /v2/models/\(bundle["name"]?.string ?? "")/infer tensors.json
                """,
            ], in: scratch.path,
            environment: [
                "MLKIT": "\(BuiltTool.folder)/mlkit", "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines", "XDG_DATA_HOME": "/nonexistent",
            ])
        let answers = try outcome.output.split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
        try #require(answers.count == 2, "\(outcome.output)\(outcome.error)")
        let predicted = answers[0]["predictions"]?.array?.compactMap { $0["probabilities"]?["yes"]?.double } ?? []
        let inferred = answers[1]["outputs"]?.array?.first { $0["name"] == "probabilities" }?["data"]?.array?.compactMap(\.double) ?? []
        #expect(predicted.count == expected.count && zip(predicted, expected).allSatisfy { abs($0 - $1) < 1e-6 })
        #expect(inferred.count == 2 * expected.count && expected.indices.allSatisfy { abs(inferred[2 * $0 + 1] - expected[$0]) < 1e-6 })
    }

    /// Without a word of texts they are as they were, and the run says so; that they were is no other stage.
    @Test func whatIsNotSaidIsTold() async throws {
        try scratch.write(Self.spec("dates: parts"), to: "mlkit.yaml")
        let run = try await mlkit("run", "train")
        #expect(run.status == 0 && run.error.contains("the column `review` holds free texts, and is taken as categories"), "\(run.error)")
        try scratch.write(Self.spec("dates: parts, columns: {review: {encode: characters, max_features: 50}}"), to: "mlkit.yaml")
        let other = try await mlkit("run", "train")
        #expect(
            other.status == 0 && !other.error.contains("free texts") && other.error.contains("`features.columns` changed"),
            "\(other.error)")
    }
}
