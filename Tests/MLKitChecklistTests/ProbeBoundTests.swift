import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// "At least" and "at most", tried on both sides.
@Suite struct ProbeBoundTests {
    private func outcome(
        _ probe: String, _ texts: [String: String] = [:], tracked: [String: String] = [:]
    ) async throws -> String {
        try await ProbeProject(ReportProbeTests.spec, texts, tracked: tracked).outcome(probe).rawValue
    }

    private func finds(_ probe: String, _ line: String) async throws -> Bool {
        try await ProbeProject(tracked: ["a.txt": line + "\n"]).outcome("\(probe): none") == .failed
    }

    /// Each token with how many characters have to follow, and one that may and one that may not be among them.
    @Test(arguments: [
        ("AK~IA", 16, "A9", "a"), ("AS~IA", 16, "A9", "a"), ("gh~p_", 36, "aB3", "_"), ("gh~o_", 36, "a", "-"),
        ("gh~u_", 36, "a", "-"), ("gh~s_", 36, "a", "-"), ("gh~r_", 36, "a", "-"), ("xo~xb-", 10, "a-", "."),
        ("xo~xa-", 10, "1", "."), ("xo~xp-", 10, "1", "."), ("xo~xr-", 10, "1", "."), ("xo~xs-", 10, "1", "."),
        ("github_p~at_", 22, "a_-", "."), ("glp~at-", 20, "a_-", "."), ("AI~za", 35, "a_-", "."),
        ("h~f_", 30, "aB3", "_"),
        ("s~k-", 32, "a_-", "."),
    ])
    func aTokenHasItsLength(prefix: String, length: Int, inside: String, outside: String) async throws {
        let prefix = prefix.replacing("~", with: "")
        let rest = String(String(repeating: inside, count: length).prefix(length))
        #expect(try await finds("secrets", "x = \(prefix)\(rest)"))
        // Keys of AWS have one length; of all others it is the least.
        #expect(try await finds("secrets", "\(prefix)\(rest)\(inside)") == (length != 16))
        #expect(try await !finds("secrets", "x = \(prefix)\(rest.dropLast())"))
        #expect(try await !finds("secrets", "x = \(prefix)\(rest.dropLast())\(outside)\(inside)"))
        // It begins a word.
        #expect(try await !finds("secrets", "x\(prefix)\(rest)"))
        #expect(try await !finds("secrets", "_\(prefix)\(rest)"))
        #expect(try await finds("secrets", "(\(prefix)\(rest)"))
    }

    @Test(arguments: [
        ("tok~en = '12345678'", true), ("tok~en = '1234567'", false), ("tok~en = '12345678", false),
        ("tok~en: \"12345678\"", true), ("tok~en => `12345678`", true), ("tok~en = '1234567\"8'", true),
        ("tok~ens = '12345678'", false),
        ("'tok~en' : '12345678'", true), ("tok~en '12345678'", false), ("= '12345678'", false),
        ("en = '12345678'", false),
        ("TOK~EN='12345678'", true), ("tok~en =", false), ("tok~en = '", false),
        ("eyJ4567890.eyJ~4567890.1234567890", true), ("eyJ456789.eyJ~4567890.1234567890", false),
        ("eyJ4567890.eyJ~456789.1234567890", false), ("eyJ4567890.eyJ~4567890.123456789", false),
        ("eyJ4567890.e1J~4567890.1234567890", false), ("eyJ4567890-eyJ~4567890.1234567890", false),
        ("eyJ4567890.eyJ~4567890", false), ("-----BEGIN PRI~VATE KEY-----", true),
        ("-----BEGIN PUB~LIC KEY-----", false),
        ("----BEGIN PRI~VATE KEY-----", false),
    ])
    func quotedTextsAndKeys(text: String, isSecret: Bool) async throws {
        #expect(try await finds("secrets", text.replacing("~", with: "")) == isSecret)
    }

    @Test(arguments: [
        ("+123456~7", false), ("+12345678901234~56", false),
        ("+0234567~8", false),
        ("+1   234567~8", false), ("a+1234567~8", false),
        ("+1234567~8a", false),
        ("411111111111~1", false), ("42222222222~23", false),
        ("4000000000000000000~6", false), ("2222222222222~224", false), ("7000000000000~005", false),
        ("4111-1111-1111-11~11", true), ("4111--1111-1111-11~11", true), ("4111---1111-1111-11~11", false),
        ("444444444444444~4", false),
        ("a4111111111111~111", false),
        ("NO93860111179~47", true), ("NO93860111179~48", false), ("NO93 8601 1117 9~47", true),
        ("N193860111179~47", false), ("NOA3860111179~47", false),
        ("a@b.co~", true), ("a@b.c~", false), ("@b.co~", false), ("a@b.c0~", false), ("a@example.com~", false),
        ("a@x.example.com~", false),
        ("a@notexample.com~", true), ("a@b.co.~", true), ("a@b.co-~", true), ("%@b.co~", false), ("a@bco~", false),
    ])
    func numbersOfPeople(text: String, isFound: Bool) async throws {
        #expect(try await finds("personal_data", text.replacing("~", with: "")) == isFound)
    }

    /// The mark passes over its own line and no other, and a line is counted where it stands.
    @Test func onlyTheMarkedLineIsPassedOver() async throws {
        let key = "AK" + "IA" + String(repeating: "A", count: 16)
        let project = try ProbeProject(tracked: ["a": "\(key) mlkit:not-a-secret\n\n\(key)"])
        #expect(try await project.verdict("secrets: none").message.hasPrefix("`a` line 3 has "))
        let none = try ProbeProject(tracked: ["a": "\(key) mlkit:not-a-secre\n"])
        #expect(try await none.verdict("secrets: none").message.hasPrefix("`a` line 1 has "))
    }

