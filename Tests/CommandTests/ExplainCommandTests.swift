import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

extension FinishedProjectTests {
    /// `mlkit explain`: what a model goes by.
    @Suite struct ExplainCommandTests {
        let project: SampleProject
        let scratch: ScratchDirectory

        init() throws {
            project = try FinishedProject.current().sample
            scratch = try ScratchDirectory()
        }

        private func explain(_ arguments: String...) async throws -> BuiltTool.Outcome {
            try await BuiltTool.mlkit(["explain", "-C", project.path.string] + arguments, in: scratch.path)
        }

        private func json(_ arguments: String...) async throws -> JSON {
            let outcome = try await BuiltTool.mlkit(
                ["explain", "-C", project.path.string] + arguments + ["--format", "json"], in: scratch.path)
            #expect(outcome.status == 0, "\(outcome.error)")
            return try JSON(parsing: Array(outcome.output.utf8))
        }

        private var model: String {
            get throws {
                let version = try project.read("deploy/current").filter { !$0.isWhitespace }
                return "\(project.path)/deploy/\(version)"
            }
        }

        private func source(rows: Int = 300) async throws {
            let unpacked = try await BuiltTool.run(
                "sh", ["-c", "gzip -dc data/original/adult.csv.gz | head -\(rows + 1) > '\(scratch.path.appending("rows.csv"))'"],
                in: project.path)
            #expect(unpacked.status == 0, "\(unpacked.error)")
        }

        @Test func columnsAreRanked() async throws {
            try await source()
            let outcome = try await explain("current", "rows.csv", "--repeats", "3")
            #expect(outcome.status == 0, "\(outcome.error)")
            let lines = outcome.output.split(separator: "\n")
            #expect(lines[0].hasPrefix("log_loss is ")
                && lines[0].hasSuffix(" on 300 rows of `rows.csv`; it gets worse where a column is shuffled, 3 times each"))
            #expect(lines[1].split(separator: " ").prefix(2) == ["column", "worse"])
            let found = try await json("current", "rows.csv", "--repeats", "3", "--metric", "accuracy")
            #expect(found["metric"] == "accuracy" && found["rows"] == 300 && found["repeats"] == 3)
            let columns = try #require(found["columns"]?.array)
            let losses = columns.compactMap { $0["loss"]?.double }
            #expect(losses == losses.sorted(by: >) && losses.count == columns.count && columns.count > 5)
            #expect(try await json("current", "rows.csv", "--repeats", "3", "--metric", "accuracy") == found)
        }

        @Test func aRowIsFittedNearby() async throws {
            try await source()
            let outcome = try await explain("current", "rows.csv", "--row", "7", "--method", "lime", "--samples", "1000")
            #expect(outcome.status == 0, "\(outcome.error)")
            let lines = outcome.output.split(separator: "\n")
            #expect(lines[0].hasPrefix("row 7 of `rows.csv` is answered `") && !lines[0].contains("on average of"))
            #expect(lines[1].hasPrefix("linear fit of 1000 rows near it, kernel width ") && lines[1].contains(": R² 0."))
            #expect(lines[2].split(separator: " ") == ["column", "value", "adds", "where"])
            let found = try await json("current", "rows.csv", "--row", "7", "--method", "lime", "--samples", "1000", "--kernel-width", "2")
            #expect(found.array?.first?["fit"]?["kernel_width"]?.double == 2 && found.array?.first?["method"] == "lime")
            #expect(try await explain("current", "rows.csv", "--row", "7", "--kernel-width", "0").status == 64)
            #expect(try await explain("current", "rows.csv", "--row", "7", "--samples", "1").status == 64)
        }

        /// The parts add up to the answer of `mlkit predict`.
        @Test func partsAddUpToTheAnswer() async throws {
            try await source()
            let found = try await json(try model, "rows.csv", "--row", "7", "--row", "8", "--method", "sampled", "--orders", "10")
            #expect(found.array?.count == 2)
            let row = try #require(found.array?.first)
            let parts = row["columns"]?.array?.compactMap { $0["adds"]?.double } ?? []
            let sum = parts.reduce(row["base"]?.double ?? .nan, +)
            #expect(row["method"] == "sampled" && row["row"] == 7 && abs(sum - (row["answer"]?.double ?? 0)) < 1e-5)
            let predicted = try await BuiltTool.mlkit(["predict", try model, "rows.csv", "-o", "answers.jsonl"], in: scratch.path)
            #expect(predicted.status == 0, "\(predicted.error)")
            let answers = try scratch.read("answers.jsonl").split(separator: "\n").map { try JSON(parsing: Array($0.utf8)) }
            #expect(answers[6]["label"] == row["label"])
            let share = answers[6].members?.last?.value.double ?? 0
            #expect(abs(share - (row["answer"]?.double ?? 0)) < 1e-6)
            let shown = try await explain("current", "rows.csv", "--row", "7")
            #expect(shown.output.hasPrefix("row 7 of `rows.csv` is answered `"), "\(shown.output)\(shown.error)")
        }

