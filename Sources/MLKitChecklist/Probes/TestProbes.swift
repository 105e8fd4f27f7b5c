internal import MLKitCore

/// Tests, and whether somebody runs them. The name of a file is not enough: it has to hold what its language calls a
/// test.
enum TestProbes {
    /// How files with tests are called, and what a test in them begins with.
    private static let kinds: [(names: [String], marks: [String])] = [
        (["test_*.py", "*_test.py", "tests.py", "test.py"], ["def test", "class Test", "TestCase"]),
        (["*_test.go"], ["func Test", "func Benchmark", "func Fuzz"]), (["*Tests.swift", "*Test.swift"], ["@Test", "func test"]),
        (
            ["*.test.ts", "*.test.js", "*.test.tsx", "*.test.jsx", "*.spec.ts", "*.spec.js", "*.test.mjs"],
            ["test(", "it(", "test.each(", "it.each(", "describe("]
        ),
        (["test-*.R", "test_*.R"], ["test_that(", "expect_", "it("]), (["runtests.jl", "*_test.jl", "test_*.jl"], ["@test"]),
        (["*Test.java", "*Tests.java", "*Test.kt"], ["@Test"]), (["*_test.rs", "tests.rs"], ["#[test]", "#[tokio::test]"]),
        (["*_test.cpp", "test_*.cpp", "*_test.cc"], ["TEST(", "TEST_F(", "TEST_CASE("]), (["*_spec.rb", "*_test.rb"], ["it ", "def test_"]),
    ]

    static func exist(_ context: ProbeContext) throws -> ProbeVerdict {
        try context.tracked { files, _ in
            var named: String?
            var found = [String]()
            for file in files {
                guard let kind = kinds.first(where: { $0.names.contains { Glob($0).matches(PinProbe.name(file)) } }) else { continue }
                named = named ?? file
                if let text = try context.text(file), holds(text, kind.marks) { found.append(file) }
            }
            if let first = found.first { return .passed("\(plural(found.count, "file")) of tests, `\(first)` the first", [first]) }
            guard let named else { return .failed("no tracked file is named as tests are, such as `test_model.py`") }
            return .unknown("there is nothing to judge: `\(named)` is named as tests are, and holds none", [named])
        }
    }

    private static func holds(_ text: String, _ marks: [String]) -> Bool {
        text.split(whereSeparator: \.isNewline).contains { line in
            let line = line.trimmed
            return !line.hasPrefix("#") && !line.hasPrefix("//") && marks.contains(where: line.contains)
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
        try context.tracked { files, _ in
            let workflows = services.flatMap { pattern in files.filter(Glob(pattern).matches) }
            guard let first = workflows.first else {
                return .failed("no file of a CI service is tracked, such as `.github/workflows/ci.yml`")
            }
            for file in workflows {
                guard let command = try runner(in: context.text(file) ?? "") else { continue }
                return .passed("`\(file)` runs `\(command)`", [file])
            }
            return .unknown("there is nothing to judge: `\(first)` runs no tests that mlkit knows, such as `pytest` or `make test`", [first])
        }
    }

    private static func runner(in text: String) -> String? {
        for line in text.split(whereSeparator: \.isNewline) {
            let line = line.trimmed
            if line.hasPrefix("#") || line.hasPrefix("//") || line.hasPrefix("- name:") || line.hasPrefix("name:") { continue }
            let code = line.firstRange(of: " #").map { line[..<$0.lowerBound] } ?? line[...]
            let words = code.split { !($0.isLetter || $0.isNumber || "._-:".contains($0)) }.map { String($0) }
            if words.contains("install") { continue }
            for runner in runners where isIn(words, runner) { return runner.joined(separator: " ") }
        }
        return nil
    }

    /// Whether words stand in a line in this order, with options between them at most.
    private static func isIn(_ words: [String], _ runner: [String]) -> Bool {
        guard let start = words.firstIndex(of: runner[0]) else { return false }
        guard runner.count > 1 else { return true }
        let rest = words[(start + 1)...].filter { !$0.hasPrefix("-") }
        return rest.starts(with: runner.dropFirst()) || rest.prefix(4).contains(runner[1]) && runner.count == 2
            || runner.count == 2 && rest.prefix(3).contains { $0.hasPrefix(runner[1] + "-") || $0.hasPrefix(runner[1] + ":") }
    }
}
