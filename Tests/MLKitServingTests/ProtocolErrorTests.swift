import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import Testing

/// Requests that cannot be answered, with the whole of what the client is told.
struct ProtocolErrorTests {
    @Test(arguments: Transport.allCases)
    func namesUnknownPathsAndMethods(_ transport: Transport) throws {
        let service = try CensusEngine.service()
        let cases = [
            ("GET", "/v1", 404, "there is nothing at `/v1`; GET / lists what there is"),
            ("GET", "/v2/models", 404, "there is nothing at `/v2/models`; GET / lists what there is"),
            ("GET", "/v2/models/sensus", 404, "unknown model `sensus`; this server has `census`"),
            (
                "POST", "/v2/models/census/versions/2/infer", 404,
                "`census` has no version `2`; this server has `0123456789ab`"
            ),
            ("DELETE", "/predict", 405, "this path takes `POST`, not `DELETE`"),
            ("POST", "/v2", 405, "this path takes `GET` and `HEAD`, not `POST`"),
        ]
        for (method, path, status, error) in cases {
            try expect(transport, service, method, path, status: status, #"{"error":"\#(error)"}"#)
        }
    }

    @Test(arguments: [
        ("", "the body is not JSON: line 1, column 1: the text ends where a value should be"),
        ("{\\\"inputs\\\": [\\n  {\\\"name\\\" \\\"x\\\"}]}", "the body is not JSON: line 2, column 11: expected `:` after the name"),
        ("[]", "expected an object with `inputs`, got a list"),
        ("{}", "the request needs `inputs`: a list of tensors"), (#"{\"inputs\":[]}"#, "`inputs` has no tensors"),
    ])
    func namesWhatIsNotARequest(_ body: String, _ error: String) throws {
        let text = body.isEmpty || body.hasPrefix("[") ? body : try JSON(parsing: "\"\(body)\"").string ?? ""
        let service = try EchoEngine.service(.double, shape: ["N", 1])
        let (status, answer) = try Transport.direct.ask(service, "POST", "/v2/models/echo/infer", text)
        #expect(status == 400)
        #expect(try JSON(parsing: answer)["error"] == .string(error))
    }

    @Test(arguments: [
        (#""shape":[1],"datatype":"FP64""#, "input `x` needs `data`: a list"),
        (#""shape":[1],"data":[1]"#, #"input `x` needs a `datatype`, such as \"FP64\""#),
        (#""datatype":"FP64","data":[1]"#, "input `x` needs a `shape`: a list of whole numbers"),
        (#""shape":[1],"datatype":"FP46","data":[1]"#, "input `x` has the unknown datatype `FP46`; did you mean `FP16`?"),
        (#""shape":[1],"datatype":"BYTES","data":["a"]"#, "input `x` has datatype BYTES, and the model takes FP64"),
        (#""shape":[-1],"datatype":"FP64","data":[1]"#, "input `x` has a `shape` that is not a list of whole numbers from 0"),
        (#""shape":["1"],"datatype":"FP64","data":[1]"#, "input `x` has a `shape` that is not a list of whole numbers from 0"),
        (#""shape":[3],"datatype":"FP64","data":[1,2]"#, "input `x` has shape [3], and its `data` has 2 elements"),
        (
            #""shape":[4611686018427387904,4],"datatype":"FP64","data":[]"#,
            "input `x` has shape [4611686018427387904, 4], and the model takes [-1, 1]"
        ),
        (#""shape":[1,2],"datatype":"FP64","data":[1,2]"#, "input `x` has shape [1, 2], and the model takes [-1, 1]"),
        (#""shape":[1,1,1],"datatype":"FP64","data":[1]"#, "input `x` has shape [1, 1, 1], and the model takes [-1, 1]"),
        (
            #""shape":[2,1],"datatype":"FP64","data":[[1],[2,3]]"#,
            "input `x` has `data` whose lists are not nested as its shape [2, 1] says"
        ),
        (#""shape":[2],"datatype":"INT8","data":[1,128]"#, "input `x`, element 2: expected INT8, got the number 128"),
        (#""shape":[1],"datatype":"INT64","data":[1.5]"#, "input `x`, element 1: expected INT64, got the number 1.5"),
        (#""shape":[1],"datatype":"UINT8","data":[-1]"#, "input `x`, element 1: expected UINT8, got the number -1"),
        (#""shape":[1],"datatype":"FP64","data":["a\"b"]"#, #"input `x`, element 1: expected FP64, got text \"a\\\"b\""#),
        (#""shape":[1],"datatype":"FP64","data":[true]"#, "input `x`, element 1: expected FP64, got true"),
        (#""shape":[1],"datatype":"FP64","data":[{}]"#, "input `x`, element 1: expected FP64, got an object"),
        (#""shape":[1],"datatype":"BOOL","data":[2]"#, "input `x`, element 1: expected BOOL, got the number 2"),
    ])
    func namesWhatIsWrongWithATensor(_ members: String, _ error: String) throws {
        try expect(
            try EchoEngine.service(.double, shape: ["N", 1]), "POST", "/v2/models/echo/infer",
            #"{"inputs":[{"name":"x",\#(members)}]}"#, status: 400, #"{"error":"\#(error)"}"#)
    }

    @Test func holdsNumbersToTheModelsType() throws {
        let body = #"{"inputs":[{"name":"x","shape":[3],"datatype":"INT64","data":[300,null,1]}]}"#
        try expect(
            try EchoEngine.service(.uint8, shape: ["N", 1]), "POST", "/v2/models/echo/infer", body, status: 400,
            #"{"error":"input `x`, element 1: expected UINT8, got the number 300 (and 1 more problem)","#
                + #""problems":["input `x`, element 1: expected UINT8, got the number 300","#
                + #""input `x`, element 2: must not be null"]}"#)
    }

    @Test func listsAllProblems() throws {
        let body = """
            {"id": 7, "inputs": [
              {"name": "agee", "shape": [1], "datatype": "INT64", "data": [39]},
              {"name": "hours", "shape": [2], "datatype": "FP64", "data": [1, 2]},
              {"name": "hours", "shape": [2], "datatype": "FP64", "data": [1, 2]},
              {"shape": [1]},
              {"name": "workclass", "shape": [1], "datatype": "BYTES", "data": ["Private"]}]}
            """
        let (status, answer) = try Transport.direct.ask(
            CensusEngine.service(), "POST", "/v2/models/census/infer", body)
        #expect(status == 400)
        #expect(
            try JSON(parsing: answer)["problems"] == [
                "`id` should be text, and is a number",
                "the model has no input `agee`; did you mean `age`?",
                "input `hours` is given twice",
                "input 4 needs a `name`",
                "input `age` is missing",
                "input `citizen` is missing",
                "input `workclass` has shape [1, 1], and `hours` has 2 for `N`",
            ])
    }

    @Test func boundsProblems() throws {
        let data = Array(repeating: #""a""#, count: 1000).joined(separator: ",")
        let body = #"{"inputs":[{"name":"x","shape":[1000],"datatype":"FP64","data":[\#(data)]}]}"#
        let (_, answer) = try Transport.direct.ask(
            EchoEngine.service(.double, shape: ["N", 1]), "POST", "/v2/models/echo/infer", body)
        let json = try JSON(parsing: answer)
        #expect(json["error"] == "input `x`, element 1: expected FP64, got text \"a\" (and 19 more problems, and no further look)")
        #expect(json["problems"]?.array?.count == 20)
    }

    @Test func keepsOurFaultsFromTheClient() throws {
        struct BrokenEngine: InferenceEngine {
            let inputs = [ValueDescription(name: "x", type: .double, shape: ["N", 1])]
            let outputs = [ValueDescription(name: "prediction", type: .double, shape: ["N", 1])]
            func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] { throw Failure("out of /secret") }
        }
        let manifest = BundleManifest(
            name: "broken", version: "1", mlkit: "0.1.0", task: .regression, target: "y", classes: [],
            inputs: [BundleInput(name: "x", type: .number)], files: [])
        let service = ModelService(try ServedModel(manifest: manifest, engine: BrokenEngine()))
        try expect(service, "POST", "/predict", #"{"x":1}"#, status: 500, #"{"error":"the model could not be run"}"#)
        let response = service.respond(to: Request(method: "POST", target: "/predict", body: Array(#"{"x":1}"#.utf8)))
        #expect(response.cause == "out of /secret")
    }
}
