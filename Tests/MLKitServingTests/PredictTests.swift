import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Testing

/// `POST /predict`: rows of named columns.
struct PredictTests {
    private let rich = #"{"label":">50K","probabilities":{"<=50K":0.125,">50K":0.875}}"#
    private let poor = #"{"label":"<=50K","probabilities":{"<=50K":0.75,">50K":0.25}}"#

    private func answer(_ predictions: String...) -> String {
        #"{"model":{"name":"census","version":"0123456789ab"},"predictions":["#
            + predictions.joined(separator: ",") + "]}"
    }

    @Test(arguments: Transport.allCases)
    func predictsRows(_ transport: Transport) throws {
        let body = """
            {"rows": [{"age": 39, "hours": 60, "workclass": "Private", "citizen": true},
                      {"citizen": "false", "workclass": "State-gov", "hours": 20.5, "age": 50.0}]}
            """
        try expect(transport, CensusEngine.service(), "POST", "/predict", body, status: 200, answer(rich, poor))
    }

    @Test func takesAListOrOneRow() throws {
        let row = #"{"age": 39, "hours": 60, "workclass": "Private", "citizen": true}"#
        let service = try CensusEngine.service()
        try expect(service, "POST", "/predict", "[\(row), \(row)]", status: 200, answer(rich, rich))
        try expect(service, "POST", "/predict", row, status: 200, answer(rich))
        try expect(service, "POST", "/predict", "[]", status: 200, answer())
    }

    /// As some editors write it.
    @Test func aByteOrderMarkIsReadPast() throws {
        let row = #"{"age": 39, "hours": 60, "workclass": "Private", "citizen": true}"#
        try expect(CensusEngine.service(), "POST", "/predict", "\u{FEFF}\(row)", status: 200, answer(rich))
        let twice = #"{"error":"the body is not JSON: line 1, column 2: expected a value"}"#
        try expect(CensusEngine.service(), "POST", "/predict", "\u{FEFF}\u{FEFF}\(row)", status: 400, twice)
    }

    @Test func takesMissingValuesWhereTheSchemaAllowsThem() throws {
        let body = #"[{"age": 39, "citizen": true}, {"age": 39, "citizen": true, "hours": null, "workclass": ""}]"#
        try expect(CensusEngine.service(), "POST", "/predict", body, status: 200, answer(poor, poor))
    }

    @Test func predictsNumbers() throws {
        try expect(
            EchoEngine.service(.double, shape: ["N", 1]), "POST", "/predict", #"[{"x": 12.25}, {"x": 3}]"#, status: 200,
            #"{"model":{"name":"echo","version":"1"},"predictions":[{"prediction":12.25},{"prediction":3.0}]}"#)
    }

    @Test(arguments: [
        (#"{"age": "x", "citizen": true}"#, #"row 1, field `age`: expected a whole number, got text \"x\""#),
        (#"{"age": 39.5, "citizen": true}"#, "row 1, field `age`: expected a whole number, got the number 39.5"),
        (#"{"age": true, "citizen": true}"#, "row 1, field `age`: expected a whole number, got true"),
        (#"{"age": [39], "citizen": true}"#, "row 1, field `age`: expected a whole number, got a list"),
        (#"{"age": null, "citizen": true}"#, "row 1, field `age`: must not be null"),
        (#"{"citizen": true}"#, "row 1, field `age`: missing"),
        (#"{"age": 1, "citizen": "yes"}"#, #"row 1, field `citizen`: expected true or false, got text \"yes\""#),
        (#"{"age": 1, "citizen": ""}"#, "row 1, field `citizen`: must not be empty"),
        (#"{"age": 1, "citizen": true, "hours": "40"}"#, #"row 1, field `hours`: expected a number, got text \"40\""#),
        (#"{"age": 1, "citizen": true, "workclass": 3}"#, "row 1, field `workclass`: expected text, got the number 3"),
        (
            #"{"age": 1, "citizen": true, "workclass": "private"}"#,
            #"row 1, field `workclass`: unknown category \"private\"; did you mean `Private`?"#
        ),
        (
            #"{"age": 1, "citizen": true, "workclas": "Private"}"#,
            "row 1, field `workclas`: the model has no such input; did you mean `workclass`?"
        ),
        (
            #"{"age": 1, "citizen": true, "income": ">50K"}"#,
            "row 1, field `income`: this is what the model predicts, not an input"
        ),
        (#"{"age": 1, "citizen": true, "age": 2}"#, "row 1, field `age`: given twice"),
        (#"[{"age": 1, "citizen": true}, 7]"#, "row 2: expected an object, got the number 7"),
        (#"{"rows": {"age": 1}}"#, "`rows` should be a list of objects, and is an object"),
        (#"{"rows": [], "id": 1}"#, "unknown key `id` beside `rows`"),
        ("3", "expected an object with `rows`, got a number"),
        (#"{"rows": [1,]}"#, "the body is not JSON: line 1, column 13: expected a value"),
        (#"{"age": 1e999}"#, "the body is not JSON: line 1, column 9: the number is too large"),
    ])
    func namesRowAndField(_ body: String, _ error: String) throws {
        try expect(CensusEngine.service(), "POST", "/predict", body, status: 400, #"{"error":"\#(error)"}"#)
    }

    @Test func listsAllProblems() throws {
        let body = #"[{"age": 1, "citizen": true}, {"age": "x", "zebra": 1}]"#
        try expect(
            CensusEngine.service(), "POST", "/predict", body, status: 400,
            #"{"error":"row 2, field `age`: expected a whole number, got text \"x\" (and 2 more problems)","#
                + #""problems":["row 2, field `age`: expected a whole number, got text \"x\"","#
                + #""row 2, field `zebra`: the model has no such input; known are `age`, `hours`, `workclass` and `citizen`","#
                + #""row 2, field `citizen`: missing"]}"#)
    }

    @Test func helpsAtTheRoot() throws {
        let (status, answer) = try Transport.direct.ask(CensusEngine.service(), "GET", "/")
        let json = try JSON(parsing: answer)
        #expect(status == 200)
        #expect(json["server"] == "mlkit 0.1.0")
        #expect(json["endpoints"]?["POST /v2/models/census/infer"] == "inference on tensors, by the Open Inference Protocol")
    }

    @Test func refusesAModelThatIsNotTheManifests() throws {
        var manifest = CensusEngine.manifest
        manifest.inputs.removeLast()
        #expect(failure { try ServedModel(manifest: manifest, engine: CensusEngine()) }
            == "the model takes `citizen`, which is not in the manifest")
        manifest = CensusEngine.manifest
        manifest.inputs.append(BundleInput(name: "extra", type: .text))
        #expect(failure { try ServedModel(manifest: manifest, engine: CensusEngine()) }
            == "the model does not take `extra`, which the manifest names")
        manifest = CensusEngine.manifest
        manifest.inputs[0].type = .text
        #expect(failure { try ServedModel(manifest: manifest, engine: CensusEngine()) }
            == "the model takes `age` as double [N, 1], and the manifest says text")
        manifest = CensusEngine.manifest
        manifest.task = .regression
        #expect(failure { try ServedModel(manifest: manifest, engine: CensusEngine()) }
            == "the model has no output `prediction`, which a regression model gives")
    }
}
