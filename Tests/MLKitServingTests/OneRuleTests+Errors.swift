import MLKitCore
import Testing

@testable import MLKitServing

// What doors say of requests that break a rule.
extension OneRuleTests {
    @Test(arguments: [
        ("/predict", #"{"rows":[],"rows":[]}"#, "`rows` is given twice"),
        ("/predict", #"{"columns":{"age":[1],"age":[1],"citizen":[true]}}"#, "column `age`: given twice"),
        ("/predict", #"{"columns":{"age":[1,2],"citizen":[true]}}"#, "column `citizen`: has 1 value, and another has 2"),
        ("/predict", #"{"columns":{"age":1}}"#, "column `age`: expected a list, got the number 1"),
        ("/v2/models/census/infer", #"{"inputs":[],"inputs":[]}"#, "`inputs` is given twice (and 1 more problem)"),
        ("/v1/models/census:predict", #"{"instances":[],"instances":[]}"#, "`instances` is given twice (and 1 more problem)"),
        ("/v1/models/census:predict", "{}", "the request needs `instances` or `inputs`"),
        ("/v1/models/census:predict", #"{"instances":[],"signature_name":"other"}"#, "the only `signature_name` is `serving_default`"),
        ("/invocations", #"{"dataframe":[]}"#,
            "unknown key `dataframe`; known are `dataframe_split`, `dataframe_records`, `instances` and `inputs`"),
        ("/invocations", #"{"dataframe_split":{"columns":["age","age"],"data":[]}}"#, "column `age`: given twice"),
        ("/invocations", #"{"dataframe_split":{"columns":["age","citizen"],"data":[[1]]}}"#, "row 1: has 1 value for 2 columns"),
    ])
    func namesWhatIsWrong(_ path: String, _ body: String, _ error: String) throws {
        let (status, answer) = try Transport.direct.ask(CensusEngine.service(), "POST", path, body)
        #expect(status == 400)
        #expect(try JSON(parsing: answer)["error"]?.string == error)
    }

    /// Errors show a line of what was sent, whatever was.
    @Test(arguments: ["x", "e\u{301}", "\\n", "\\u0000", "\u{1F469}\u{200D}"])
    func errorsEchoNoMoreThanALine(_ piece: String) throws {
        let long = String(repeating: piece, count: 100_000)
        let bodies = [
            ("/predict", #"{"\#(long)":1,"age":1,"citizen":true}"#), ("/predict", #"{"age":"\#(long)","citizen":true}"#),
            ("/predict", #"{"age":1,"citizen":true,"workclass":"\#(long)"}"#),
            ("/v2/models/census/infer", #"{"inputs":[{"name":"age","datatype":"\#(long)","shape":[1],"data":[1]}]}"#),
            ("/v2/models/census/infer", #"{"\#(long)":1,"inputs":[{"name":"age","datatype":"FP64","shape":[1],"data":[1]}]}"#),
        ]
        for (path, body) in bodies {
            let (status, answer) = try Transport.direct.ask(CensusEngine.service(), "POST", path, body)
            #expect(status == 400)
            #expect(answer.utf8.count < 2500)
            for message in try JSON(parsing: answer)["problems"]?.array ?? [] { #expect(message.string?.contains("\n") == false) }
        }
    }
}
