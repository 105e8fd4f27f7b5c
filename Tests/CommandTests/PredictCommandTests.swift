import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

extension FinishedProjectTests {
    /// `mlkit predict`: answers for whole files.
    @Suite struct PredictCommandTests {
        let project: SampleProject
        let scratch: ScratchDirectory

        init() throws {
            project = try FinishedProject.current().sample
            scratch = try ScratchDirectory()
        }

        private func predict(_ arguments: String...) async throws -> BuiltTool.Outcome {
            try await BuiltTool.mlkit(["predict", "-C", project.path.string] + arguments, in: scratch.path)
        }

        private func python(_ script: String, _ arguments: String...) async throws -> BuiltTool.Outcome {
            try await BuiltTool.run(
                BuiltTool.sourceRoot.pushing(".venv/bin/python").string, ["-c", script] + arguments, in: scratch.path)
        }

        private func bundle() throws -> FilePath {
            let version = try project.read("deploy/current").filter { !$0.isWhitespace }
            return project.path.pushing(FilePath("deploy/\(version)"))
        }

        /// The model is fed by hand with what the rows say.
        private static let comparing = """
            import sys, json, numpy as np, pandas as pd, onnxruntime as ort
            bundle, rows, answers = sys.argv[1:]
            manifest = json.load(open(bundle + "/bundle.json"))
            frame = pd.read_csv(rows, dtype=str, keep_default_na=False)
            options = ort.SessionOptions()
            options.intra_op_num_threads = 1
            session = ort.InferenceSession(bundle + "/model.onnx", options, providers=["CPUExecutionProvider"])
            feed = {}
            for column in manifest["inputs"]:
                values = frame[column["name"]].str.strip().replace("?", "")
                if column["type"] in ("integer", "number"):
                    feed[column["name"]] = pd.to_numeric(values).to_numpy(np.float64).reshape(-1, 1)
                else:
                    feed[column["name"]] = values.to_numpy(object).reshape(-1, 1)
            labels, shares = session.run(["label", "probabilities"], feed)
            found = pd.read_parquet(answers) if answers.endswith("parquet") else pd.read_csv(answers)
            assert list(found.columns) == ["label"] + ["probability_" + name for name in manifest["classes"]], list(found.columns)
            assert list(found["label"]) == [str(label) for label in labels.reshape(-1)]
            print(len(found), float(np.abs(found.iloc[:, 1:].to_numpy() - shares).max()) < 1e-6)
            """

        private func source() async throws -> FilePath {
            let path = scratch.path.appending("rows.csv")
            let unpacked = try await BuiltTool.run(
                "sh", ["-c", "gzip -dc data/original/adult.csv.gz | head -1001 > '\(path)'"], in: project.path)
            #expect(unpacked.status == 0, "\(unpacked.error)")
            return path
        }

        @Test(arguments: ["answers.csv", "answers.parquet"])
        func answersAreThoseOfONNXRuntime(_ output: String) async throws {
            let rows = try await source()
            let outcome = try await predict("current", "rows.csv", "-o", output)
            #expect(outcome.status == 0 && outcome.output == "answered 1000 rows in `\(output)`\n", "\(outcome.error)")
            let compared = try await python(Self.comparing, bundle().string, rows.string, output)
            #expect(compared.output == "1000 True\n", "\(compared.error)")
        }

        /// A file that lacks a column which another has, and one that none has.
        @Test func columnsOfSeveralFilesAreUnited() async throws {
            _ = try await source()
            let prepared = try await BuiltTool.run(
                "sh",
                ["-c", "mkdir parts; cp rows.csv parts/a.csv; cut -d, -f2- rows.csv > parts/b.csv; cut -d, -f1,3- rows.csv > parts/c.csv"],
                in: scratch.path)
            #expect(prepared.status == 0)
            let refused = try await predict("current", "parts", "-o", "answers.csv")
            #expect(
                refused.status == 1 && refused.error.contains("hint: `--read '{columns: union}'` takes it for missing there"),
                "\(refused.error)")
            let united = try await predict("current", "parts", "-o", "answers.csv", "--read", "{columns: union}")
            // `age` is missing in the rows of `b.csv`, and may not be.
            #expect(united.status == 1 && united.error.contains("the column `age` has 1000 missing values"), "\(united.error)")
        }

        /// A model of the project by its file, with columns of the table beside the answers.
        @Test func columnsAreKept() async throws {
            _ = try await source()
            let model = try #require(try LocalFileSystem().list(project.path.appending("models")).first)
            let path = project.path.pushing(FilePath("models/\(model)/model.onnx")).string
            let outcome = try await predict(path, "rows.csv", "-o", "some.jsonl", "--keep", "age", "--keep", "fnlwgt")
            #expect(outcome.status == 0, "\(outcome.error)")
            let first = try JSON(parsing: Array(try scratch.read("some.jsonl").prefix { $0 != "\n" }.utf8))
            let header = try scratch.read("rows.csv").split(separator: "\n")
            let fields = header[1].split(separator: ",", omittingEmptySubsequences: false)
            #expect(first.members?.prefix(3).map(\.name) == ["age", "fnlwgt", "label"])
            #expect(first["age"]?.int.map(String.init) == fields.first.map(String.init))
        }

