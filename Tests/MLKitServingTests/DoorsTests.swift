import Glibc
import MLKitCore
import MLKitONNX
import MLKitServing
import MLKitSignature
import MLKitTestSupport
import Testing

/// The shapes in which the doors of other servers answer.
struct DoorsTests {
    private let rows = #"[{"age":39,"hours":60,"citizen":true},{"age":39,"hours":20,"citizen":true}]"#
    private let columns = #"{"age":[39,39],"hours":[60,20],"citizen":[true,true]}"#

    @Test func answersAsTensorFlowServing() throws {
        let service = try CensusEngine.service()
        let answers = #"[{"label":">50K","probabilities":[0.125,0.875]},{"label":"<=50K","probabilities":[0.75,0.25]}]"#
        let path = "/v1/models/census:predict"
        try expect(
            service, "POST", path, #"{"signature_name":"serving_default","instances":\#(rows)}"#, status: 200,
            #"{"predictions":\#(answers)}"#)
        let outputs = #"{"outputs":{"label":[">50K","<=50K"],"probabilities":[[0.125,0.875],[0.75,0.25]]}}"#
        try expect(service, "POST", path, #"{"inputs":\#(columns)}"#, status: 200, outputs)
        try expect(
            service, "POST", path, #"{"inputs":{"age":[[39],[39]],"hours":[[60],[20]],"citizen":[["true"],["true"]]}}"#, status: 200,
            outputs)
        try expect(
            service, "POST", path, #"{"inputs":{"age":[],"citizen":[]}}"#, status: 200, #"{"outputs":{"label":[],"probabilities":[]}}"#)
        try expect(
            service, "POST", "/v1/models/census/versions/0123456789ab:predict", #"{"instances":[]}"#, status: 200, #"{"predictions":[]}"#)
        try expect(
            service, "GET", "/v1/models/census", status: 200,
            #"{"name":"census","ready":true,"model_version_status":[{"version":"0123456789ab","state":"AVAILABLE","#
                + #""status":{"error_code":"OK","error_message":""}}]}"#)
    }

    /// A regression has one output, whose list stands alone.
    @Test func answersARegressionAsTensorFlowServing() throws {
        let service = try EchoEngine.service(.double, shape: ["N", 1])
        try expect(service, "POST", "/v1/models/echo:predict", #"{"inputs":{"x":[1.5,2]}}"#, status: 200, #"{"outputs":[1.5,2.0]}"#)
        try expect(service, "POST", "/v1/models/echo:predict", #"{"inputs":{"x":[]}}"#, status: 200, #"{"outputs":[]}"#)
    }

    @Test func answersAsMLflow() throws {
        let service = try CensusEngine.service()
        let answer = #"{"predictions":[">50K","<=50K"]}"#
        for body in [
            #"{"dataframe_records":\#(rows)}"#, #"{"instances":\#(rows)}"#, #"{"inputs":\#(columns),"params":{}}"#,
            #"{"dataframe_split":{"data":[[39,60,true],[39,20,true]],"index":[0,1],"columns":["age","hours","citizen"]}}"#,
        ] { try expect(service, "POST", "/invocations", body, status: 200, answer) }
        let csv = Request(
            method: "POST", target: "/invocations", fields: HeaderFields([.contentType: "text/csv"]), body: Array("age\n1".utf8))
        #expect(service.respond(to: csv).status == .unsupportedMediaType)
        #expect(try Transport.direct.ask(service, "GET", "/ping").0 == 200)
    }

    @Test func takesColumns() throws {
        let rich = #"{"label":">50K","probabilities":{"<=50K":0.125,">50K":0.875}}"#
        let poor = #"{"label":"<=50K","probabilities":{"<=50K":0.75,">50K":0.25}}"#
        try expect(
            CensusEngine.service(), "POST", "/predict/census", #"{"columns":\#(columns)}"#, status: 200,
            #"{"model":{"name":"census","version":"0123456789ab"},"predictions":[\#(rich),\#(poor)]}"#)
    }

    /// A model that nothing is known of but its tensors.
    @Test func servesTensors() throws {
        let model = try ServedModel(name: "net", version: "1", engine: EchoEngine(.float, shape: ["N", 2]))
        let service = ModelService(model)
        let infer = #"{"inputs":[{"name":"x","datatype":"FP32","shape":[2,2],"data":[[1,2],[3,4]]}]}"#
        try expect(
            service, "POST", "/v2/models/net/infer", infer, status: 200,
            #"{"model_name":"net","model_version":"1","outputs":[{"name":"prediction","datatype":"FP32","shape":[2,2],"data":[1.0,2.0,"#
                + #"3.0,4.0]}]}"#)
        try expect(
            service, "POST", "/v1/models/net:predict", #"{"instances":[[1,2],[3,4]]}"#, status: 200,
            #"{"predictions":[[1.0,2.0],[3.0,4.0]]}"#)
        try expect(service, "POST", "/v1/models/net:predict", #"{"inputs":{"x":[[1,2]]}}"#, status: 200, #"{"outputs":[[1.0,2.0]]}"#)
        try expect(service, "POST", "/invocations", #"{"inputs":[[1,2]]}"#, status: 200, #"{"predictions":[[1.0,2.0]]}"#)
        try expect(service, "POST", "/v1/models/net:predict", #"{"instances":[]}"#, status: 200, #"{"predictions":[]}"#)
        try expect(
            service, "POST", "/v1/models/net:predict", #"{"instances":[{"x":[1,2]},{"x":[3,4]}]}"#, status: 200,
            #"{"predictions":[[1.0,2.0],[3.0,4.0]]}"#)
        try expect(
            service, "POST", "/v1/models/net:predict", #"{"instances":[[1,2],[3]]}"#, status: 400,
            #"{"error":"input `x` has lists of different lengths"}"#)
        try expect(
            service, "POST", "/v1/models/net:predict", #"{"instances":[1,2]}"#, status: 400,
            #"{"error":"input `x` has shape [2], and the model takes [-1, 2]"}"#)
        let (status, answer) = try Transport.direct.ask(service, "POST", "/predict", #"{"x":1}"#)
        #expect(status == 400)
        #expect(answer == #"{"error":"`net` has no columns; ask it for tensors at /v2/models/net/infer"}"#)
    }

    /// Several inputs and outputs, in TensorFlow Serving's forms for rows and for columns.
    @Test(arguments: [
        (#"{"instances":[{"a":1,"b":[2,3]},{"b":[4,5],"a":2}]}"#, #"{"predictions":[{"a":1.0,"b":[2.0,3.0]},{"a":2.0,"b":[4.0,5.0]}]}"#),
        (#"{"inputs":{"a":[1,2],"b":[[2,3],[4,5]]}}"#, #"{"outputs":{"a":[1.0,2.0],"b":[[2.0,3.0],[4.0,5.0]]}}"#),
        (#"{"inputs":{"a":[],"b":[]}}"#, #"{"outputs":{"a":[],"b":[]}}"#),
    ])
    func servesSeveralTensors(_ body: String, _ answer: String) throws {
        let service = ModelService(try ServedModel(name: "two", version: "1", engine: TwoEngine()))
        try expect(service, "POST", "/v1/models/two:predict", body, status: 200, answer)
    }

    @Test(arguments: [
        (#"{"instances":[{"a":1}]}"#, "instance 1: input `b` is missing"),
        (#"{"instances":[{"a":1,"b":[1,2]},{"a":1,"b":[1]}]}"#, "instance 2: input `b` has lists of different lengths"),
        (#"{"instances":[{"a":1,"b":[1,2]},3]}"#, "instance 2: expected an object, got the number 3"),
        (#"{"instances":[{"a":1,"b":[1,2],"c":1}]}"#, "instance 1: the model has no input `c`"),
        (#"{"instances":[{"a":1,"a":2,"b":[1,2]}]}"#, "instance 1: input `a` is given twice"),
        (#"{"instances":[{"a":[1,2],"b":[1,2]}]}"#, "input `a` has shape [1, 2], and the model takes [-1]"),
        (#"{"inputs":{"a":[1],"b":[[1,2],[3,4]]}}"#, "input `b` has shape [2, 2], and `a` has 1 for `N`"),
    ])
    func namesTheInstanceThatIsWrong(_ body: String, _ problem: String) throws {
        let service = ModelService(try ServedModel(name: "two", version: "1", engine: TwoEngine()))
        let (status, answer) = try Transport.direct.ask(service, "POST", "/v1/models/two:predict", body)
        #expect(status == 400)
        #expect(try JSON(parsing: answer)["error"]?.string?.hasPrefix(problem) == true, "\(answer)")
    }

    @Test func describesConfigurationAndStatistics() throws {
        let service = try CensusEngine.service()
        _ = try Transport.direct.ask(service, "POST", "/predict", rows)
        let (_, config) = try Transport.direct.ask(service, "GET", "/v2/models/census/config")
        #expect(try JSON(parsing: config)["input"]?.array?.first == ["name": "age", "data_type": "TYPE_FP64", "dims": [-1, 1]])
        #expect(try JSON(parsing: config)["input"]?.array?[2]["data_type"] == "TYPE_STRING")
        for path in ["/v2/models/census/stats", "/v2/models/stats", "/v2/models/census/versions/0123456789ab/stats"] {
            let (_, stats) = try Transport.direct.ask(service, "GET", path)
            let model = try JSON(parsing: stats)["model_stats"]?.array?.first
            #expect(model?["inference_count"] == 2)
            #expect(model?["execution_count"] == 1)
            #expect(model?["inference_stats"]?["success"]?["count"] == 1)
        }
    }

    /// The page in a browser of a few lines: what is in the fields of columns of any names is what is asked.
    @Test(.enabled(if: access("/usr/bin/node", X_OK) == 0)) func thePageAsksWhatIsInItsFields() async throws {
        let browser = """
            const made = {};
            class Element {
              constructor(tag) { this.tag = tag; this.children = []; this.value = ""; this.listeners = {}; this.selectedIndex = 0; }
              append(...more) { this.children.push(...more); }
              replaceChildren(...more) { this.children = more; }
              addEventListener(name, body) { this.listeners[name] = body; }
            }
            globalThis.Option = class extends Element {};
            globalThis.document = { getElementById: (id) => made[id] ??= new Element(id), createElement: (tag) => new Element(tag) };
            const names = ["1", "0", "length", "item", "elements", "rows"];
            const columns = names.map((name) => ({ name, type: "number", nullable: false, categories: [] }));
            globalThis.fetch = async (path, options) => {
              if (path !== "/") console.log(path, options.body);
              return { ok: true, status: 200, json: async () => ({ models: [{ name: "m", version: "1", columns }] }) };
            };
            """
        let end = """
            setTimeout(async () => {
              const labels = made.form.children.filter((one) => one.tag === "label");
              labels.forEach((label, place) => { label.children[0].value = String(place + 10); });
              await made.form.listeners.submit({ preventDefault() {} });
            }, 0);
            """
        let script = try CensusEngine.service().respond(to: Request(method: "GET", target: "/try.js")).bodyText
        let scratch = try ScratchDirectory()
        try scratch.write(browser + script + end, to: "page.js")
        let outcome = try await BuiltTool.run("/usr/bin/node", ["page.js"], in: scratch.path, environment: [:])
        #expect(
            outcome.output == #"/predict/m {"rows":[{"0":11,"1":10,"length":12,"item":13,"elements":14,"rows":15}]}"# + "\n",
            "\(outcome.error)")
    }

    @Test func servesAPageThatAsksTheServer() throws {
        let service = try CensusEngine.service()
        let page = service.respond(to: Request(method: "GET", target: "/", fields: HeaderFields([.accept: "text/html,*/*"])))
        #expect(page.contentType == .html)
        #expect(page.bodyText.contains(#"<script src="/try.js"></script>"#))
        #expect(service.respond(to: Request(method: "GET", target: "/try.js")).contentType == .script)
        let (_, help) = try Transport.direct.ask(service, "GET", "/")
        let columns = try JSON(parsing: help)["models"]?.array?.first?["columns"]?.array
        #expect(columns?[2] == ["name": "workclass", "type": "text", "nullable": true, "categories": ["Private", "State-gov"]])
    }

    /// The forms that each door takes are in the document, and a number as a text where the table's own texts are taken.
    @Test func documentsTheFormsOfRequests() throws {
        var manifest = CensusEngine.manifest
        manifest.signature.cleaning = Cleaning()
        (manifest.inputs[0].minimum, manifest.inputs[0].maximum) = (17, 90)
        let service = ModelService(try ServedModel(manifest: manifest, engine: CensusEngine()))
        let document = try JSON(parsing: Transport.direct.ask(service, "GET", "/openapi.json").1)
        func schema(_ path: String) -> JSON? {
            document["paths"]?[path]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
        }
        func forms(_ path: String) -> [String] {
            schema(path)?["anyOf"]?.array?.compactMap { $0["required"]?.array?.first?.string } ?? []
        }
        #expect(forms("/predict") == ["rows", "age", "columns"])
        #expect(forms("/predict/census") == ["rows", "age", "columns"])
        #expect(forms("/v1/models/census:predict") == ["instances", "inputs"])
        #expect(forms("/invocations") == ["dataframe_split", "dataframe_records", "instances", "inputs"])
        let members = schema("/v2/models/census/infer")?["properties"]?.members?.map(\.name)
        #expect(members == ["id", "model_name", "model_version", "parameters", "outputs", "inputs"])
        let row = schema("/predict")?["anyOf"]?.array?[2]["properties"]
        func types(_ name: String) -> [String] { row?[name]?["anyOf"]?.array?.compactMap { $0["type"]?.string } ?? [] }
        #expect(types("age") == ["integer", "string"])
        #expect(types("hours") == ["number", "string", "string", "null"])
    }

    /// Lists by column, and tensors, are of one length, which a schema can only say of a length that it names.
    @Test func documentsSeveralRows() throws {
        let service = try CensusEngine.service(ignoring: ["id"])
        let document = try JSON(parsing: Transport.direct.ask(service, "GET", "/openapi.json").1)
        let forms = document["paths"]?["/predict"]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]?["anyOf"]?.array
        let columns = try #require(forms?.last?["properties"]?["columns"])
        #expect(columns["description"] == "a value of each row in each list, for at most 20000 rows; described for up to 10")
        #expect(columns["properties"]?.members?.map(\.name) == ["age", "hours", "workclass", "citizen", "id"])
        #expect(columns["properties"]?["age"]?["type"] == "array" && columns["properties"]?["age"]?["items"]?["type"] == "integer")
        let lengths = columns["anyOf"]?.array ?? []
        #expect(columns["required"] == ["age", "citizen"])
        #expect(lengths.count == 11 && lengths.first == ["additionalProperties": ["maxItems": 0]])
        #expect(lengths.last == ["additionalProperties": ["minItems": 10, "maxItems": 10]])
        let infer = document["paths"]?["/v2/models/census/infer"]?["post"]?["requestBody"]?["content"]?["application/json"]?["schema"]
        let sizes = infer?["anyOf"]?.array ?? []
        let ten: JSON = ["shape": ["const": [10]], "data": ["minItems": 10, "maxItems": 10]]
        #expect(sizes.count == 10 && sizes.last == ["properties": ["inputs": ["items": ["properties": ten]]]])
    }

    /// A model may have any name, and its paths are those of an address.
    @Test func documentsPathsOfAnyName() throws {
        var manifest = CensusEngine.manifest
        manifest.name = "a b/é{c}?"
        let service = ModelService(try ServedModel(manifest: manifest, engine: CensusEngine()))
        let document = try JSON(parsing: Transport.direct.ask(service, "GET", "/openapi.json").1)
        let paths = document["paths"]?.members?.map(\.name) ?? []
        let name = "a%20b%2F%C3%A9%7Bc%7D%3F"
        #expect(paths.contains("/predict/\(name)") && paths.contains("/v2/models/\(name)/infer")
            && paths.contains("/v1/models/\(name):predict"))
        let row = #"{"age": 39, "citizen": true}"#
        #expect(try Transport.direct.ask(service, "POST", "/predict/\(name)", row).0 == 200)
        let help = try JSON(parsing: Transport.direct.ask(service, "GET", "/").1)
        #expect(help["endpoints"]?["GET /v2/models/\(name)"] != nil)
    }

    /// Every path of the document is one of the server's, and takes the method.
    @Test func documentsItsPaths() throws {
        let service = try CensusEngine.service()
        let (status, text) = try Transport.direct.ask(service, "GET", "/openapi.json")
        #expect(status == 200)
        let paths = try #require(try JSON(parsing: text)["paths"]?.members)
        #expect(paths.count > 12)
        for path in paths {
            for operation in path.value.members ?? [] {
                let (status, _) = try Transport.direct.ask(service, operation.name.uppercased(), path.name)
                #expect(status == (operation.name == "get" ? 200 : 400), "\(operation.name) \(path.name)")
            }
        }
    }
}
