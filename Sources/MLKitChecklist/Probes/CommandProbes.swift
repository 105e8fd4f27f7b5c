internal import MLKitCore
internal import MLKitSpec

/// What programs of the project say of it. None runs without consent.
enum CommandProbes {
    static func command(_ text: String, _ context: ProbeContext) async throws -> ProbeVerdict {
        try await run(text, context) { .held($0.status == 0, "`\(text)` exits with \($0.status)") }
    }

    /// - Parameter judge: what the end of the command says.
    private static func run(
        _ text: String, _ context: ProbeContext, _ judge: (CommandEnd) -> ProbeVerdict
    ) async throws -> ProbeVerdict {
        // Its answer may change with any file, and with what stages made, which git need not have.
        let files = try context.git()?.trackedFiles() ?? []
        let outputs = context.spec.stages.flatMap(\.outputs).map(\.path)
        let own = try named(in: text, context)
        for path in files + outputs + own { _ = try context.information(path) }
        guard let end = try await context.runCommand(text) else {
            context.refusedCommand()
            return .unknown("`\(text)` was not run: allow it with `--allow-commands`")
        }
        // It counts until one of these changes.
        var verdict = judge(end)
        verdict.evidence = try files.filter { try context.oddPlace(of: $0) == nil } + outputs + own
        return verdict
    }

    /// What the command names itself, and models wherever they came from: git has neither to know.
    private static func named(in text: String, _ context: ProbeContext) throws -> [String] {
        let words = Set(text.split { $0.isWhitespace || "'\";|&()<>=".contains($0) }.map(String.init))
        let layout = context.spec.layout
        let folders = [layout[.models], layout.deploy]
        return try (words.filter { !$0.hasPrefix("/") && !$0.hasPrefix("-") && !$0.contains("..") } + folders).filter {
            try ![".", "./"].contains($0) && context.files.exists(context.file($0))
        }.sorted()
    }

    static func testsPass(_ context: ProbeContext) async throws -> ProbeVerdict {
        guard let command = try testCommand(context) else {
            return .unknown("no way to run tests is known: no target `test` in a Makefile, and no project of a known kind")
        }
        return try await run(command, context) { end in
            let found = "`\(command)` exits with \(end.status)"
            guard end.status == 0, let words = TestOutput(end.output).emptyRun else { return .held(end.status == 0, found) }
            return .unknown("there is nothing to judge: \(found), and ran no test: it says `\(words)`")
        }
    }

    private static func testCommand(_ context: ProbeContext) throws -> String? {
        let makefile = try context.text("Makefile") ?? ""
        if makefile.split(whereSeparator: \.isNewline).contains(where: isTestTarget) { return "make test" }
        if try context.hasContent("Package.swift") { return "swift test" }
        if try context.json("package.json")?["scripts"]?["test"] != nil { return "npm test" }
        let marks = ["pyproject.toml", "setup.py", "setup.cfg", "pytest.ini", "tox.ini"]
        let isPython = try marks.contains { try context.hasContent($0) }
        let tests = try context.git()?.trackedFiles().filter { $0.hasSuffix(".py") && $0.contains("test") } ?? []
        guard isPython || !tests.isEmpty else { return nil }
        return try usesUnittest(tests, context) ? "python3 -m unittest" : "pytest"
    }

    /// Whether all tests in Python are those of its own library, which need nothing that has to be installed.
    private static func usesUnittest(_ files: [String], _ context: ProbeContext) throws -> Bool {
        let texts = try files.filter { PinProbe.name($0) != "__init__.py" }.compactMap { try context.text(tracked: $0) }
        return !texts.isEmpty && texts.allSatisfy { $0.contains("unittest") && $0.contains("TestCase") && !$0.contains("import pytest") }
    }

    /// Whether a line of a Makefile declares the target `test`, alone or among others.
    private static func isTestTarget(_ line: Substring) -> Bool {
        guard let first = line.first, first != "\t", first != " ", first != "#", let colon = line.firstIndex(of: ":"),
            line[line.index(after: colon)...].first != "="
        else { return false }
        return line[..<colon].split(separator: " ").contains("test")
    }
}
