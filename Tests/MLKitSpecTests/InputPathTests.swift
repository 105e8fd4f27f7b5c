import MLKitCore
import MLKitSpec
import MLKitStages
import Testing

/// What a stage reads and who writes it: paths in other spellings, patterns, and what lies in what.
@Suite struct InputPathTests {
    private func spec(_ stages: String) throws -> ProjectSpec {
        try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\nstages:\n\(stages)".utf8), kinds: .builtIn)
    }

    private func problems(_ stages: String) -> [String] {
        do {
            _ = try spec(stages)
            return []
        } catch {
            return (error as? Failure)?.diagnostics.map(\.message) ?? ["\(error)"]
        }
    }

    @Test(arguments: [
        ("./o", "o"), ("o/", "o"), ("a//b", "a/b"), ("x/../o", "o"), ("a/./b/", "a/b"), ("./", "."), ("a/..", "."),
        ("/a/../b", "/b"), ("o", "o"), (".hidden", ".hidden"), ("a/.b", "a/.b"), ("../o", "../o"), ("", ""), ("a/...", "a/..."),
    ])
    func aPathHasOneSpelling(written: String, normal: String) {
        #expect(ProjectPath.normal(written) == normal)
    }

    @Test(arguments: ["./o", "x/../o", "o/", ".//o"]) func anInputInAnotherSpellingWaitsForItsWriter(_ path: String) throws {
        let spec = try spec("  b: {run: x, inputs: ['\(path)'], outputs: [p]}\n  a: {run: x, outputs: [o]}\n")
        #expect(spec.stages.map(\.name) == ["a", "b"])
        #expect(spec.stage("b")?.inputs == [StageInput(role: "", path: "o", producer: "a")])
        let turned = try self.spec("  b: {run: x, inputs: [o], outputs: [p]}\n  a: {run: x, outputs: ['\(path)']}\n")
        #expect(turned.stage("b")?.producers == ["a"])
        let data = try self.spec("  b: {kind: data, source: '\(path)', target: y}\n  a: {run: x, outputs: [o]}\n")
        #expect(data.stage("b")?.inputs == [StageInput(role: "source", path: "o", producer: "a")])
    }

    @Test func aSpellingHidesNeitherATwiceWrittenPathNorACircle() {
        #expect(
            problems("  a: {run: x, outputs: [o]}\n  b: {run: x, outputs: [./o]}\n")
                == ["the stages `a` and `b` both write `o`"])
        #expect(problems("  a: {run: x, outputs: [o, x/../o]}\n") == ["the stage `a` writes `o` twice"])
        #expect(
            problems("  a: {run: x, inputs: [./p], outputs: [o]}\n  b: {run: x, inputs: [o/], outputs: [p]}\n")
                == ["these stages wait for each other: a -> b -> a"])
    }

    @Test(arguments: [
        ("parts/*.txt", ["one", "two"]), ("parts/a.*", ["one"]), ("**/*.txt", ["one", "two", "whole"]), ("whole/*/x", ["whole"]),
        ("*", ["one", "two", "whole"]), ("parts/*.csv", []), ("other/*.txt", []),
    ])
    func aPatternWaitsForAllThatItMayMatch(pattern: String, writers: [String]) throws {
        let spec = try spec(
            """
              reads: {run: x, inputs: ['\(pattern)']}
              one: {run: x, outputs: [parts/a.txt]}
              two: {run: x, outputs: [parts/b.txt]}
              whole: {run: x, outputs: [whole]}

            """)
        #expect(spec.stage("reads")?.producers == writers)
        let order = spec.stages.map(\.name)
        let place = try #require(order.firstIndex(of: "reads"))
        #expect(writers.allSatisfy { order[..<place].contains($0) })
    }

    @Test func aStageDoesNotWriteWhatItReads() {
        let overlap = { (output: String, input: String) in
            "the output `\(output)` of stage `a` and its own input `\(input)` overlap"
        }
        let own = { (input: String, output: String) in
            problems("  a: {run: x, inputs: ['\(input)'], outputs: ['\(output)']}\n")
        }
        #expect(own("d", "d/o") == [overlap("d/o", "d")])
        #expect(own("./d/", "d/o") == [overlap("d/o", "d")])
        #expect(own("d/*.txt", "d/o.txt") == [overlap("d/o.txt", "d/*.txt")])
        #expect(own("d/o", "d") == [overlap("d", "d/o")])
        #expect(own("o", "o") == ["the stage `a` writes its own input `o`"])
        #expect(own(".", "o").contains("the stage `a` reads the whole project, and with it what is written there"))
        #expect(own("d/*.txt", "d/o.csv") == [])
        #expect(own("d", "dd") == [])
    }

    /// All that stands where an output is to be is moved away before a stage runs.
    @Test func aStageDoesNotWriteWhatMlkitNeeds() {
        let needed = { (output: String, place: String) in
            ["the stage `a` cannot write `\(output)`: mlkit needs `\(place)` while it runs"]
        }
        let written = { (output: String) in problems("  a: {run: x, inputs: [in], outputs: ['\(output)']}\n") }
        for output in ["mlkit.yaml", ".mlkit", "logs/a.log"] { #expect(written(output) == needed(output, output)) }
        #expect(written("./.mlkit/x") == needed(".mlkit/x", ".mlkit"))
        #expect(written("logs") == needed("logs", "logs/a.log"))
        #expect(problems("  a: {run: x, outputs: [.]}\n") == needed(".", "mlkit.yaml"))
        for output in ["logs/b.log", "logs/a", "mlkit", ".mlkitx"] { #expect(written(output) == []) }
    }

    @Test func anInputMayBeOptionalOutsideOrElsewhere() throws {
        let sum = String(repeating: "ab", count: 32)
        let spec = try spec(
            """
              a:
                run: x
                inputs: [{path: ./maybe, optional: true}, /data/big.csv, {path: /data/more}, {url: https://example.org/x, sha256: \(sum)}]

            """)
        #expect(
            spec.stage("a")?.inputs == [
                StageInput(role: "", path: "maybe", isOptional: true), StageInput(role: "", path: "/data/big.csv"),
                StageInput(role: "", path: "/data/more"),
            ])
        // What is to be had elsewhere counts by what is said of it; that an input is optional does not count.
        #expect(spec.stage("a")?.configuration["inputs"]?.array?.first == "./maybe")
        #expect(spec.stage("a")?.configuration["inputs"]?.array?.last?["sha256"] == .string(sum))
        #expect(problems("  a: {run: x, inputs: [{url: https://example.org/x}]}\n").count == 1)
        #expect(problems("  a: {run: x, inputs: [{path: a, url: https://example.org/x, sha256: \(sum)}]}\n").count == 1)
        #expect(problems("  a: {run: x, inputs: [{url: example.org, sha256: 12}]}\n").count == 2)
        #expect(problems("  a: {run: x, inputs: ['/data/*.csv']}\n") == ["the absolute path `/data/*.csv` cannot be a pattern"])
        #expect(problems("  a: {run: x, outputs: [/data/o]}\n") == ["the path `/data/o` is not relative to the project"])
    }
}
