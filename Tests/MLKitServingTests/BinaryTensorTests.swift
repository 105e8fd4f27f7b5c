import MLKitCore
import MLKitONNX
import MLKitServing
import Testing

/// Triton's binary tensor extension, classification, and packed bodies.
struct BinaryTensorTests {
    private func text(_ response: Response) -> (head: String, tensors: [UInt8]) {
        let length = response.fields.first { $0.name == "inference-header-content-length" }.flatMap { Int($0.value) } ?? response.body.count
        return (String(decoding: response.body[..<length], as: UTF8.self), Array(response.body[length...]))
    }

    /// Every datatype is taken from bytes, and comes back as the model's own.
    @Test(arguments: [
        ("BOOL", [1] as [UInt8], ElementType.bool, [1] as [UInt8]), ("INT8", [0xFF], .int8, [0xFF]), ("UINT8", [0xFF], .uint8, [0xFF]),
        ("INT16", InferRequest.bytes(Int16(-300)), .int32, InferRequest.bytes(Int32(-300))),
        ("UINT16", InferRequest.bytes(UInt16.max), .int64, InferRequest.bytes(Int64(65535))),
        ("INT32", InferRequest.bytes(Int32.min), .int32, InferRequest.bytes(Int32.min)),
        ("UINT32", InferRequest.bytes(UInt32.max), .double, InferRequest.bytes(4_294_967_295.0)),
        ("INT64", InferRequest.bytes(Int64.min), .int64, InferRequest.bytes(Int64.min)),
        ("UINT64", InferRequest.bytes(UInt64.max), .double, InferRequest.bytes(0x1p64)),
        ("FP16", InferRequest.bytes(Float16(1.5)), .float, InferRequest.bytes(Float(1.5))),
        ("BF16", [0xC0, 0x3F], .float, InferRequest.bytes(Float(1.5))),
        ("FP32", InferRequest.bytes(Float(0.1)), .double, InferRequest.bytes(Double(Float(0.1)))),
        ("FP64", InferRequest.bytes(0.1), .double, InferRequest.bytes(0.1)),
        ("INT16", InferRequest.bytes(Int16.min), .int16, InferRequest.bytes(Int16.min)),
        ("UINT16", InferRequest.bytes(UInt16.max), .uint16, InferRequest.bytes(UInt16.max)),
        ("UINT32", InferRequest.bytes(UInt32.max), .uint32, InferRequest.bytes(UInt32.max)),
        ("UINT64", InferRequest.bytes(UInt64.max), .uint64, InferRequest.bytes(UInt64.max)),
        ("FP16", InferRequest.bytes(Float16(-0.1)), .float16, InferRequest.bytes(Float16(-0.1))),
        ("BF16", [0xC1, 0x3F], .bfloat16, [0xC1, 0x3F]), ("FP64", InferRequest.bytes(1.005), .bfloat16, [0x81, 0x3F]),
        ("BYTES", InferRequest.bytes("é\n"), .string, InferRequest.bytes("é\n")),
    ])
    func takesDatatype(_ datatype: String, _ given: [UInt8], _ type: ElementType, _ answer: [UInt8]) throws {
        let service = try EchoEngine.service(type, shape: ["N", 1])
        let response = InferRequest.binary("echo", [("x", datatype, given)]).ask(service)
        #expect(response.status == .ok, "\(response.bodyText)")
        #expect(response.contentType == .binary)
        #expect(text(response).tensors == answer)
        #expect(try JSON(parsing: text(response).head)["outputs"]?.array?.first?["parameters"] == ["binary_data_size": .int(answer.count)])
    }

    @Test(arguments: [
        ("FP64", [1, 2, 3] as [UInt8], "input `x` has shape [1, 1], and 3 bytes of FP64"),
        ("BYTES", [5, 0, 0, 0, 65], "input `x` has datatype BYTES, and the model takes FP64"),
        ("BOOL", [2], "input `x`, element 1: expected BOOL, got the byte 2"),
    ])
    func namesWhatIsWrong(_ datatype: String, _ bytes: [UInt8], _ error: String) throws {
        let response = InferRequest.binary("echo", [("x", datatype, bytes)]).ask(try EchoEngine.service(.double, shape: ["N", 1]))
        #expect(response.status == .badRequest)
        #expect(try JSON(parsing: response.body)["error"]?.string == error)
    }

