import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

extension FinishedProjectTests {
    /// `mlkit serve` on a deployed model, asked with curl.
    @Suite struct ServeCommandTests {
        let project: SampleProject

        init() throws { project = try FinishedProject.current().sample }

        /// Runs a shell script while the model is served: `ask PATH [DATA]` prints the answer and its status.
        private func serving(_ script: String, arguments: String = "") async throws -> BuiltTool.Outcome {
            let scratch = try ScratchDirectory()
            let whole = """
                "$MLKIT" serve -C "$PROJECT" --port 0 \(arguments) > out & SERVER=$!
                trap 'kill $SERVER 2> /dev/null' EXIT
                for i in $(seq 200); do grep -q listening out && break; sleep 0.1; done
                ask() { curl -s --noproxy '*' -w ' %{http_code}\\n' "$(sed 's/listening on //' out)$1" ${2:+-d "$2"}; }
                \(script)
                """
            return try await BuiltTool.run(
                "/bin/sh", ["-c", whole], in: scratch.path,
                environment: [
                    "MLKIT": "\(BuiltTool.folder)/mlkit", "PROJECT": project.path.string,
                    "MLKIT_ENGINES": "\(BuiltTool.sourceRoot)/engines", "XDG_DATA_HOME": "/nonexistent",
                ])
        }

        private func bundle() throws -> JSON {
            let version = try project.read("deploy/current").filter { !$0.isWhitespace }
            return try project.json("deploy/\(version)/bundle.json")
        }

        private static let row = """
            {"age": 39, "workclass": "Private", "education": "Bachelors", "education_num": 13, \
            "marital_status": "Married-civ-spouse", "occupation": "Exec-managerial", "relationship": "Husband", \
            "race": "White", "sex": "Male", "capital_gain": 0, "capital_loss": 0, "hours_per_week": 50, \
            "native_country": "United-States"}
            """

        @Test func healthAndMetadataAreThoseOfTheBundle() async throws {
            let bundle = try bundle()
            let name = try #require(bundle["name"]?.string)
            let outcome = try await serving(
                """
                ask /v2/health/live; ask /v2/health/ready; ask /v2/models/\(name)/ready
                ask /v2/models/\(name) | sed 's/ 200$//'
                """)
            let lines = outcome.output.split(separator: "\n")
            try #require(lines.count == 4, "\(outcome.output)\(outcome.error)")
            #expect(lines[0] == #"{"live":true,"ready":true} 200"# || lines[0] == #"{"live":true} 200"#)
            #expect(lines[1] == #"{"live":true,"ready":true} 200"# || lines[1] == #"{"ready":true} 200"#)
            #expect(lines[2].hasSuffix(" 200"))
            let metadata = try JSON(parsing: Array(lines[3].utf8))
            #expect(metadata["name"]?.string == name)
            #expect(metadata["versions"]?.array == bundle["version"].map { [$0] })
            let inputs = metadata["inputs"]?.array?.compactMap { $0["name"]?.string }
            #expect(inputs == bundle["inputs"]?.array?.compactMap { $0["name"]?.string })
            #expect(inputs?.count == 13)
        }

        @Test func rowsAreAnsweredWithLabelsAndProbabilities() async throws {
            let outcome = try await serving("ask /predict '{\"rows\": [\(Self.row), \(Self.row)]}' | sed 's/ 200$//'")
            let answer = try JSON(parsing: Array(outcome.output.utf8))
            let predictions = try #require(answer["predictions"]?.array)
            #expect(predictions.count == 2)
            #expect(predictions[0] == predictions[1])
            #expect(predictions[0]["label"] == ">50K")
            let likely = try #require(predictions[0]["probabilities"]?[">50K"]?.double)
            let unlikely = try #require(predictions[0]["probabilities"]?["<=50K"]?.double)
            #expect(likely > 0.5 && abs(likely + unlikely - 1) < 1e-6)
        }

