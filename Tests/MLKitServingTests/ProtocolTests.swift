import MLKitCore
import MLKitONNX
import MLKitServing
import Testing

/// The REST part of the Open Inference Protocol, by its own examples.
struct ProtocolTests {
    @Test(arguments: Transport.allCases)
    func describesServer(_ transport: Transport) throws {
        let service = try CensusEngine.service()
        try expect(transport, service, "GET", "/v2", status: 200,
            #"{"name":"mlkit","version":"0.1.0","extensions":["binary_tensor_data","classification","model_configuration","#
            + #""model_repository","statistics"]}"#)
        try expect(transport, service, "GET", "/v2/health/live", status: 200, #"{"live":true}"#)
        try expect(transport, service, "GET", "/v2/health/ready?full=1", status: 200, #"{"live":true,"ready":true}"#)
    }

    @Test func describesModel() throws {
        let metadata =
            #"{"name":"census","versions":["0123456789ab"],"platform":"onnx_onnxv1","inputs":["#
            + #"{"name":"age","datatype":"FP64","shape":[-1,1]},{"name":"hours","datatype":"FP64","shape":[-1,1]},"#
            + #"{"name":"workclass","datatype":"BYTES","shape":[-1,1]},"#
            + #"{"name":"citizen","datatype":"BYTES","shape":[-1,1]}],"outputs":["#
            + #"{"name":"label","datatype":"BYTES","shape":[-1]},"#
            + #"{"name":"probabilities","datatype":"FP32","shape":[-1,2]}]}"#
        let service = try CensusEngine.service()
        try expect(service, "GET", "/v2/models/census", status: 200, metadata)
        try expect(service, "GET", "/v2/models/census/versions/0123456789ab", status: 200, metadata)
        let ready = #"{"name":"census","ready":true}"#
        try expect(service, "GET", "/v2/models/census/ready", status: 200, ready)
        try expect(service, "GET", "/v2/models/census/versions/0123456789ab/ready", status: 200, ready)
    }

    @Test(arguments: Transport.allCases, ["/v2/models/census/infer", "/v2/models/census/versions/0123456789ab/infer"])
    func infers(_ transport: Transport, _ path: String) throws {
        let body = """
            {"id": "42", "parameters": {"binary_data_output": false}, "inputs": [
              {"name": "hours", "shape": [2, 1], "datatype": "FP32", "data": [[50.5], [null]]},
              {"name": "age", "shape": [2], "datatype": "INT64", "data": [39, 40], "parameters": {}},
              {"name": "workclass", "shape": [2, 1], "datatype": "BYTES", "data": ["Private", ""]},
              {"name": "citizen", "shape": [2], "datatype": "BYTES", "data": ["true", "false"]}]}
            """
        try expect(
            transport, try CensusEngine.service(), "POST", path, body, status: 200,
            #"{"model_name":"census","model_version":"0123456789ab","id":"42","outputs":["#
                + #"{"name":"label","datatype":"BYTES","shape":[2],"data":[">50K","<=50K"]},"#
                + #"{"name":"probabilities","datatype":"FP32","shape":[2,2],"data":[0.125,0.875,0.75,0.25]}]}"#)
    }

    @Test func givesOnlyWantedOutputs() throws {
        let inputs = #"[{"name":"x","shape":[2,2],"datatype":"FP64","data":[[1,2.5],[3,4]]}]"#
        let service = try EchoEngine.service(.double, shape: ["N", 2])
        let answer =
            #"{"model_name":"echo","model_version":"1","outputs":["#
            + #"{"name":"prediction","datatype":"FP64","shape":[2,2],"data":[1.0,2.5,3.0,4.0]}]}"#
        let path = "/v2/models/echo/infer"
        try expect(
            service, "POST", path, #"{"inputs":\#(inputs),"outputs":[{"name":"prediction","parameters":{}}]}"#,
            status: 200, answer)
        try expect(service, "POST", path, #"{"inputs":\#(inputs),"outputs":[]}"#, status: 200, answer)
        try expect(
            service, "POST", path, #"{"inputs":\#(inputs),"outputs":[{"name":"predictoin"}]}"#, status: 400,
            #"{"error":"the model has no output `predictoin`; did you mean `prediction`?"}"#)
    }

    /// Every datatype is taken for each kind of input that can hold it, and comes back as the model's own.
    @Test(arguments: [
        ("BOOL", "[true,false]", ElementType.double, "[1.0,0.0]", "FP64"),
        ("INT8", "[-128,127]", .double, "[-128.0,127.0]", "FP64"), ("INT16", "[-32768,1]", .float, "[-32768.0,1.0]", "FP32"),
        ("INT32", "[1,2.0]", .int32, "[1,2]", "INT32"),
        ("INT64", "[9223372036854775807,-9223372036854775808]", .int64, "[9223372036854775807,-9223372036854775808]", "INT64"),
        ("UINT8", "[0,255]", .uint8, "[0,255]", "UINT8"), ("UINT16", "[0,65535]", .int32, "[0,65535]", "INT32"),
        ("UINT32", "[0,4294967295]", .int64, "[0,4294967295]", "INT64"), ("UINT64", "[0,1]", .int8, "[0,1]", "INT8"),
        ("FP32", "[0.5,1e3]", .double, "[0.5,1000.0]", "FP64"), ("FP64", "[0.1,-0.0]", .double, "[0.1,-0.0]", "FP64"),
        ("INT16", "[-32768,7]", .int16, "[-32768,7]", "INT16"), ("UINT16", "[0,65535]", .uint16, "[0,65535]", "UINT16"),
        ("UINT32", "[0,4294967295]", .uint32, "[0,4294967295]", "UINT32"),
        ("UINT64", "[9223372036854775808,18446744073709551615]", .uint64, "[9223372036854775808,18446744073709551615]", "UINT64"),
        ("FP64", "[1e19,0]", .uint64, "[10000000000000000000,0]", "UINT64"),
        ("FP16", "[0.5,65504]", .float16, "[0.5,65504.0]", "FP16"),
        ("BF16", "[1.5,-3e38]", .bfloat16, "[1.5,-3.00405527047391e+38]", "BF16"),
        ("FP64", "[1,0]", .bool, "[true,false]", "BOOL"), ("BOOL", "[1,0]", .bool, "[true,false]", "BOOL"),
        ("BYTES", #"["a","é\n"]"#, .string, #"["a","é\n"]"#, "BYTES"), ("BYTES", #"[null,"b"]"#, .string, #"["","b"]"#, "BYTES"),
    ])
    func takesDatatype(_ datatype: String, _ data: String, _ type: ElementType, _ echoed: String, _ name: String) throws {
        let body = #"{"inputs":[{"name":"x","shape":[2],"datatype":"\#(datatype)","data":\#(data)}]}"#
        try expect(
            try EchoEngine.service(type, shape: ["N", 1]), "POST", "/v2/models/echo/infer", body, status: 200,
            #"{"model_name":"echo","model_version":"1","outputs":[{"name":"prediction","datatype":"\#(name)","#
                + #""shape":[2,1],"data":\#(echoed)}]}"#)
    }

    @Test(arguments: [
        ("FP64", "65520", ElementType.float16, "the number 65520 is beyond the range of FP16"),
        ("FP64", "3.4e38", .bfloat16, "the number 3.4e+38 is beyond the range of BF16"),
        ("INT32", "-1", .uint16, "expected UINT16, got the number -1"),
        ("INT32", "65536", .uint16, "expected UINT16, got the number 65536"),
        ("FP64", "-1", .uint64, "expected UINT64, got the number -1"), ("FP64", "0.5", .uint32, "expected UINT32, got the number 0.5"),
        ("UINT64", "18446744073709551615", .int64, "expected INT64, got the number 18446744073709551615"),
    ])
    func refusesWhatATypeDoesNotHold(_ datatype: String, _ number: String, _ type: ElementType, _ problem: String) throws {
        let body = #"{"inputs":[{"name":"x","shape":[1],"datatype":"\#(datatype)","data":[\#(number)]}]}"#
        let response = try EchoEngine.service(type, shape: ["N", 1]).respond(
            to: Request(method: "POST", target: "/v2/models/echo/infer", body: Array(body.utf8)))
        #expect(response.status == .badRequest)
        #expect(try JSON(parsing: response.body)["error"]?.string == "input `x`, element 1: \(problem)")
    }
}
