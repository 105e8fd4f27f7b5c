internal import MLKitCore

/// Tests, and whether somebody runs them. The name of a file is not enough: it has to hold what its language calls a
/// test.
enum TestProbes {
    /// How files with tests are called, and how a test in them begins.
    private static let kinds: [(names: [String], marks: [String])] = [
        (["test_*.py", "*_test.py", "tests.py", "test.py"], []),
        (["*_test.go"], ["func Test", "func Benchmark", "func Fuzz"]), (["*Tests.swift", "*Test.swift"], ["@Test", "func test"]),
        (
            ["*.test.ts", "*.test.js", "*.test.tsx", "*.test.jsx", "*.spec.ts", "*.spec.js", "*.test.mjs"],
            ["test(", "it(", "test.each(", "it.each(", "Deno.test(", "QUnit.test("]
        ),
        (["test-*.R", "test_*.R"], ["test_that(", "expect_", "it("]), (["runtests.jl", "*_test.jl", "test_*.jl"], ["@test"]),
        (["*Test.java", "*Tests.java", "*Test.kt"], ["@Test", "@ParameterizedTest"]),
        (["*_test.rs", "tests.rs"], ["#[test]", "#[tokio::test]", "#[rstest]"]),
        (["*_test.cpp", "test_*.cpp", "*_test.cc"], ["TEST(", "TEST_F(", "TEST_P(", "TEST_CASE(", "BOOST_AUTO_TEST_CASE("]),
        (["*_spec.rb", "*_test.rb"], ["it ", "def test_", "test \""]),
    ]

