import MLKitCore
import MLKitTestSupport
import SystemPackage
import Testing

/// Files made to exhaust a reader: each is answered with words, in little memory and few steps. The limits are the
/// system's (`ulimit`), so that a machine under load does not matter.
@Suite struct HostileInputTests {
    let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    /// The first line of what `mlkit status` says with 1 GiB of memory (data, not reserved addresses) and 60 seconds of
    /// the processor, far more than any of these needs.
    private func answer(to text: String) async throws -> (status: Int, line: String) {
        try scratch.write(text, to: "mlkit.yaml")
        let tool = BuiltTool.folder.appending("mlkit").string
        let outcome = try await BuiltTool.run(
            "sh", ["-c", "ulimit -d 1048576; ulimit -t 60; exec \"$0\" status", tool], in: scratch.path)
        return (outcome.status, String(outcome.error.prefix { $0 != "\n" }))
    }

    private static let head = "mlkit: 1\nproject: {name: p}\n"

    @Test func aliasesThatUnfoldWithoutBound() async throws {
        var text = Self.head + "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        for level in 1...30 {
            text += "a\(level): &a\(level) [\(Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", "))]\n"
        }
        #expect(try await answer(to: text) == (1, "error: the aliases unfold to more than 1000000 values"))
    }

    @Test func aliasesThatNestWithoutBound() async throws {
        let text = "a0: &a0 [1]\n" + (1...60_000).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        #expect(try await answer(to: text) == (1, "error: nested deeper than 200 levels"))
    }

    @Test(arguments: ["[", "{a: ", "- ", "? "])
    func bracketsWithoutEnd(_ opening: String) async throws {
        let text = Self.head + "params:\n  " + String(repeating: opening, count: 400_000)
        #expect(try await answer(to: text).status == 1)
    }

    @Test func oneLineOfEqualKeys() async throws {
        let text = "{" + String(repeating: "é: 1, ", count: 200_000) + "}"
        #expect(try await answer(to: text) == (1, "error: the key `é` stands here twice"))
    }

    @Test func manyKeysThatAreUnknown() async throws {
        let text = Self.head + (0..<100_000).map { "key\($0): 1\n" }.joined()
        #expect(try await answer(to: text) == (1, "error: unknown key `key0` in mlkit.yaml"))
    }

    @Test func candidatesThatMultiply() async throws {
        let features = "{" + (0..<20_000).map { "k\($0): 1" }.joined(separator: ", ") + "}"
        let models = String(repeating: "baseline, ", count: 20_000)
        let text = Self.head + "stages: {t: {kind: train, features: \(features), matrix: {model: [\(models)]}}}\n"
        #expect(try await answer(to: text) == (1, "error: the stages unfold to more than 1000000 values"))
    }

    @Test func parametersThatMultiply() async throws {
        let text =
            Self.head + "params: {t: \"\(String(repeating: "x", count: 1_000_000))\"}\nstages:\n"
            + (0..<20_000).map { "  s\($0): {run: \"${params.t}${params.t}\"}\n" }.joined()
        #expect(try await answer(to: text) == (1, "error: the stages unfold to more than 1000000 values"))
    }

    @Test func aChainOfStages() async throws {
        let text =
            Self.head + "stages:\n"
            + (0..<30_000).map { "  s\($0): {run: x, inputs: [f\($0 + 1)], outputs: [f\($0)]}\n" }.joined()
        #expect(
            try await answer(to: text)
                == (1, "error: the input `f30000` of stage `s29999` is not there, and no stage makes it"))
    }

    @Test func aCycleOfManyStages() async throws {
        let text =
            Self.head + "stages:\n"
            + (0..<5_000).map { "  s\($0): {run: x, inputs: [f\(($0 + 1) % 5_000)], outputs: [f\($0)]}\n" }.joined()
        let answer = try await answer(to: text)
        #expect(answer.status == 1 && answer.line.hasPrefix("error: these stages wait for each other: s0 -> s1 -> s2"))
    }

    @Test func manyReferencesThatAreUnknown() async throws {
        let parameters = "params: {" + (0..<30_000).map { "p\($0): 1" }.joined(separator: ", ") + "}\nstages:\n"
        let stages = (0..<20_000).map { "  s\($0): {kind: deploy, model: \"${stages.q\($0)}\"}\n" }.joined()
        #expect(try await answer(to: Self.head + "stages:\n" + stages) == (1, "error: unknown stage `q0`"))
        let commands = (0..<20_000).map { "  s\($0): {run: \"${params.q\($0)}\"}\n" }.joined()
        #expect(try await answer(to: Self.head + parameters + commands) == (1, "error: unknown parameter `q0`"))
    }

    @Test func aChainOfQuantizations() async throws {
        let stages = (0..<5_000).map {
            "  s\($0): {kind: quantize, model: \"${stages.s\($0 + 1)}\", calibrate: \"${stages.q}\", report: r\($0)}\n"
        }
        let text = Self.head + "stages:\n  q: {kind: data, source: a.csv, target: y}\n" + stages.joined()
        let answer = try await answer(to: text)
        #expect(answer.status == 1 && answer.line.hasSuffix("quantizes a model that was quantized again and again"))
    }

    @Test func aLongPathIsShownInPart() async throws {
        let text = Self.head + "stages: {a: {run: x, outputs: [\(String(repeating: "a/", count: 1_000_000))]}}\n"
        let answer = try await answer(to: text)
        #expect(answer.status == 1 && answer.line.utf8.count < 200 && answer.line.hasSuffix("…` is longer than 4096 bytes"))
    }

    @Test func aFileThatIsTooLargeIsNotRead() async throws {
        try scratch.write("", to: "mlkit.yaml")
        let outcome = try await BuiltTool.run("truncate", ["-s", "64G", "mlkit.yaml"], in: scratch.path)
        #expect(outcome.status == 0)
        let tool = try await BuiltTool.mlkit(["status"], in: scratch.path)
        #expect(tool.status == 1)
        #expect(
            tool.error
                == "error: `\(scratch.path)/mlkit.yaml` is too large: 68719476736 bytes, at most 4194304 are read\n")
    }

    /// Swift's texts replace bytes that are none of a text: the project would be made in another folder, without a word.
    @Test(arguments: [
        ("cd \"$odd\" && exec \"$0\" new p --template minimal --defaults", "error: the path of the current folder is not UTF-8"),
        ("exec \"$0\" new \"$odd/p\" --template minimal --defaults", "error: the argument"),
    ])
    func namesThatAreNotUTF8AreNotTakenForOthers(command: String, message: String) async throws {
        let tool = BuiltTool.folder.appending("mlkit").string
        let script = "odd=$(printf 'd\\377'); mkdir \"$odd\"; " + command
        let outcome = try await BuiltTool.run("sh", ["-c", script, tool], in: scratch.path)
        #expect(outcome.status == 1)
        #expect(outcome.error.hasPrefix(message))
        #expect(try LocalFileSystem().list(scratch.path).count == 1)
    }
}
