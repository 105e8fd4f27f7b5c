import MLKitSpec
import MLKitStages
import Testing

/// Names that files are called after are no longer than what disks take.
@Suite struct NameLengthTests {
    private func problem(_ text: String) -> String {
        do {
            _ = try ProjectSpec(parsing: Array("mlkit: 1\nproject: {name: p}\n\(text)".utf8), kinds: .builtIn)
            return ""
        } catch {
            let lines = "\(error)".split(separator: "\n")
            return lines.filter { line in ["error: ", "note: ", "hint: "].contains { line.hasPrefix($0) } }.joined(separator: "\n")
        }
    }

    private func name(_ count: Int) -> String { String(repeating: "s", count: count) }

    private func words(_ what: String, _ name: String, _ count: Int, _ hint: String) -> String {
        """
        error: the name of the \(what) `\(name)…` has \(count) bytes, and may have 230
        note: files are called after it, and disks take names of 255 bytes
        hint: \(hint)
        """
    }

    @Test func aStageMayHave230Bytes() {
        #expect(problem("stages: {\(name(230)): {run: x}}\n") == "")
        #expect(problem("stages: {\(name(231)): {run: x}}\n") == words("stage", name(100), 231, "shorten it"))
        #expect(problem("stages: {\(name(263)): {run: x}}\n") == words("stage", name(100), 263, "shorten it"))
    }

    /// What a `matrix` adds counts too.
    @Test func soMayOneOfAMatrix() {
        func stages(_ count: Int) -> String {
            "stages: {\(name(30)): {run: \"x ${matrix.a} ${matrix.b}\", matrix: {a: [\(name(100))], b: [\(name(count))]}}}\n"
        }
        #expect(problem(stages(98)) == "")
        #expect(
            problem(stages(99)) == words("stage", "\(name(30)).\(name(69))", 231, "shorten it, or what `foreach` and `matrix` add to it"))
    }

    @Test func aSweepMayHave230Bytes() {
        func sweep(_ count: Int) -> String {
            """
            params: {depth: 1}
            stages: {fit: {run: "x ${params.depth}"}}
            sweeps: {\(name(count)): {method: grid, parameters: {depth: [1, 2]}, metric: fit.loss, goal: minimize}}

            """
        }
        #expect(problem(sweep(230)) == "")
        #expect(problem(sweep(231)) == words("sweep", name(100), 231, "shorten it"))
    }
}