    /// What was not read cannot be judged. 16 MiB are read, and a file is text whose first zero stands behind 8000 bytes.
    @Test func filesAreReadUpToTheirLimit() async throws {
        let key = "AK" + "IA" + String(repeating: "A", count: 16) + "\n"
        for (size, outcome) in [(1 << 24, "failed"), ((1 << 24) + 1, "unknown")] {
            let text = key + String(repeating: ".", count: size - key.utf8.count)
            #expect(try await self.outcome("secrets: none", tracked: ["a": text]) == outcome)
        }
        for (count, outcome) in [(7999 - key.utf8.count, "unknown"), (8000 - key.utf8.count, "failed")] {
            let text = key + "\u{1}" + String(repeating: ".", count: count - 1) + "\0"
            #expect(try await self.outcome("secrets: none", tracked: ["a": text]) == outcome)
        }
    }

    @Test func theFilesThatWereReadAreCounted() async throws {
        let project = try ProbeProject(tracked: ["a": "x", "b": "", "c/d": "x"])
        #expect(try await project.verdict("secrets: none").message == "nothing found in 2 tracked text files")
    }

    /// What git and mlkit keep for themselves is nobody's work.
    @Test(arguments: [(".git/x", "failed"), (".mlkit/x", "failed"), (".gitx/x", "passed"), ("a/.mlkit/x", "passed")])
    func ownFilesAreNoneOfTheProjects(path: String, expected: String) async throws {
        #expect(try await outcome("file: '\(path)'", [path: "1"]) == expected)
    }

    @Test func aModelHasToBeBetterNotAsGood() async throws {
        func report(_ difference: String, _ maximize: String) -> [String: String] {
            [
                "reports/evaluation.json": """
                    {"task": "regression", "target": "y", "rows": 9, "baseline": "base",
                     "selection": {"model": "trees", "metric": "rmse", "maximize": \(maximize)}, "models": [
                      {"name": "base", "kind": "baseline", "metrics": {}},
                      {"name": "trees", "kind": "trees", "metrics": {}, "difference_to_baseline": {"rmse": \(difference)}}]}
                    """
            ]
        }
        for (difference, maximize, expected) in [
            ("0", "true", "failed"), ("0.0001", "true", "passed"), ("-0.0001", "true", "failed"), ("0", "false", "failed"),
            ("-0.0001", "false", "passed"), ("0.0001", "false", "failed"),
        ] {
            #expect(try await outcome("baseline: beaten", report(difference, maximize)) == expected, "\(difference) \(maximize)")
        }
    }

    @Test(arguments: [
        (519, "passed"), (521, "failed"),
    ]) func aShareMayDifferByTwoPercent(rows: Int, expected: String) async throws {
        func part(_ rows: Int) -> String {
            #"{"name": "p", "rows": 1000, "classes": [{"name": "a", "rows": \#(rows)}, {"name": "b", "rows": \#(1000 - rows)}]}"#
        }
        let report = """
            {"rows": {"read": 2000, "kept": 2000}, "target": "y", "task": "binary", "columns": [], "split": {"seed": 1},
             "splits": [\(part(rows)), \(part(1000 - rows))]}
            """
        #expect(try await outcome("splits: stratified", ["reports/data.json": report]) == expected)
    }

    /// However small its share is.
    @Test func eachPartHasEachClass() async throws {
        func part(_ name: String, _ rare: Int) -> String {
            #"{"name": "\#(name)", "rows": 1000, "classes": [{"name": "a", "rows": \#(1000 - rare)}, {"name": "b", "rows": \#(rare)}]}"#
        }
        for (rare, expected) in [(0, "failed"), (1, "passed")] {
            let report = """
                {"rows": {"read": 2000, "kept": 2000}, "target": "y", "task": "binary", "columns": [], "split": {"seed": 1},
                 "splits": [\(part("train", 3)), \(part("test", rare)), {"name": "valid", "rows": 0}]}
                """
            #expect(try await outcome("splits: stratified", ["reports/data.json": report]) == expected)
        }
    }

    @Test(arguments: [(1024 * 1024, "passed"), (1024 * 1024 + 1, "failed")])
    func aTrackedFileMayHaveALimit(size: Int, expected: String) async throws {
        let text = String(repeating: "x", count: size)
        #expect(try await outcome("git: {no-large-files: 1MiB}", tracked: ["a": text]) == expected)
    }

    @Test(arguments: [
        ("a==1\n# b\n\n--index-url x\nb==2 # c\n", "passed"), ("a==1\n-r more.txt\n", "failed"), ("a==1\nb>=2\n", "failed"),
        ("# a==1\n", "unknown"),
        ("a --hash=sha256:\(String(repeating: "0", count: 64))\n", "passed"),
        ("a --hash=sha256:\(String(repeating: "0", count: 63))\n", "failed"), ("", "unknown"), ("a # b==1\n", "failed"),
    ])
    func requirementsArePinned(text: String, expected: String) async throws {
        #expect(try await outcome("environment: pinned", tracked: ["requirements.txt": text]) == expected)
    }

    @Test(arguments: [
        (3, "failed"), (4, "passed"),
    ]) func aDataSheetHasFourAnswers(answers: Int, expected: String) async throws {
        let sheet = (0..<answers).map { "## Part \($0)\n\nSome words about it.\n" }.joined() + "## Last\n\n*Is it asked?*\n"
        #expect(try await outcome("data_sheet: complete", ["DATASHEET.md": sheet]) == expected)
    }
}
