import MLKitCore
import MLKitONNX
import MLKitSignature
import Testing

@testable import MLKitServing

/// Every door holds a request to the same rules.
struct OneRuleTests {
    /// Asks for one row at every door; `nil` leaves the column out.
    private func statuses(_ service: ModelService, _ row: [(String, String)]) throws -> [String: Int] {
        let object = "{" + row.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
        let columns = "{" + row.map { "\"\($0)\":[\($1)]" }.joined(separator: ",") + "}"
        let names = row.map { "\"\($0.0)\"" }.joined(separator: ",")
        let values = row.map(\.1).joined(separator: ",")
        let tensors = row.map { name, value in
            let isText = value.hasPrefix("\"") || (value == "null" && ["workclass", "citizen"].contains(name))
            let type = isText ? "BYTES" : value == "true" || value == "false" ? "BOOL" : "FP64"
            return #"{"name":"\#(name)","datatype":"\#(type)","shape":[1,1],"data":[\#(value)]}"#
        }.joined(separator: ",")
        let requests = [
            ("/predict", #"{"rows":[\#(object)]}"#), ("/predict", object), ("/predict", #"{"columns":\#(columns)}"#),
            ("/v2/models/census/infer", #"{"inputs":[\#(tensors)]}"#),
            ("/v1/models/census:predict", #"{"instances":[\#(object)]}"#), ("/v1/models/census:predict", #"{"inputs":\#(columns)}"#),
            ("/invocations", #"{"dataframe_split":{"columns":[\#(names)],"data":[[\#(values)]]}}"#),
            ("/invocations", #"{"dataframe_records":[\#(object)]}"#),
        ]
        return try Dictionary(
            requests.map { ("\($0) \($1.prefix(20))", try Transport.direct.ask(service, "POST", $0, $1).0) }) { $1 }
    }

    @Test(arguments: [
        ("39", "60", #""Private""#, "true", 200), ("39", "null", "null", "false", 200), ("39.0", "60", #""""#, #""true""#, 200),
        ("39.5", "60", "null", "true", 400), ("null", "60", "null", "true", 400), (#""39""#, "60", "null", "true", 400),
        ("39", "60", #""Atlantis""#, "true", 400), ("39", "60", "7", "true", 400), ("39", "60", "null", #""yes""#, 400),
        ("39", "60", "null", "null", 400), ("39", "60", #""Pri\u0000vate""#, "true", 400), ("39", "[60,1]", "null", "true", 400),
        ("1e300", "60", "null", "true", 400), ("9007199254740993", "60", "null", "true", 400),
        ("39", "60", "true", "true", 400), ("39", "60", "null", "1", 400),
    ])
    func holdsAtEveryDoor(_ age: String, _ hours: String, _ work: String, _ citizen: String, _ status: Int) throws {
        let found = try statuses(CensusEngine.service(), [("age", age), ("hours", hours), ("workclass", work), ("citizen", citizen)])
        for (door, given) in found { #expect(given == status, "\(door)") }
    }

    /// A truth value is no number of a tensor, at any door; BOOL is a datatype of its own, which a model of numbers takes as such.
    @Test(arguments: [ElementType.float, .double, .int64, .uint8, .float16])
    func truthIsNoNumber(_ type: ElementType) throws {
        let service = ModelService(try ServedModel(name: "m", version: "1", engine: EchoEngine(type, shape: ["N", 2])))
        for (path, body) in [
            ("/v2/models/m/infer", #"{"inputs":[{"name":"x","datatype":"\#(Datatype(type).rawValue)","shape":[1,2],"data":[true,2]}]}"#),
            ("/v1/models/m:predict", #"{"instances":[[true,2]]}"#), ("/v1/models/m:predict", #"{"inputs":{"x":[[true,2]]}}"#),
            ("/invocations", #"{"instances":[[true,2]]}"#), ("/invocations", #"{"inputs":[[true,2]]}"#),
        ] {
            let (status, answer) = try Transport.direct.ask(service, "POST", path, body)
            #expect(status == 400 && answer.contains("element 1: expected \(Datatype(type).rawValue), got true"), "\(path) \(answer)")
        }
        let truth = #"{"inputs":[{"name":"x","datatype":"BOOL","shape":[1,2],"data":[true,false]}]}"#
        #expect(try Transport.direct.ask(service, "POST", "/v2/models/m/infer", truth).0 == 200)
        let booleans = ModelService(try ServedModel(name: "m", version: "1", engine: EchoEngine(.bool, shape: ["N", 2])))
        try expect(
            booleans, "POST", "/v1/models/m:predict", #"{"instances":[[true,false]]}"#, status: 200, #"{"predictions":[[true,false]]}"#)
    }

    /// A model that takes nothing is asked with nothing.
    @Test func aModelMayHaveNoInputs() throws {
        struct ConstantEngine: InferenceEngine {
            let inputs: [ValueDescription] = []
            let outputs = [ValueDescription(name: "y", type: .double, shape: [1])]
            func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { [Tensor(.double([7]))] }
        }
        let service = ModelService(try ServedModel(name: "m", version: "1", engine: ConstantEngine()))
        let answer = #"{"model_name":"m","model_version":"1","outputs":[{"name":"y","datatype":"FP64","shape":[1],"data":[7.0]}]}"#
        try expect(service, "POST", "/v2/models/m/infer", #"{"inputs":[]}"#, status: 200, answer)
        try expect(service, "POST", "/v1/models/m:predict", #"{"inputs":{}}"#, status: 200, #"{"outputs":[7.0]}"#)
        try expect(service, "POST", "/v2/models/m/infer", "{}", status: 400, #"{"error":"the request needs `inputs`: a list of tensors"}"#)
        #expect(try Transport.direct.ask(service, "POST", "/v2/models/m/infer", #"{"inputs":[{"name":"x"}]}"#).0 == 400)
    }

    /// A model that knows how its table was cleaned takes values as they stood there.
    @Test(arguments: [
        ("\" 39 \"", "\"6e1\"", "\" Private \"", "\"TRUE\"", 200), ("\"39\"", "\"NA\"", "\"?\"", "true", 200),
        ("\"39.5\"", "60", "null", "true", 400), ("\"NA\"", "60", "null", "true", 400), ("\"39\"", "60", "\"private\"", "true", 400),
        ("\"39\"", "60", "\"\"", "true", 200), ("\"39\"", "\"many\"", "null", "true", 400),
        ("39", "60", "\"Pri\\u0000vate\"", "true", 400), ("39", "60", "null", "\"yes\"", 400),
    ])
    func takesTheTablesOwnTexts(_ age: String, _ hours: String, _ work: String, _ citizen: String, _ status: Int) throws {
        var manifest = CensusEngine.manifest
        manifest.signature.cleaning = Cleaning(missing: Cleaning.usualMissing)
        let service = ModelService(try ServedModel(manifest: manifest, engine: CensusEngine()))
        let found = try statuses(service, [("age", age), ("hours", hours), ("workclass", work), ("citizen", citizen)])
        for (door, given) in found { #expect(given == status, "\(door)") }
    }

    /// A text in other bytes is the one that reads the same, where the data stage made it so.
    @Test(arguments: [(UnicodeForm.nfc, 200), (nil, 400)] as [(UnicodeForm?, Int)])
    func aTextIsComposedAsInTraining(_ form: UnicodeForm?, _ status: Int) throws {
        var manifest = CensusEngine.manifest
        manifest.inputs[2].categories = ["B\u{FC}rger"]
        manifest.signature.cleaning = Cleaning(unicode: form)
        let again = try BundleManifest(json: manifest.json)
        #expect(again.signature.cleaning?.unicode == form)
        let service = ModelService(try ServedModel(manifest: again, engine: CensusEngine()))
        for text in ["\"Bu\u{308}rger\"", "\" Bu\\u0308rger \""] {
            let found = try statuses(service, [("age", "39"), ("hours", "60"), ("workclass", text), ("citizen", "true")])
            for (door, given) in found { #expect(given == status, "\(door)") }
        }
    }

    /// Numbers are within the bounds that the schema gives.
    @Test(arguments: [("18", 200), ("17", 400), ("90", 200), ("91", 400), ("-5", 400), ("500", 400)])
    func holdsNumbersToTheirBounds(_ age: String, _ status: Int) throws {
        var manifest = CensusEngine.manifest
        (manifest.inputs[0].minimum, manifest.inputs[0].maximum) = (18, 90)
        let service = ModelService(try ServedModel(manifest: try BundleManifest(json: manifest.json), engine: CensusEngine()))
        let row = [("age", age), ("hours", "60"), ("workclass", "\"Private\""), ("citizen", "true")]
        for (door, given) in try statuses(service, row) { #expect(given == status, "\(door)") }
    }

    /// A date is a text where the data stage read one, and a whole day within four digits' years where the model's tensors are given.
    @Test(arguments: [
        ("/predict", "{\"x\":\"2020-05-05\"}", 200), ("/predict", "{\"x\":18387}", 400), ("/predict", "{\"x\":20200505}", 400),
        ("/predict", "{\"columns\":{\"x\":[18387]}}", 400), ("/v1/models/echo:predict", "{\"instances\":[{\"x\":18387}]}", 400),
        ("FP64", "18387", 200), ("FP64", "18387.5", 400), ("FP64", "20200505", 400), ("FP64", "1e300", 400), ("FP64", "-719529", 400),
        ("INT64", "2932896", 200), ("BYTES", "\"2020-05-05\"", 200), ("BYTES", "\"20200505\"", 400),
    ])
    func aDateIsADay(_ door: String, _ value: String, _ status: Int) throws {
        var manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .date)], files: [])
        manifest.signature.cleaning = Cleaning()
        let service = ModelService(try ServedModel(manifest: manifest, engine: RenamedEngine(name: "x")))
        let tensors = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"\(door)\",\"shape\":[1],\"data\":[\(value)]}]}"
        let isTable = door.hasPrefix("/")
        let answer = try Transport.direct.ask(service, "POST", isTable ? door : "/v2/models/echo/infer", isTable ? value : tensors)
        #expect(answer.0 == status, "\(answer.1)")
    }

    /// Values are made as coarse as those that the model learned from, at every door.
    @Test(arguments: [
        (ColumnType.integer, Aggregation.band(10), "37", 30.0), (.integer, .band(10), "\"37\"", 30), (.number, .band(10), "-0.5", -10),
        (.date, .period(.month), "\"2020-05-05\"", 18383), (.timestamp, .period(.year), "\"2020-05-05T10:00:00\"", 1_577_836_800),
    ])
    func valuesAreMadeCoarser(_ type: ColumnType, _ how: Aggregation, _ value: String, _ taken: Double) throws {
        var manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: type)], files: [])
        var cleaning = Cleaning()
        cleaning.aggregated = ["x": how]
        manifest.signature.cleaning = cleaning
        let again = try BundleManifest(json: manifest.json)
        #expect(again.signature.cleaning?.aggregated == ["x": how])
        let service = ModelService(try ServedModel(manifest: again, engine: RenamedEngine(name: "x")))
        let answer = try Transport.direct.ask(service, "POST", "/predict", "{\"x\":\(value)}")
        #expect(answer.0 == 200, "\(answer.1)")
        #expect(try JSON(parsing: answer.1)["predictions"]?.array?.first?["prediction"]?.double == taken)
        let tensors = "{\"inputs\":[{\"name\":\"x\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":[\(taken)]}]}"
        let inferred = try Transport.direct.ask(service, "POST", "/v2/models/echo/infer", tensors)
        #expect(try JSON(parsing: inferred.1)["outputs"]?.array?.first?["data"]?.array?.first?.double == taken, "once is enough")
    }

    /// A column that may be missing may be left out, and any other may not, at every door.
    @Test(arguments: [
        (["hours"], 200), (["workclass"], 200), (["hours", "workclass"], 200), (["age"], 400), (["citizen"], 400), (["age", "hours"], 400),
    ])
    func whatMayBeMissingMayBeLeftOut(_ names: [String], _ status: Int) throws {
        let row = [("age", "39"), ("hours", "60"), ("workclass", #""Private""#), ("citizen", "true")]
        let found = try statuses(CensusEngine.service(), row.filter { !names.contains($0.0) })
        for (door, given) in found { #expect(given == status, "\(door)") }
    }

    /// A row of the table goes to every door as it is, with the columns that the model does not take.
    @Test(arguments: [
        (["note"], [("note", #""x""#)], 200), (["note"], [("note", "[{}]")], 200), ([], [("note", #""x""#)], 400),
        (["note"], [("noted", "1")], 400), (["note"], [("note", "1"), ("note", "1")], 400),
    ])
    func columnsOfTheTableThatItDoesNotTakeAreIgnored(_ ignored: [String], _ more: [(String, String)], _ status: Int) throws {
        let row = [("age", "39"), ("hours", "60"), ("workclass", #""Private""#), ("citizen", "true")]
        let found = try statuses(CensusEngine.service(ignoring: ignored), more + row)
        for (door, given) in found { #expect(given == status, "\(door)") }
    }

    /// Of how many rows a request is says nothing but what the model takes.
    @Test func tensorsThatItDoesNotTakeAloneAreNone() throws {
        var manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number, nullable: true)], files: [])
        manifest.signature.ignored = ["note"]
        let service = ModelService(try ServedModel(manifest: manifest, engine: RenamedEngine(name: "x")))
        let body = #"{"inputs":[{"name":"note","datatype":"FP64","shape":[1],"data":[1]}]}"#
        let error = #"{"error":"`inputs` has no tensors that the model takes"}"#
        try expect(service, "POST", "/v2/models/echo/infer", body, status: 400, error)
    }

    /// Binary tensors have values that JSON cannot write.
    @Test(arguments: [(39.0, 200), (.nan, 400), (.infinity, 400), (39.5, 400)])
    func holdsForBytes(_ age: Double, _ status: Int) throws {
        let response = try InferRequest.binary(
            "census", [("age", "FP64", InferRequest.bytes(age)), ("hours", "FP64", InferRequest.bytes(Double.nan)),
                ("workclass", "BYTES", InferRequest.bytes("")), ("citizen", "BOOL", [1])]
        ).ask(CensusEngine.service())
        #expect(response.status.rawValue == status, "\(response.bodyText)")
    }

    @Test func noRowsHaveNoAnswers() throws {
        let service = try CensusEngine.service()
        let inputs = [("age", "FP64"), ("hours", "FP64"), ("workclass", "BYTES"), ("citizen", "BYTES")].map {
            #"{"name":"\#($0)","datatype":"\#($1)","shape":[0,1],"data":[]}"#
        }
        try expect(
            service, "POST", "/v2/models/census/infer", #"{"inputs":[\#(inputs.joined(separator: ","))]}"#, status: 200,
            #"{"model_name":"census","model_version":"0123456789ab","outputs":["#
                + #"{"name":"label","datatype":"BYTES","shape":[0],"data":[]},"#
                + #"{"name":"probabilities","datatype":"FP32","shape":[0,2],"data":[]}]}"#)
        let empty = #"{"model":{"name":"census","version":"0123456789ab"},"predictions":[]}"#
        try expect(service, "POST", "/predict", "[]", status: 200, empty)
        try expect(service, "POST", "/predict", #"{"columns":{"age":[],"citizen":[]}}"#, status: 200, empty)
        try expect(service, "POST", "/v1/models/census:predict", #"{"instances":[]}"#, status: 200, #"{"predictions":[]}"#)
    }

    /// "Zürich" with `u` and a mark is other bytes than the category, and so another text to the model.
    @Test func aTextOfOtherBytesIsNoCategory() throws {
        let manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .text, categories: ["Z\u{FC}rich", "Bern"])], files: [])
        let service = ModelService(try ServedModel(manifest: manifest, engine: EchoEngine(.string, shape: ["N", 1])))
        func ask(_ text: String) throws -> (Int, JSON) {
            let body = #"{"inputs":[{"name":"x","datatype":"BYTES","shape":[1],"data":["\#(text)"]}]}"#
            let (status, answer) = try Transport.direct.ask(service, "POST", "/v2/models/echo/infer", body)
            return (status, try JSON(parsing: answer))
        }
        let (status, answer) = try ask(#"Z\u00fcrich"#)
        let data = answer["outputs"]?.array?.first?["data"]?.array?.compactMap { $0.string.map { Array($0.utf8) } }
        #expect(status == 200 && data == [Array("Z\u{FC}rich".utf8)])
        let (refused, problem) = try ask(#"Zu\u0308rich"#)
        #expect(refused == 400)
        #expect(problem["error"]?.string?.contains("has the same letters in other bytes") == true, "\(problem.compact)")
        #expect(try ask("Bernn").1["error"]?.string?.contains("did you mean `Bern`?") == true)
    }

    /// Columns may have the names of the keys around rows.
    @Test func noNameOfAColumnIsReserved() throws {
        let manifest = BundleManifest(
            name: "echo", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "rows", type: .number)], files: [])
        let engine = RenamedEngine(name: "rows")
        let service = ModelService(try ServedModel(manifest: manifest, engine: engine))
        let answer = #"{"model":{"name":"echo","version":"1"},"predictions":[{"prediction":2.0}]}"#
        try expect(service, "POST", "/predict", #"{"rows": 2}"#, status: 200, answer)
        try expect(service, "POST", "/predict", #"{"rows": [{"rows": 2}]}"#, status: 200, answer)
        try expect(service, "POST", "/predict", #"{"columns": {"rows": [2]}}"#, status: 200, answer)
    }

    @Test func answersThatAreNotFiniteAreTheServersFault() throws {
        let manifest = BundleManifest(
            name: "bad", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        let service = ModelService(try ServedModel(manifest: manifest, engine: RenamedEngine(name: "x", answer: .nan)))
        let error = #"{"error":"the model's answer is not a finite number"}"#
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 500, error)
        let body = #"{"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1]}]}"#
        try expect(service, "POST", "/v2/models/bad/infer", body, status: 500, error)
        let binary = InferRequest.binary("bad", [("x", "FP64", InferRequest.bytes(1.0))]).ask(service)
        #expect(binary.status == .internalError)
        let (_, metrics) = try Transport.direct.ask(service, "GET", "/metrics")
        #expect(metrics.contains("mlkit_faults_total{cause=\"not_finite\"} 3\n"))
    }
}

/// Gives back its one input, or the same answer each time.
private struct RenamedEngine: InferenceEngine {
    let name: String
    var answer: Double?

    var inputs: [ValueDescription] { [ValueDescription(name: name, type: .double, shape: ["N", 1])] }
    var outputs: [ValueDescription] { [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])] }

    func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
        guard let answer else { return inputs }
        return [try Tensor(.double([Double](repeating: answer, count: inputs[0].count)), shape: inputs[0].shape)]
    }
}