        /// Asks for the same row as named columns and as tensors.
        @Test func tensorsAreAnsweredAsRowsAre() async throws {
            let bundle = try bundle()
            let name = try #require(bundle["name"]?.string)
            let row = try JSON(parsing: Array(Self.row.utf8))
            let tensors = (bundle["inputs"]?.array ?? []).compactMap { input -> JSON? in
                guard let column = input["name"]?.string, let value = row[column] else { return nil }
                let datatype: JSON = value.string == nil ? "FP64" : "BYTES"
                return ["name": .string(column), "shape": [1, 1], "datatype": datatype, "data": [value]]
            }
            let request = JSON.object([.init("inputs", .array(tensors))]).compact
            let outcome = try await serving(
                """
                ask /v2/models/\(name)/infer '\(request)' | sed 's/ 200$//'
                ask /predict '\(Self.row)' | sed 's/ 200$//'
                """)
            let lines = outcome.output.split(separator: "\n")
            try #require(lines.count == 2, "\(outcome.output)\(outcome.error)")
            let outputs = try JSON(parsing: Array(lines[0].utf8))["outputs"]?.array ?? []
            let tensor = outputs.first { $0["name"] == "probabilities" }
            let prediction = try JSON(parsing: Array(lines[1].utf8))["predictions"]?.array?.first
            #expect(tensor?["shape"] == [1, 2])
            #expect(tensor?["data"]?.array?.last == prediction?["probabilities"]?[">50K"])
            #expect(outputs.first { $0["name"] == "label" }?["data"]?.array?.first == prediction?["label"])
        }

        @Test func aBadRowIsRefusedByTheNamesOfItsFields() async throws {
            let bad = Self.row.replacing("\"age\": 39", with: "\"age\": \"old\"").replacing("\"sex\"", with: "\"sexx\"")
            let outcome = try await serving(
                """
                ask /predict '{"rows": [\(Self.row), \(bad)]}'
                ask /predict '{"rows": ['
                ask /predict
                ask /nothing
                """)
            let lines = outcome.output.split(separator: "\n")
            try #require(lines.count == 4, "\(outcome.output)\(outcome.error)")
            #expect(lines[0].hasSuffix(" 400") && lines[1].hasSuffix(" 400"))
            #expect(lines[2].hasSuffix(" 405") && lines[3].hasSuffix(" 404"))
            let problems = try JSON(parsing: Array(lines[0].dropLast(4).utf8))["problems"]?.array?.compactMap(\.string) ?? []
            #expect(problems.count == 3)
            #expect(problems.first == #"row 2, field `age`: expected a whole number, got text "old""#)
            #expect(problems.contains { $0.hasPrefix("row 2, field `sexx`: the model has no such input") })
            #expect(problems.contains("row 2, field `sex`: missing"))
            #expect(lines[1].contains("the body is not JSON: line 1, column 11: "))
        }

        @Test func aVersionIsServedByItsName() async throws {
            let version = try #require(try bundle()["version"]?.string)
            let outcome = try await serving("ask /v2/health/ready", arguments: version)
            #expect(outcome.output.hasSuffix(" 200\n"), "\(outcome.output)\(outcome.error)")
            let unknown = try await project.mlkit("serve", "1.0")
            #expect(unknown.status == 1)
            #expect(
                unknown.error == """
                    error: no bundle `1.0`
                    note: looked for `\(project.path)/1.0/bundle.json`
                    note: looked for `\(project.path)/deploy/1.0/bundle.json`

                    """)
        }

        @Test func aSignalStopsItInGoodOrder() async throws {
            let outcome = try await serving(
                "kill -TERM $SERVER; wait $SERVER; echo status $?; sed 's/[0-9]*$/PORT/' out")
            #expect(outcome.output == "status 0\nlistening on http://127.0.0.1:PORT\n")
            #expect(outcome.error == "")
        }
    }
}

/// `mlkit serve` where there is nothing to serve.
@Suite struct ServeNothingTests {
    @Test func beforeAnythingIsDeployedItSaysWhatToDo() async throws {
        let scratch = try ScratchDirectory()
        try scratch.write("mlkit: 1\nproject: {name: p}\n", to: "mlkit.yaml")
        let outcome = try await BuiltTool.mlkit(["serve"], in: scratch.path)
        #expect(outcome.status == 1)
        #expect(outcome.error == "error: nothing is deployed yet\n\nhint: deploy a model with `mlkit run`\n")
    }
}