        @Test func theExampleIsARowThatTheModelTakes() async throws {
            let outcome = try await predict("--example", "current")
            #expect(outcome.status == 0, "\(outcome.error)")
            let row = try #require(try JSON(parsing: Array(outcome.output.utf8))["rows"]?.array?.first)
            try scratch.write(row.compact + "\n", to: "row.jsonl")
            let answered = try await predict("current", "row.jsonl", "-o", "answer.csv")
            #expect(answered.output == "answered 1 row in `answer.csv`\n", "\(answered.error)")
        }

        /// A bundle has all that is needed, wherever it lies; so has the file in it, and a folder of several as `deploy/` is.
        @Test func aBundleIsAskedWithoutItsProject() async throws {
            _ = try await source()
            let version = try project.read("deploy/current").filter { !$0.isWhitespace }
            try LocalFileSystem().makeDirectory(scratch.path.appending("away"))
            let copied = try await BuiltTool.run("cp", ["-r", bundle().string, "away/\(version)"], in: scratch.path)
            #expect(copied.status == 0)
            try scratch.write(version + "\n", to: "away/current")
            let expected = try await predict("current", "rows.csv", "-o", "inside.csv")
            #expect(expected.status == 0, "\(expected.error)")
            for name in ["away/\(version)", "away/\(version)/model.onnx", "away", "away/current", "away/\(version.prefix(4))"] {
                let outcome = try await BuiltTool.mlkit(["predict", name, "rows.csv", "-o", "outside.csv"], in: scratch.path)
                #expect(outcome.output == "answered 1000 rows in `outside.csv`\n", "\(name): \(outcome.error)")
                #expect(try scratch.read("outside.csv") == scratch.read("inside.csv"))
                try LocalFileSystem().remove(scratch.path.appending("outside.csv"))
            }
            let example = try await BuiltTool.mlkit(["predict", "--example", "away"], in: scratch.path)
            #expect(example.status == 0 && example.output.hasPrefix("{\"rows\":[{"), "\(example.error)")
        }

        @Test func withoutAProjectWhatIsMissingIsSaid() async throws {
            try scratch.write("age\n39\n", to: "rows.csv")
            let none = try await BuiltTool.mlkit(["predict", "nonesuch", "rows.csv", "-o", "out.csv"], in: scratch.path)
            #expect(
                none.error == """
                    error: `nonesuch` is no bundle
                    note: no mlkit.yaml in `\(scratch.path)` or a folder above it

                    hint: name the folder of one, in which its `bundle.json` lies

                    """)
            let copied = try await BuiltTool.run("cp", [bundle().appending("model.onnx").string, "other.onnx"], in: scratch.path)
            #expect(copied.status == 0)
            let bare = try await BuiltTool.mlkit(["predict", "other.onnx", "rows.csv", "-o", "out.csv"], in: scratch.path)
            #expect(bare.status == 1)
            #expect(bare.error.hasPrefix("error: the schema of `other.onnx` is not known\n"), "\(bare.error)")
            #expect(bare.error.hasSuffix("hint: name it with `--schema FILE`\n"))
        }

        @Test func whatTheModelDoesNotTakeIsSaidAndNothingWritten() async throws {
            try scratch.write("age,workclas\n39,Private\n", to: "lacking.csv")
            let lacking = try await predict("current", "lacking.csv", "-o", "out.csv")
            #expect(lacking.status == 1)
            #expect(lacking.error.contains(
                "error: `lacking.csv` has no column `workclass`, which the model takes\n\nhint: is `workclas` meant?\n"))
            // The others are one problem, not one each.
            #expect(lacking.error.contains("error: `lacking.csv` lacks ") && lacking.error.contains("note: it has `age`, `workclas`\n"))
            #expect(lacking.error.split(separator: "error: ", omittingEmptySubsequences: false).dropFirst().count == 2, "\(lacking.error)")
            try scratch.write("A report\nof people\nage;x;y\n1;2;3\n4;5;6\n", to: "report.csv")
            let report = try await predict("current", "report.csv", "-o", "out.csv")
            #expect(report.status == 1 && report.error.split(separator: "error: ", omittingEmptySubsequences: false).dropFirst().count == 1)
            #expect(report.error.contains("hint: line 3 and those behind it have 3 values each"), "\(report.error)")
            #expect(report.error.contains("`--read '{skip: 2}'`"), "\(report.error)")
            try LocalFileSystem().write(Array("age;gr".utf8) + [0xF6] + Array("e\n1;2\n".utf8), to: scratch.path.appending("latin.csv"))
            let latin = try await predict("current", "latin.csv", "-o", "out.csv")
            #expect(latin.error.contains("note: it has `age`, `gröe`\n"), "\(latin.error)")
            let rows = try await source()
            let text = try LocalFileSystem().readText(rows)
            try scratch.write(text.replacing("Private", with: "Privat"), to: "rows.csv")
            let wrong = try await predict("current", "rows.csv", "-o", "out.csv")
            #expect(wrong.status == 1)
            #expect(wrong.error.contains("outside its categories") && wrong.error.contains("did you mean `Private`?"), "\(wrong.error)")
            #expect(try await predict("current", "rows.csv", "-o", "out.txt").error.contains("does not tell how answers are to be written"))
            #expect(try await predict("nonesuch", "rows.csv", "-o", "out.csv").error.hasPrefix("error: no bundle `nonesuch`"))
            #expect(try await predict("current", "rows.csv").status == 64)
            #expect(try LocalFileSystem().list(scratch.path).filter { $0.contains("out") } == [])
        }
    }
}