    static func exist(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            var named: String?
            var found = [String]()
            for file in files where !ForeignFiles.contain(file) {
                guard let kind = kinds.first(where: { $0.names.contains { Glob($0).matches(PinProbe.name(file)) } }) else { continue }
                named = named ?? file
                guard let whole = try context.text(tracked: file), !ToolCommands.hasConflict(whole) else { continue }
                let text = SourceCode.Language(of: file).map { SourceCode.stripped(whole, $0) } ?? whole
                if holds(text, kind.marks, file), isChecked(text, file) { found.append(file) }
            }
            if let first = found.first { return .passed("\(plural(found.count, "file")) of tests, `\(first)` the first", [first]) }
            guard let named else { return .failed("no tracked file is named as tests are, such as `test_model.py`") }
            return .unknown("there is nothing to judge: `\(named)` is named as tests are, and holds none", [named])
        }
    }

    /// Whether a test begins in some line that is code, rather than a comment or a text of several lines, and where its
    /// language looks for tests.
    private static func holds(_ text: String, _ marks: [String], _ file: String) -> Bool {
        var (isText, isComment) = (false, false)
        var (python, blocks) = (PythonScopes(), SkippedBlocks())
        let lines = text.split(whereSeparator: \.isNewline)
        for (index, whole) in lines.enumerated() {
            let line = whole.trimmed
            guard !blocks.hold(line) else { continue }
            let quotes = line.ranges(of: "\"\"\"").count + line.ranges(of: "'''").count
            defer { isText = quotes % 2 == 1 ? !isText : isText }
            if isComment || line.hasPrefix("/*") {
                isComment = !line.contains("*/")
                continue
            }
            guard !isText, quotes == 0, !line.hasPrefix("#") || line.hasPrefix("#["), !line.hasPrefix("//") else { continue }
            if file.hasSuffix(".py") {
                if python.beginsTest(whole) { return true }
            } else if marks.contains(where: { begins($0, in: line) }), !file.hasSuffix(".go") || GoTest.begins(in: line) {
                if !isLeftOut(index, lines) { return true }
            }
        }
        return false
    }

    /// What says beside a test that it does not run.
    private static let skips = ["#[ignore", "@Disabled", "@Ignore", ".disabled("]

    /// Whether what stands with the beginning of a test keeps it from running.
    private static func isLeftOut(_ index: Int, _ lines: [Substring]) -> Bool {
        let beside = [index - 1, index + 1].filter(lines.indices.contains).map { lines[$0].trimmed }
            .filter { $0.hasPrefix("@") || $0.hasPrefix("#[") }
        return ([lines[index].trimmed] + beside).contains { line in skips.contains(where: line.contains) }
    }

    /// Whether tests could be run, and check something. In Python only the name tells a test: `def test_split(rows)` may as well
    /// make the test split.
    private static func isChecked(_ text: String, _ file: String) -> Bool {
        !file.hasSuffix(".py") || ["assert", "raises", "warns", "check", "expect", "fail("].contains(where: text.contains)
    }

    /// Whether a mark stands in a line as a word: `it(` is none in `exit(`, nor `@test` in `@testset`.
    private static func begins(_ mark: String, in line: String) -> Bool {
        line.ranges(of: mark).contains { range in
            let before = line[..<range.lowerBound].last
            let after = mark.hasPrefix("@") ? line[range.upperBound...].first : nil
            return !(before.map { $0.isLetter || $0.isNumber || "_.".contains($0) } ?? false) && !(after?.isLetter ?? false)
        }
    }

    /// The files of CI services.
    static let services = [
        ".github/workflows/*.y*ml", ".gitlab-ci.yml", ".circleci/config.yml", "Jenkinsfile", "azure-pipelines.yml",
        "bitbucket-pipelines.yml", ".travis.yml", ".drone.yml", ".woodpecker.yml", ".woodpecker/*.y*ml", ".ci/*",
        ".buildkite/*.y*ml", ".forgejo/workflows/*.y*ml", ".gitea/workflows/*.y*ml", "appveyor.yml", "cloudbuild.yaml",
    ]
    /// Commands that run tests, as words in a row.
    private static let runners = [
        ["pytest"], ["unittest"], ["py.test"], ["nose2"], ["tox"], ["nox"], ["make", "test"], ["make", "check"], ["swift", "test"],
        ["npm", "test"], ["npm", "run", "test"], ["yarn", "test"], ["pnpm", "test"], ["cargo", "test"], ["cargo", "nextest"],
        ["go", "test"], ["ctest"], ["mvn", "test"], ["mvn", "verify"], ["gradle", "test"], ["gradle", "check"], ["gradlew", "test"],
        ["gradlew", "check"], ["dotnet", "test"], ["bazel", "test"], ["hatch", "test"], ["just", "test"], ["task", "test"],
        ["rake", "test"], ["rspec"], ["jest"], ["vitest"], ["mocha"], ["runtests.jl"], ["testthat"], ["devtools::test"], ["pixi", "test"],
        ["poe", "test"], ["pdm", "test"], ["invoke", "test"], ["julia-runtest"], ["doctest"], ["behave"], ["gotestsum"],
    ]

    /// A workflow counts once it runs tests.
    static func inPipeline(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, git in
            let workflows = try context.serviceFiles(services, files)
            guard let first = workflows.first else {
                return .failed("no file of a CI service is tracked, such as `.github/workflows/ci.yml`")
            }
            let texts = try workflows.map { try context.text(tracked: $0) ?? "" }
            for (file, text) in zip(workflows, texts) {
                let name = PinProbe.name(file)
                if PipelineFile.isOnlyCalled(text), !texts.contains(where: { $0.contains("/\(name)") }) { continue }
                guard let command = runner(in: text, file, git.folder) else { continue }
                return .passed("`\(file)` runs `\(command)`", [file])
            }
            return .unknown(
                "there is nothing to judge: `\(first)` runs no tests that mlkit knows, such as `pytest` or `make test`, or "
                    + "not so that it certainly fails with them", [first])
        }
    }

    private static func runner(in text: String, _ file: String, _ folder: String) -> String? {
        for words in ToolCommands.all(in: text, of: file, folder: folder) {
            // Of actions one is known that runs tests; what others do their names do not say.
            let known = words.first == "uses" ? runners.filter { $0 == ["julia-runtest"] } : runners
            for runner in known where isIn(words, runner) { return runner.joined(separator: " ") }
        }
        return nil
    }

    /// Whether words stand in a line in this order, with options between them at most.
    private static func isIn(_ words: [String], _ runner: [String]) -> Bool {
        guard let start = words.firstIndex(of: runner[0]), words[..<start].allSatisfy({ !ShellScript.ignoresWords($0) }) else {
            return false
        }
        guard runner.count > 1 else { return true }
        let rest = words[(start + 1)...].filter { !$0.hasPrefix("-") }
        return rest.starts(with: runner.dropFirst()) || rest.prefix(4).contains(runner[1]) && runner.count == 2
            || runner.count == 2 && rest.prefix(3).contains { $0.hasPrefix(runner[1] + "-") || $0.hasPrefix(runner[1] + ":") }
    }
}

/// The blocks of a file of JavaScript or TypeScript that are never run: `describe.skip(…)`.
private struct SkippedBlocks {
    private static let beginnings = ["describe.skip(", "xdescribe(", "describe.todo(", "suite.skip(", "context.skip(", "xcontext("]

    private var depth = 0
    /// How deep in brackets the block began that a line stands in.
    private var begun: Int?

    /// Whether a line is in one. Takes the lines in their order.
    mutating func hold(_ line: String) -> Bool {
        if begun == nil, Self.beginnings.contains(where: line.contains) { begun = depth }
        let isIn = begun != nil
        for character in line {
            if character == "(" { depth += 1 } else if character == ")" { depth -= 1 }
        }
        if let begun, depth <= begun { self.begun = nil }
        return isIn
    }
}