        @Test func aColumnIsFollowed() async throws {
            try await source()
            let found = try await json("current", "rows.csv", "--column", "age", "--row", "2", "--curves", "--most", "50")
            let points = try #require(found.array?.first?["points"]?.array)
            #expect(found.array?.first?["rows"] == 50 && points.count == 20)
            #expect(points.allSatisfy { $0["curves"]?.array?.count == 50 && $0["row"]?.double != nil })
            let shown = try await explain("current", "rows.csv", "--column", "age", "--most", "50")
            #expect(
                shown.output.hasPrefix("the probability of `>50K` for 50 rows of `rows.csv`, all with one value of `age`\n"),
                "\(shown.output)")
        }

        /// The changed row is answered as was said.
        @Test func aChangeChangesTheAnswer() async throws {
            try await source()
            let found = try await json("current", "rows.csv", "--row", "1", "--change", "--fixed", "sex", "--fixed", "race")
            let change = try #require(found.array?.first?["found"]?.array?.first)
            let steps = try #require(change["changes"]?.array)
            #expect((1...3).contains(steps.count) && steps.allSatisfy { $0["column"] != "sex" && $0["column"] != "race" })
            let lines = try scratch.read("rows.csv").split(separator: "\n")
            var fields = lines[1].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            let names = lines[0].split(separator: ",").map(String.init)
            for step in steps {
                let place = try #require(names.firstIndex(of: step["column"]?.string ?? ""))
                fields[place] = step["to"]?.string ?? ""
            }
            try scratch.write("\(lines[0])\n\(fields.joined(separator: ","))\n", to: "changed.csv")
            let predicted = try await BuiltTool.mlkit(["predict", try model, "changed.csv", "-o", "answers.jsonl"], in: scratch.path)
            #expect(predicted.status == 0, "\(predicted.error)")
            let answer = try JSON(parsing: Array(try scratch.read("answers.jsonl").utf8))
            #expect(answer["label"] == change["label"] && change["label"] != nil)
        }

        @Test(arguments: [
            (["--change"], "`--change` goes with `--row`"), (["--to", "yes"], "`--to` and `--fixed` go with `--change`"),
            (["--curves", "--column", "age"], "`--curves` goes with `--column` and `--format json`"),
            (["--repeats", "1"], "`--repeats` is 2 or more"),
            (["--row", "1", "--method", "lime", "--orders", "3"], "`--orders` goes with `--method sampled`"),
            (["--row", "1", "--samples", "100"], "`--samples` and `--kernel-width` go with `--method lime`"),
            (["--column", "age", "--row", "1", "--method", "lime"], "go with `--row`, without `--change` and `--column`"),
            (["--row", "1", "--repeats", "3"], "`--repeats` and `--metric` go with neither `--row` nor `--column`"),
            (["--column", "age", "--row", "1", "--row", "2"], "with `--column` one `--row` is enough"),
        ])
        func whatDoesNotGoTogetherIsSaid(_ arguments: [String], _ words: String) async throws {
            let outcome = try await BuiltTool.mlkit(["explain", "model", "rows.csv"] + arguments, in: scratch.path)
            #expect(outcome.status == 64 && outcome.error.contains(words), "\(outcome.error)")
        }

        @Test func whatIsNotThereIsSaid() async throws {
            try await source(rows: 20)
            let row = try await explain("current", "rows.csv", "--row", "21")
            #expect(row.status == 1
                && row.error == "error: there is no row 21\n\nhint: the file has 20 rows, counted from 1 without the header\n",
                "\(row.error)")
            let column = try await explain("current", "rows.csv", "--column", "agee")
            #expect(column.error == "error: the model takes no column `agee`\n\nhint: did you mean `age`?\n", "\(column.error)")
            let other = try await explain("current", "rows.csv", "--row", "1", "--class", "rich")
            #expect(other.status == 1 && other.error.hasPrefix("error: there is no class `rich`\n"), "\(other.error)")
        }
    }
}
