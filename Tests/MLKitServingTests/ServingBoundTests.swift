import MLKitCore
import MLKitONNX
import MLKitSignature
import Testing

@testable import MLKitServing

/// Sizes, shapes and numbers at the edge of what is taken.
struct ServingBoundTests {
    private func infer(
        _ members: String, _ type: ElementType, _ shape: [Dimension]
    ) throws -> (status: Int, answer: JSON) {
        let (status, answer) = try Transport.direct.ask(
            EchoEngine.service(type, shape: shape), "POST", "/v2/models/echo/infer",
            #"{"inputs":[{"name":"x",\#(members)}]}"#)
        return (status, try JSON(parsing: answer))
    }

    /// No rows have no predictions; a row has all its columns, and there is no tensor without a shape.
    @Test(arguments: [
        ("[0]", 200), ("[0,1]", 200), ("[1,0]", 400), ("[]", 400), ("[1.5]", 400), ("[-1]", 400),
    ])
    func aShapeIsWholeNumbers(shape: String, expected: Int) throws {
        let (status, answer) = try infer(#""shape":\#(shape),"datatype":"FP64","data":[]"#, .double, ["N", 1])
        #expect(status == expected && (answer["error"] == nil) == (expected == 200), "\(answer.compact)")
    }

    /// The numbers that a type just holds, and those that it just does not.
    @Test(arguments: [
        ("INT8", "-128", "-129"), ("INT8", "127", "128"), ("UINT8", "255", "256"), ("UINT8", "0", "-1"),
        ("INT16", "-32768", "-32769"), ("INT16", "32767", "32768"), ("UINT16", "65535", "65536"), ("UINT16", "0", "-1"),
        ("INT32", "-2147483648", "-2147483649"), ("INT32", "2147483647", "2147483648"),
        ("UINT32", "4294967295", "4294967296"),
        ("UINT64", "9223372036854775807", "18446744073709551616"), ("UINT64", "0", "-1"),
        ("INT64", "-9223372036854775808", "-9223372036854777856"),
        ("INT64", "9223372036854774784.0", "9223372036854775808"),
        ("INT8", "127.0", "127.5"), ("BOOL", "1", "2"), ("BOOL", "0", "-1"), ("BOOL", "1.0", "0.5"),
    ])
    func aNumberFitsItsType(datatype: String, fits: String, exceeds: String) throws {
        #expect(try infer(#""shape":[1],"datatype":"\#(datatype)","data":[\#(fits)]"#, .double, ["N", 1]).status == 200)
        let (status, answer) = try infer(#""shape":[1],"datatype":"\#(datatype)","data":[\#(exceeds)]"#, .double, ["N", 1])
        #expect(status == 400)
        #expect(answer["error"]?.string?.hasPrefix("input `x`, element 1: expected \(datatype), got the number") == true)
    }

    /// `[N]` stands for `[N, 1]` and for nothing else, and lists may be nested as deep as the shape.
    @Test(arguments: [
        ("[2]", "[1,2]", ["N", 1], [2, 1]), ("[2]", "[1,2]", ["N", 2], nil), ("[2]", "[1,2]", ["N", "M"], nil),
        ("[2]", "[1,2]", ["N"], [2]), ("[2,1]", "[1,2]", ["N"], nil), ("[1,2]", "[1,2]", ["N", 2], [1, 2]),
        ("[2,1]", "[1,2]", ["N", 2], nil), ("[1,2]", "[1,2]", [1, "M"], [1, 2]), ("[2,1]", "[1,2]", [1, "M"], nil),
        ("[1,2,1]", "[[[1],[2]]]", ["N", 2, 1], [1, 2, 1]), ("[1,2,1]", "[[1,2]]", ["N", 2, 1], nil),
        ("[1,2]", "[[1],[2]]", ["N", 2], nil), ("[2,1]", "[[1]]", ["N", 1], nil),
        ("[1,2]", "[[1,2],[3,4]]", ["N", 2], nil),
        ("[1,2]", "[1,2,3]", ["N", 2], nil), ("[1]", "[[1]]", ["N", 1], nil),
        ("[1,2]", "[[1,2]]", ["N", 2, 1], [1, 2, 1]),
    ] as [(String, String, [Dimension], [Int]?)])
    func aShapeIsTheModels(shape: String, data: String, taken: [Dimension], expected: [Int]?) throws {
        let (status, answer) = try infer(#""shape":\#(shape),"datatype":"FP64","data":\#(data)"#, .double, taken)
        #expect(status == (expected == nil ? 400 : 200), "\(answer.compact)")
        let found = answer["outputs"]?.array?.first?["shape"]
        #expect(found == expected.map { JSON.array($0.map { JSON.int($0) }) })
    }

    @Test(arguments: [
        ("/", true), ("/predict", true), ("/predict/x", true), ("/predict/x/y", false), ("/v2", true), ("/v2/health/live", true),
        ("/v2/health/live/x", false),
        ("/v2/health/other", false), ("/v2/other/live", false), ("/v2/models", false), ("/v2/models/m", true),
        ("/v2/models/m/versions", false), ("/v2/models/m/versions/1", true), ("/v2/models/m/versions/1/ready", true),
        ("/v2/models/m/versions/1/ready/x", false), ("/v2/models/m/infer", true), ("/v2/models/m/infer/x", false),
        ("/v1/models/m", true), ("/v1/models/m:predict", true), ("/v1/models/m/versions/1:predict", true),
        ("/v1/models/m/labels/1:predict", false), ("/v1/models/m/versions", false), ("/v1/other/m", false),
        ("/v2/models/versions/versions/2", true), ("/v2/models/m/versions//infer", false), ("//v2/", true), ("/v2//models/m", false),
        ("/v1/models/m:classify", false), ("/v1/models/m/versions/1:regress", false),
    ])
    func onlyThesePathsMeanSomething(path: String, isKnown: Bool) {
        #expect((Endpoint(path: path) != nil) == isKnown)
    }

    @Test(arguments: [
        (#"\u0041\u00e9\u20ac"#, "A\u{E9}\u{20AC}"), (#"\ud83d\ude00"#, "\u{1F600}"), (#"\uD800\uDC00\uDBFF\uDFFF"#, "\u{10000}\u{10FFFF}"),
    ])
    func escapesStandForTheirScalars(_ escaped: String, _ text: String) throws {
        let (status, answer) = try infer(#""shape":[1],"datatype":"BYTES","data":["\#(escaped)"]"#, .string, ["N", 1])
        #expect(status == 200)
        #expect(answer["outputs"]?.array?.first?["data"]?.array?.first?.string.map { Array($0.utf8) } == Array(text.utf8))
    }

    /// Half of a pair stands for nothing, and what it was to be nobody knows; nor is it a text that has U+FFFD in its place.
    @Test(arguments: [#"\ud83dx"#, #"\ude00"#, #"\ud83d\u0041"#, #"\ud83d\ud83d\ude00"#, #"\ud83d"#, #"a\uDFFF"#])
    func halfOfAPairIsRefused(_ escaped: String) throws {
        let service = try EchoEngine.service(.string, shape: ["N", 1])
        for (path, body) in [
            ("/predict", #"{"x":"\#(escaped)"}"#), ("/predict", #"{"columns":{"x":["\#(escaped)"]}}"#),
            ("/predict", #"{"\#(escaped)":1,"x":"a"}"#),
            ("/v2/models/echo/infer", #"{"inputs":[{"name":"x","shape":[1],"datatype":"BYTES","data":["\#(escaped)"]}]}"#),
            ("/v2/models/echo/infer", #"{"id":"\#(escaped)","inputs":[{"name":"x","shape":[1],"datatype":"BYTES","data":["a"]}]}"#),
            ("/v1/models/echo:predict", #"{"instances":[{"x":"\#(escaped)"}]}"#), ("/invocations", #"{"inputs":{"x":["\#(escaped)"]}}"#),
        ] {
            let (status, answer) = try Transport.direct.ask(service, "POST", path, body)
            #expect(status == 400 && answer.contains("half of a surrogate pair is no character"), "\(path) \(answer)")
        }
    }

    /// A double may be whole, and of the type, where the number that was written is not.
    @Test(arguments: [
        ("INT64", "-9223372036854775808", true), ("INT64", "-9223372036854775808.0", true), ("INT64", "-922337203685477580.8e1", true),
        ("INT64", "-9223372036854775809", false), ("INT64", "-9223372036854776832", false), ("INT64", "-9223372036854775808.5", false),
        ("INT64", "9223372036854775807.0", true), ("INT64", "9223372036854775807.5", false), ("INT64", "9223372036854775808", false),
        ("INT64", "9007199254740992.5", false), ("INT64", "1e18", true), ("INT64", "1e19", false), ("INT64", "0e99999", true),
        ("UINT64", "18446744073709551615.0", true), ("UINT64", "18446744073709551616", false), ("UINT64", "-1e-400", false),
        ("INT32", "-2147483648.0000000000000000001", false), ("INT16", "-32768.00000000000000000001", false),
        ("INT8", "-128.0000000000000000000", true), ("INT8", "-128.0000000000000000001", false), ("UINT8", "0.0000e5", true),
        ("BOOL", "1.00000000000000000000001", false),
    ])
    func aNumberIsTheOneThatWasWritten(_ datatype: String, _ number: String, isTaken: Bool) throws {
        let types: [String: ElementType] = [
            "INT64": .int64, "UINT64": .uint64, "INT32": .int32, "INT16": .int16, "INT8": .int8, "UINT8": .uint8, "BOOL": .bool,
        ]
        let type = try #require(types[datatype])
        let service = ModelService(try ServedModel(name: "echo", version: "1", engine: EchoEngine(type, shape: ["N", 1])))
        for (path, body) in [
            ("/v2/models/echo/infer", #"{"inputs":[{"name":"x","shape":[1],"datatype":"\#(datatype)","data":[\#(number)]}]}"#),
            ("/v1/models/echo:predict", #"{"instances":[[\#(number)]]}"#), ("/invocations", #"{"inputs":[[\#(number)]]}"#),
        ] {
            let (status, answer) = try Transport.direct.ask(service, "POST", path, body)
            #expect(status == (isTaken ? 200 : 400), "\(path) \(answer)")
        }
    }

    /// Beyond 2^53 doubles leave whole numbers out.
    @Test(arguments: [
        ("9007199254740993.0", "9007199254740993"), ("-9007199254740993.0", "-9007199254740993"),
        ("900719925474099.3e1", "9007199254740993"),
        ("9007199254740991e1", "90071992547409910"), ("9223372036854775807.000", "9223372036854775807"),
    ])
    func aWholeNumberWithAPointIsExact(_ number: String, _ whole: String) throws {
        let (_, answer) = try Transport.direct.ask(
            EchoEngine.service(.int64, shape: ["N", 1]), "POST", "/v2/models/echo/infer",
            #"{"inputs":[{"name":"x","shape":[1],"datatype":"INT64","data":[\#(number)]}]}"#)
        #expect(answer.contains(#""data":[\#(whole)]"#), "\(answer)")
    }

    /// What costs more than it says is cut short: tensors beyond those of the model, and digits beyond any number's.
    @Test func whatIsReadIsBounded() throws {
        let many = Array(repeating: #"{"name":"x"}"#, count: 1000).joined(separator: ",")
        let service = try EchoEngine.service(.double, shape: ["N", 1])
        try expect(
            service, "POST", "/v2/models/echo/infer", #"{"inputs":[\#(many)]}"#, status: 400,
            #"{"error":"the request has more `inputs` than the model, which has 1"}"#)
        let digits = String(repeating: "1", count: 5000)
        try expect(
            service, "POST", "/predict", #"{"x":\#(digits)}"#, status: 400,
            #"{"error":"the body is not JSON: line 1, column 6: the number is too long"}"#)
        let name = String(repeating: "x", count: 100_000)
        #expect(try Transport.direct.ask(service, "POST", "/predict", #"{"x":1,"\#(name)":1}"#).0 == 400)
    }

    /// Nobody waits for the answer any more: what is being read is left off.
    @Test func readingEndsWhenNobodyWaits() throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        let rows = "[" + Array(repeating: "[]", count: 5000).joined(separator: ",") + "]"
        for (path, body) in [
            ("/v2/models/echo/infer", #"{"id":1,"inputs":[{"name":"x","data":\#(rows)}]}"#), ("/predict", #"{"other":\#(rows),"rows":[]}"#),
            ("/v1/models/echo:predict", #"{"other":\#(rows)}"#),
        ] {
            let request = Request(method: "POST", target: path, body: Array(body.utf8))
            #expect(try EchoEngine.service(.double, shape: ["N", 1]).respond(to: request, cancellation).status == .deadlinePassed)
        }
    }

    /// An answer that does not fit is not written.
    @Test func aHugeAnswerIsRefused() throws {
        struct HugeEngine: InferenceEngine {
            let inputs = [ValueDescription(name: "x", type: .double, shape: ["N"])]
            let outputs = [ValueDescription(name: "y", type: .double, shape: ["M"])]
            func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
                [try Tensor(.double([Double](repeating: 0, count: 200_000)), shape: [200_000])]
            }
        }
        let service = ModelService(try ServedModel(name: "huge", version: "1", engine: HugeEngine()))
        let server = try HTTPServer(service: service, port: 0, limits: ServerLimits { $0.memory = 1 << 20 })
        defer { server.stop(within: 1) }
        let client = try Client(port: server.port)
        for (path, body) in [
            ("/v2/models/huge/infer", #"{"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1]}]}"#),
            ("/v1/models/huge:predict", #"{"inputs":[1]}"#),
        ] {
            client.post(path, body)
            let answer = client.answer()
            #expect(answer?.status == 413)
            #expect(answer?.body == #"{"error":"this takes more bytes than the server may hold: its limit `memory` is 1048576"}"#)
            #expect(answer?.headers["retry-after"] == nil)
        }
    }

    /// Two names that Unicode takes for one are refused; one that is composed otherwise is found.
    @Test func namesAreThoseOfTheModel() throws {
        struct NamedEngine: InferenceEngine {
            let names: [String]
            var inputs: [ValueDescription] { names.map { ValueDescription(name: $0, type: .double, shape: ["N"]) } }
            var outputs: [ValueDescription] { inputs }
            func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
                guard outputs.allSatisfy({ name in names.contains { $0.utf8.elementsEqual(name.utf8) } }) else {
                    throw Failure("no such output")
                }
                return inputs
            }
        }
        let message = "the model `m` has two inputs `e\u{301}`, which differ only in how their letters are composed"
        #expect(failure { try ServedModel(name: "m", version: "1", engine: NamedEngine(names: ["\u{E9}", "e\u{301}"])) } == message)
        let service = ModelService(try ServedModel(name: "m", version: "1", engine: NamedEngine(names: ["e\u{301}"])))
        let body = #"{"inputs":[{"name":"\u00e9","datatype":"FP64","shape":[1],"data":[1]}],"outputs":[{"name":"\u00e9"}]}"#
        let (status, answer) = try Transport.direct.ask(service, "POST", "/v2/models/m/infer", body)
        #expect(status == 200)
        let name = try JSON(parsing: answer)["outputs"]?.array?.first?["name"]?.string
        #expect(name.map { Array($0.utf8) } == Array("e\u{301}".utf8))
    }

    /// Labels may be texts or the numbers of classes, and every row has all its shares.
    @Test func predictionsAreOnePerRow() throws {
        let outputs = [
            ValueDescription(name: "label", type: .int64, shape: ["N"]),
            ValueDescription(name: "probabilities", type: .float, shape: ["N", 2]),
        ]
        let writer = try PredictionWriter(
            ModelSignature(columns: [], task: .binary, target: "y", classes: ["no", "yes"]), outputs: outputs)
        func write(_ labels: [Int64], _ shares: [Float], rows: Int) throws -> [String] {
            var output = JSONOutput()
            try writer.write([Tensor(.int64(labels)), Tensor(.float(shares))], rows: rows, as: .named, to: &output)
            return try JSON(parsing: output.bytes).array?.map(\.compact) ?? []
        }
        #expect(
            try write([1, 0], [0.25, 0.75, 1, 0], rows: 2) == [
                #"{"label":"yes","probabilities":{"no":0.25,"yes":0.75}}"#, #"{"label":"no","probabilities":{"no":1.0,"yes":0.0}}"#,
            ])
        // A number that stands for no class is no label.
        for (labels, shares, rows) in [([0], [1, 0, 1], 1), ([0, 0], [1, 0], 1), ([0], [1, 0], 2), ([2], [1, 0], 1), ([-1], [1, 0], 1),
        ([0], [1], 1)] as [([Int64], [Float], Int)] {
            #expect(throws: ModelFault.self) { try write(labels, shares, rows: rows) }
        }
    }

    /// Also where all bytes beyond ASCII are the least there are.
    @Test(arguments: [([0x80], false), ([0xC2, 0x80], true), ([0xC2], false), ([0x7F], true), ([0xFF], false)] as [([UInt8], Bool)])
    func textIsUTF8(bytes: [UInt8], isText: Bool) throws {
        let body = Array(#"{"rows": [{"workclass": ""#.utf8) + bytes + Array(#""}]}"#.utf8)
        let response = try CensusEngine.service().respond(to: Request(method: "POST", target: "/predict", body: body))
        let answer = String(decoding: response.body, as: UTF8.self)
        #expect(response.status == .badRequest && answer.contains("not UTF-8 text") != isText, "\(answer)")
    }

    @Test(arguments: ["1e", "1e+", "1E-", "1.", "-", "1.e3"]) func aNumberHasDigitsWhereItSaysSo(number: String) throws {
        let body = Array("{\"rows\": [{\"age\": \(number)}]}".utf8)
        let response = try CensusEngine.service().respond(to: Request(method: "POST", target: "/predict", body: body))
        #expect(response.status == .badRequest
            && String(decoding: response.body, as: UTF8.self).contains(number == "-" ? "expected a value" : "expected a digit"))
    }
}
