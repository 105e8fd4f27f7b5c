import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Testing

/// Rules that every door holds to, at its edges.
struct DoorRulesTests {
    private struct UnsoundEngine: InferenceEngine {
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 2])]
        let outputs = [ValueDescription(name: "y", type: .double, shape: ["N", 2])]
        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            guard case .double(let values) = inputs[0].values else { return inputs }
            return [try Tensor(.double(values.map { $0 < 0 ? .nan : $0 }), shape: inputs[0].shape)]
        }
    }

    /// The rows, their sum, and those that are not 0.
    private struct ReducingEngine: InferenceEngine {
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N"])]
        let outputs = [ValueDescription(name: "rows", type: .double, shape: ["N"]), ValueDescription(name: "sum", type: .double, shape: [])]
        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            [inputs[0], try Tensor(.double([(inputs[0].reals ?? []).reduce(0, +)]), shape: [])]
        }
    }

    private func infer(_ x: Double, _ parameters: String) -> String {
        #"{"inputs":[{"name":"x","shape":[1,2],"datatype":"FP64","data":[1,\#(x)]}],"outputs":[{"name":"y","#
            + #""parameters":{\#(parameters)}}]}"#
    }

    @Test func whatIsNoNumberHasNoRank() throws {
        let service = ModelService(try ServedModel(name: "m", version: "1", engine: UnsoundEngine()))
        let path = "/v2/models/m/infer"
        for parameters in ["", #""classification":1"#, #""classification":1,"binary_data":true"#] {
            #expect(try Transport.direct.ask(service, "POST", path, infer(2, parameters)).0 == 200)
            #expect(try Transport.direct.ask(service, "POST", path, infer(-1, parameters)).0 == 500, "\(parameters)")
        }
        #expect(try Transport.direct.ask(service, "POST", path, infer(-1, #""binary_data":true"#)).0 == 200)
        // Four answers were given, and three that could not be sent.
        let (_, text) = try Transport.direct.ask(service, "GET", "/v2/models/m/stats")
        let stats = try JSON(parsing: text)["model_stats"]?.array?.first?["inference_stats"]
        #expect(stats?["success"]?["count"] == 4)
        #expect(stats?["fail"]?["count"] == 3)
    }

    @Test func theLastSuccessIsKnown() throws {
        let model = try ServedModel(name: "m", version: "1", engine: UnsoundEngine())
        let service = ModelService(ModelRepository([model]), observer: Observer(seconds: { 1_800_000_000 }))
        func last() throws -> JSON? {
            let (_, text) = try Transport.direct.ask(service, "GET", "/v2/models/stats")
            return try JSON(parsing: text)["model_stats"]?.array?.first?["last_inference"]
        }
        #expect(try last() == 0)
        _ = try Transport.direct.ask(service, "POST", "/v2/models/m/infer", infer(-1, ""))
        #expect(try last() == 0)
        _ = try Transport.direct.ask(service, "POST", "/v2/models/m/infer", infer(1, ""))
        #expect(try last() == 1_800_000_000_000)
    }

    /// A client pairs answers with its instances.
    @Test func instancesHaveAnAnswerEach() throws {
        let service = ModelService(try ServedModel(name: "m", version: "1", engine: ReducingEngine()))
        try expect(
            service, "POST", "/v1/models/m:predict", #"{"instances":[1,2]}"#, status: 400,
            #"{"error":"the model's output `sum` is not one a row; give the tensors as `inputs`, not as `instances`"}"#)
        try expect(service, "POST", "/v1/models/m:predict", #"{"inputs":[1,2]}"#, status: 200, #"{"outputs":{"rows":[1.0,2.0],"sum":3.0}}"#)
    }

    @Test(arguments: [
        ("/predict", #"{"columns":{"age":[]}}"#), ("/predict", #"{"columns":{}}"#), ("/v1/models/census:predict", #"{"inputs":{}}"#),
        ("/v1/models/census:predict", #"{"inputs":{"age":[]}}"#), ("/invocations", #"{"inputs":{}}"#),
        ("/invocations", #"{"dataframe_split":{"columns":["age"],"data":[]}}"#),
    ])
    func columnsAreThereWithoutRowsToo(_ path: String, _ body: String) throws {
        let (status, answer) = try Transport.direct.ask(CensusEngine.service(), "POST", path, body)
        #expect(status == 400)
        #expect(answer.contains("column `citizen`: missing"), "\(answer)")
        #expect(!answer.contains("column `workclass`"), "a value of it may be missing")
    }

    @Test func noRowsOfAllColumnsAreNoRows() throws {
        let none = #""age":[],"citizen":[]"#
        for (path, body, answer) in [
            ("/predict", #"{"columns":{\#(none)}}"#, #"{"model":{"name":"census","version":"0123456789ab"},"predictions":[]}"#),
            ("/invocations", #"{"dataframe_split":{"columns":["age","citizen"],"data":[]}}"#, #"{"predictions":[]}"#),
            ("/invocations", #"{"dataframe_split":{"columns":["age","citizen"],"index":[],"data":[]}}"#, #"{"predictions":[]}"#),
        ] { try expect(CensusEngine.service(), "POST", path, body, status: 200, answer) }
    }

    @Test(arguments: [("[0]", 200), ("[0,1]", 400), ("[]", 400), ("null", 200), ("{}", 400), ("3", 400)])
    func labelsAreAsManyAsRows(_ index: String, _ status: Int) throws {
        let body = #"{"dataframe_split":{"columns":["age","citizen"],"index":\#(index),"data":[[39,true]]}}"#
        let (found, answer) = try Transport.direct.ask(CensusEngine.service(), "POST", "/invocations", body)
        #expect(found == status, "\(answer)")
    }

    @Test(arguments: [
        ("", 200), ("{}", 200), (#"{"parameters":{"unload_dependents":true}}"#, 200), ("xx", 400), (#"{"parameters":{"bogus":1}}"#, 400),
        (#"{"parameters":{"unload_dependents":1}}"#, 400), (#"{"parameters":3}"#, 400), (#"{"bogus":1}"#, 400),
    ])
    func unloadingTakesWhatItKnows(_ body: String, _ status: Int) throws {
        let service = try CensusEngine.service()
        let (found, answer) = try Transport.direct.ask(service, "POST", "/v2/repository/models/census/unload", body)
        #expect(found == status, "\(answer)")
        #expect(try Transport.direct.ask(service, "GET", "/v2/models/census/ready").0 == (status == 200 ? 503 : 200))
    }

    @Test(arguments: [
        ("text/html", true), ("text/html,application/xhtml+xml;q=0.9,*/*;q=0.8", true), ("application/json, text/html;q=0.1", false),
        ("application/json;q=0.5, text/html;q=0.6", true), ("text/html;q=0", false), ("*/*", false), ("text/*", true), ("", false),
    ])
    func thePageIsForThoseWhoPreferIt(_ accept: String, _ isPage: Bool) throws {
        let response = try CensusEngine.service().respond(
            to: Request(method: "GET", target: "/", fields: HeaderFields(accept.isEmpty ? [:] : [.accept: accept])))
        #expect(response.bodyText.hasPrefix("<!doctype html>") == isPage)
        #expect(response.fields.contains { $0.name == "vary" && $0.value == "accept" })
    }

    @Test func aTensorAloneIsRefused() throws {
        let request = Request(
            method: "POST", target: "/v2/models/census/infer", fields: HeaderFields([.inferenceHeaderLength: "0"]), body: [0, 0, 0, 0])
        let response = try CensusEngine.service().respond(to: request)
        #expect(response.status == .badRequest)
        #expect(response.bodyText.contains("a tensor without a JSON text before it is not taken"))
    }

    @Test func whatMayPassIsToBeTriedAgain() throws {
        let service = try CensusEngine.service()
        _ = try Transport.direct.ask(service, "POST", "/v2/repository/models/census/unload")
        for (method, path) in [("GET", "/v2/health/ready"), ("GET", "/v2/models/census/ready"), ("POST", "/predict")] {
            let response = service.respond(to: Request(method: method, target: path, body: []))
            #expect(response.status == .unavailable)
            #expect(response.fields.contains { $0.name == "retry-after" && $0.value == "1" }, "\(path)")
        }
    }

    @Test func noModelHasTheNameOfAPath() {
        #expect(
            failure { try ServedModel(name: "stats", version: "1", engine: UnsoundEngine()) }
                == "a model cannot be served as `stats`: /v2/models/stats is the statistics of all models")
    }

    @Test func aDateIsShownAsOne() throws {
        let manifest = BundleManifest(
            name: "d", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [ModelColumn(name: "x", type: .date, format: "%d.%m.%Y")], files: [])
        let service = ModelService(try ServedModel(manifest: manifest, engine: EchoEngine(.double, shape: ["N", 1])))
        let (_, answer) = try Transport.direct.ask(service, "POST", "/predict", #"{"x":"29/01/2022"}"#)
        #expect(try JSON(parsing: answer)["error"]?.string == #"row 1, field `x`: expected a date such as "24.12.2031", by "%d.%m.%Y", got text "29/01/2022""#)
    }

    /// As texts are written, with the hours of a clock of twelve, and as programs write moments in JSON.
    @Test(arguments: ["29.01.2022 15:05", "29.01.2022 3:05 PM", "2022-01-29T16:05:00+01:00"]) func aMomentIsReadAsInTables(text: String) throws {
        var manifest = BundleManifest(
            name: "d", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [ModelColumn(name: "x", type: .timestamp, format: "%d.%m.%Y")], files: [])
        manifest.signature.cleaning = Cleaning()
        let service = ModelService(try ServedModel(manifest: manifest, engine: EchoEngine(.double, shape: ["N", 1])))
        let (_, answer) = try Transport.direct.ask(service, "POST", "/predict", "{\"x\":\"\(text)\"}")
        #expect(try JSON(parsing: answer)["predictions"]?.array?.first?["prediction"]?.double == 1_643_468_700, "\(answer)")
    }
}
