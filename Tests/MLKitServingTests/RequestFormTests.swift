import MLKitCore
import MLKitONNX
import MLKitServing
import Testing

/// What stands where nothing of that form may stand, in requests of each kind.
struct RequestFormTests {
    private func problems(_ path: String, _ body: String) throws -> [String] {
        let service = try EchoEngine.service(.double, shape: ["N", 1])
        let (status, answer) = try Transport.direct.ask(service, "POST", path, body)
        guard status != 200 else { return [] }
        let json = try JSON(parsing: answer)
        return json["problems"]?.array?.compactMap(\.string) ?? [json["error"]?.string ?? answer]
    }

    private static let input = #"{"name":"x","shape":[1],"datatype":"FP64","data":[1]}"#

    @Test(arguments: [
        (#""outputs":5"#, ["`outputs` should be a list, and is a number"]), (#""outputs":null"#, []), (#""outputs":[]"#, []),
        (#""outputs":[{"name":"prediction","extra":1}]"#, ["output `prediction` has the unknown key `extra`"]),
        (#""outputs":[{"name":"prediction","parameters":null}]"#, []),
        (#""outputs":[{"name":"prediction"},{"name":"prediction"}]"#, ["output `prediction` is given twice"]),
        (#""outputs":[{}]"#, ["output 1 needs a `name`"]), (#""parameters":5"#, ["`parameters` should be an object, and is a number"]),
        (#""parameters":null"#, []),
        (#""parameters":{"binary_data_output":1}"#, ["the parameter `binary_data_output` should be true or false"]),
        (#""outputs":[{"name":"prediction","parameters":{"classification":-1}}]"#,
            ["output `prediction`: the parameter `classification` should be a whole number from 1"]),
        (#""outputs":[{"name":"prediction","parameters":{"classification":0}}]"#, []),
        (#""outputs":[{"name":"prediction","parameters":{"classification":1}}]"#, []),
    ])
    func whatIsWanted(members: String, found: [String]) throws {
        #expect(try problems("/v2/models/echo/infer", #"{"inputs":[\#(Self.input)],\#(members)}"#) == found)
    }

    @Test(arguments: [
        (#""name":"x""#, "input `x` has `name` twice"),
        (#""extra":1"#, "input `x` has the unknown key `extra`; known are `name`, `datatype`, `shape`, `data` and `parameters`"),
        (#""parameters":5"#, "input `x` has `parameters` that are no object"),
        (#""parameters":{"a":1}"#, "input `x` has the parameter `a`, which this server does not know"),
        (#""parameters":{"binary_data_size":-1}"#, "input `x` has a `binary_data_size` that is no whole number from 0"),
    ])
    func whatIsGiven(member: String, problem: String) throws {
        let entry = Self.input.dropLast() + "," + member + "}"
        #expect(try problems("/v2/models/echo/infer", #"{"inputs":[\#(entry)]}"#) == [problem])
    }

    @Test(arguments: [
        (#"{"dataframe_split":{"columns":["x"],"data":[[1]],"extra":1}}"#, ["unknown key `extra` in `dataframe_split`"]),
        (#"{"dataframe_split":{"columns":["x"],"columns":["x"],"data":[[1]]}}"#, ["`columns` is given twice"]),
        (#"{"dataframe_split":{"columns":["x"],"data":5}}"#, ["`dataframe_split` needs `columns` and `data`, both lists"]),
        (#"{"dataframe_split":{"columns":["x"],"data":[[1]],"index":5}}"#, ["`index` should be a list, and is the number 5"]),
        (#"{"dataframe_split":{"columns":["x"],"data":[[1]],"index":null}}"#, []),
        (#"{"dataframe_split":{"columns":["x"],"data":[[1]],"index":[1,2]}}"#, ["`index` has 2 labels for 1 row"]),
        (#"{"dataframe_split":{"columns":["x"],"data":[[1],[2]],"index":["a","b"]}}"#, []),
    ])
    func asMLflow(body: String, found: [String]) throws { #expect(try problems("/invocations", body) == found) }

    @Test(arguments: [
        (#"{"instances":[{"x":1}],"inputs":{"x":[1]}}"#, "give `instances` or `inputs`, not both"),
        (#"{"signature_name":"other","instances":[1]}"#, "the only `signature_name` is `serving_default`"),
        (#"{"extra":1,"instances":[1]}"#, "unknown key `extra`; known are `instances`, `inputs` and `signature_name`"),
        (#"{}"#, "the request needs `instances` or `inputs`"),
        (#"{"inputs":5}"#, "`inputs` should be an object of lists, and is the number 5"),
        (#"{"instances":5}"#, "`instances` should be a list of rows, and is the number 5"),
    ])
    func asTensorFlow(body: String, problem: String) throws { #expect(try problems("/v1/models/echo:predict", body).first == problem) }

    @Test(arguments: [(#"{"signature_name":"","instances":[1]}"#), (#"{"signature_name":"serving_default","instances":[1]}"#)])
    func theOneSignature(body: String) throws { #expect(try problems("/v1/models/echo:predict", body) == []) }
}