    @Test(arguments: [
        ([5, 0, 0, 0, 65] as [UInt8], "input `x`, element 1: the bytes end before it"),
        ([1, 0, 0, 0, 0xFF], "input `x`, element 1: is not UTF-8 text"),
        ([1, 0, 0, 0, 0], "input `x`, element 1: must not have the character U+0000 in it"),
        ([1, 0, 0, 0, 65, 66, 67, 68, 69, 70], "input `x` has more bytes than its shape [1, 1] says"),
        ([255, 255, 255, 255, 65], "input `x`, element 1: the bytes end before it"),
    ])
    func namesWhatIsWrongWithTexts(_ bytes: [UInt8], _ error: String) throws {
        let response = InferRequest.binary("echo", [("x", "BYTES", bytes)]).ask(try EchoEngine.service(.string, shape: ["N", 1]))
        #expect(response.status == .badRequest)
        #expect(try JSON(parsing: response.body)["error"]?.string == error)
    }

    /// A model may give texts of any bytes: as bytes they are its own, and JSON has no text for them.
    @Test func textsOfTheModelAreItsOwn() throws {
        let model = try ServedModel(name: "m", version: "1", engine: LatinEngine())
        let service = ModelService(model)
        let binary = InferRequest.binary("m", [("x", "FP64", InferRequest.bytes(1.0))], shape: [1]).ask(service)
        #expect(text(binary).tensors == [4, 0, 0, 0, 0x63, 0x61, 0x66, 0xE9, 2, 0, 0, 0, 0xC3, 0xA9])
        let error = #"{"error":"the model's answer is not UTF-8 text"}"#
        let body = #"{"inputs":[{"name":"x","datatype":"FP64","shape":[1],"data":[1]}]}"#
        try expect(service, "POST", "/v2/models/m/infer", body, status: 500, error)
        try expect(service, "POST", "/v1/models/m:predict", #"{"instances":[1]}"#, status: 500, error)
        try expect(service, "POST", "/invocations", #"{"inputs":[1]}"#, status: 500, error)
        let (_, metrics) = try Transport.direct.ask(service, "GET", "/metrics")
        #expect(metrics.contains("mlkit_faults_total{cause=\"not_text\"} 3\n"))
    }

    /// Answers "café" in Latin-1, which is no UTF-8, and "é" in UTF-8.
    private struct LatinEngine: InferenceEngine {
        let inputs = [ValueDescription(name: "x", type: .double, shape: ["N"])]
        let outputs = [ValueDescription(name: "y", type: .string, shape: ["M"])]

        func run(_ inputs: [Tensor], outputs: [String]) throws -> [Tensor] {
            [try Tensor(texts: [[0x63, 0x61, 0x66, 0xE9], [0xC3, 0xA9]], shape: [2])]
        }
    }

    @Test func headAndBytesHaveToFit() throws {
        let service = try EchoEngine.service(.double, shape: ["N", 1])
        var request = InferRequest.binary("echo", [("x", "FP64", InferRequest.bytes(1.0))])
        request.tensors += [1]
        #expect(try JSON(parsing: request.ask(service).body)["error"] == "the body has 1 byte more than its tensors")
        request.tensors.removeLast(2)
        #expect(try JSON(parsing: request.ask(service).body)["error"] == "input `x` has 8 bytes of tensor, and the body has 7 left")
        for length in ["-1", "+1", "1000", "x", "9223372036854775808"] {
            let fields = HeaderFields([.inferenceHeaderLength: length])
            let response = service.respond(to: Request(method: "POST", target: request.path, fields: fields, body: [0x7B]))
            #expect(response.status == .badRequest)
        }
    }

    @Test func outputsMayBeMixed() throws {
        let outputs: JSON = [["name": "label", "parameters": ["binary_data": false]], ["name": "probabilities"]]
        let inputs = [
            ("age", "FP64", InferRequest.bytes(39.0)), ("hours", "FP64", InferRequest.bytes(60.0)),
            ("workclass", "BYTES", InferRequest.bytes("Private")), ("citizen", "BYTES", InferRequest.bytes("true")),
        ]
        let response = InferRequest.binary("census", inputs, outputs: outputs).ask(try CensusEngine.service())
        #expect(
            text(response).head == #"{"model_name":"census","model_version":"0123456789ab","outputs":["#
                + #"{"name":"label","datatype":"BYTES","shape":[1],"data":[">50K"]},"#
                + #"{"name":"probabilities","datatype":"FP32","shape":[1,2],"parameters":{"binary_data_size":8}}]}"#)
        #expect(text(response).tensors == InferRequest.bytes(Float(0.125)) + InferRequest.bytes(Float(0.875)))
    }

    private let row = #""inputs":[{"name":"age","datatype":"FP64","shape":[1],"data":[39]},{"name":"hours","datatype":"FP64","shape":[1],"#
        + #""data":[60]},"#
        + #"{"name":"workclass","datatype":"BYTES","shape":[1],"data":[""]},{"name":"citizen","datatype":"BYTES","shape":[1],"#
            + #""data":["true"]}]"#

    @Test func ranksClasses() throws {
        let path = "/v2/models/census/infer"
        let body = #"{\#(row),"outputs":[{"name":"probabilities","parameters":{"classification":5}}]}"#
        try expect(
            CensusEngine.service(), "POST", path, body, status: 200,
            #"{"model_name":"census","model_version":"0123456789ab","outputs":[{"name":"probabilities","datatype":"BYTES","shape":[1,2],"#
                + #""data":["0.875:1:>50K","0.125:0:<=50K"]}]}"#)
        try expect(
            CensusEngine.service(), "POST", path, #"{\#(row),"outputs":[{"name":"label","parameters":{"classification":1}}]}"#, status: 400,
            #"{"error":"output `label` has no scores of classes, which `classification` is for"}"#)
    }

    @Test func ranksWholeNumbers() throws {
        let body = #"{"inputs":[{"name":"x","datatype":"INT32","shape":[1,3],"data":[-5,7,7]}],"outputs":[{"name":"prediction","#
            + #""parameters":{"classification":2}}]}"#
        try expect(
            try EchoEngine.service(.int32, shape: ["N", 3]), "POST", "/v2/models/echo/infer", body, status: 200,
            #"{"model_name":"echo","model_version":"1","outputs":[{"name":"prediction","datatype":"BYTES","shape":[1,2],"data":["7:1","#
                + #""7:2"]}]}"#)
    }

    @Test(arguments: [
        (#""parameters":{"priority":1}"#, "the parameter `priority` is not known to this server"),
        (#""parameters":{"binary_data_output":1}"#, "the parameter `binary_data_output` should be true or false"),
        (
            #""outputs":[{"name":"label","parameters":{"shared_memory_region":"a"}}]"#,
            "output `label`: the parameter `shared_memory_region` is not known to this server"),
        (
            #""outputs":[{"name":"label","parameters":{"classification":-1}}]"#,
            "output `label`: the parameter `classification` should be a whole number from 1"),
        (#""outputs":[{"name":"label"},{"name":"label"}]"#, "output `label` is given twice"),
        (#""outputs":[{"name":"label","name":"probabilities"}]"#, "`name` is given twice"),
        (#""parameters":{"binary_data_output":true,"binary_data_output":false}"#, "`binary_data_output` is given twice"),
        (#""outputs":[{"name":"label","parameters":{"binary_data":true,"binary_data":false}}]"#, "`binary_data` is given twice"),
        (#""outputs":[{"name":"label","parameters":3}]"#, "output `label` has `parameters` that are no object"),
        (#""outpust":[]"#, "unknown key `outpust`; did you mean `outputs`?"),
    ])
    func refusesWhatItDoesNotKnow(_ member: String, _ error: String) throws {
        try expect(
            CensusEngine.service(), "POST", "/v2/models/census/infer", "{\(row),\(member)}", status: 400, #"{"error":"\#(error)"}"#)
    }

    @Test(arguments: ["gzip", "deflate"])
    func packsAndUnpacks(_ coding: String) throws {
        let rows = "[" + Array(repeating: #"{"age":39,"hours":60,"citizen":true}"#, count: 100).joined(separator: ",") + "]"
        let plain = try Transport.direct.ask(CensusEngine.service(), "POST", "/predict", rows).1
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        defer { server.stop(within: 1) }
        // What the server packs is a body that it must unpack.
        let client = try Client(port: server.port)
        client.post("/predict", rows, headers: "accept-encoding: br, \(coding);q=0.5\r\n")
        let packed = try #require(client.answer())
        #expect(packed.headers["content-encoding"] == coding)
        #expect(packed.headers["vary"] == "accept-encoding")
        #expect(packed.bytes.count < plain.utf8.count / 5)
        client.send(Array(
            "POST /predict HTTP/1.1\r\nhost: x\r\ncontent-encoding: \(coding)\r\ncontent-length: \(packed.bytes.count)\r\n\r\n".utf8)
            + packed.bytes)
        let refused = try #require(client.answer())
        #expect(refused.status == 400)
        #expect(refused.body.hasPrefix(#"{"error":"row 1, field `model`: the model has no such input"#), "it was unpacked and read")
    }

    /// What weighs more is preferred, wherever it stands.
    @Test(arguments: [
        ("gzip;q=0.1, deflate;q=0.9", "deflate"), ("deflate, gzip", "deflate"), ("gzip;q=0, deflate;q=0.001", "deflate"),
        ("gzip; q=0.0", nil),
        ("br", nil), ("gzip;q=1;x=y", "gzip"), ("identity;q=1, gzip;q=0.1", nil), ("identity;q=0.5, gzip", "gzip"),
        ("identity, gzip", "gzip"),
    ] as [(String, String?)])
    func answersAreAsTheClientPrefers(_ field: String, _ coding: String?) throws {
        let response = try CensusEngine.service().respond(
            to: Request(method: "GET", target: "/openapi.json", fields: HeaderFields([.acceptEncoding: field])))
        #expect(response.fields.first { $0.name == "content-encoding" }?.value == coding)
        #expect(response.fields.first { $0.name == "vary" }?.value == "accept-encoding")
    }

    /// What is unpacked is held like what was sent.
    @Test func whatIsUnpackedIsCounted() throws {
        let spaces = Packed.spaces(60_000)
        for (memory, status) in [(40_000, 503), (200_000, 200)] {
            let server = try HTTPServer(service: CensusEngine.service(), port: 0, limits: ServerLimits { $0.memory = memory })
            let client = try Client(port: server.port)
            let body = spaces + Packed.stored("[]")
            client.send(
                Array("POST /predict HTTP/1.1\r\nhost: x\r\ncontent-encoding: gzip\r\ncontent-length: \(body.count)\r\n\r\n".utf8) + body)
            #expect(client.answer()?.status == status)
            server.stop(within: 1)
        }
    }

    @Test func nothingIsUnpackedWithoutEnd() throws {
        let server = try HTTPServer(service: CensusEngine.service(), port: 0)
        defer { server.stop(within: 1) }
        let client = try Client(port: server.port)
        client.post("/predict", "[" + String(repeating: " ", count: 3 << 20) + "]", headers: "")
        #expect(client.answer()?.status == 200)
        let service = ModelService(
            ModelRepository([try ServedModel(manifest: CensusEngine.manifest, engine: CensusEngine())]),
            limits: ServerLimits { $0.body = 2000 })
        let spaces = Packed.spaces(3000)
        let request = Request(method: "POST", target: "/predict", fields: HeaderFields([.contentEncoding: "gzip"]), body: spaces)
        #expect(service.respond(to: request).status == .contentTooLarge)
    }
}

/// A gzip file in stored blocks, so that a test needs no packer.
enum Packed {
    static func spaces(_ count: UInt16) -> [UInt8] {
        stored([UInt8](repeating: 0x20, count: Int(count)))
    }

    static func stored(_ text: String) -> [UInt8] { stored(Array(text.utf8)) }

    private static func stored(_ data: [UInt8]) -> [UInt8] {
        let count = UInt16(data.count)
        let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]
        let block: [UInt8] = [1] + InferRequest.bytes(count) + InferRequest.bytes(~count)
        return header + block + data + InferRequest.bytes(checksum(data)) + InferRequest.bytes(UInt32(count))
    }

    /// CRC-32 (RFC 1952, section 8).
    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        var crc = UInt32.max
        for byte in bytes {
            crc ^= UInt32(byte)
            for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
        }
        return ~crc
    }
}
