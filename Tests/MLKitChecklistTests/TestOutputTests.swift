import MLKitChecklist
import MLKitCore
import MLKitTestSupport
import Testing

/// What runners of tests say where they ran none, and are content with that.
@Suite struct TestOutputTests {
    private func outcome(_ output: String, status: Int = 0) async throws -> ProbeVerdict {
        let project = try ProbeProject(texts: ["Makefile": "test:\n\tx\n"])
        project.allowed = ["make test": status]
        project.output = output
        return try await project.verdict("tests: pass")
    }

    @Test(arguments: [
        "Ran 0 tests in 0.000s\n\nOK", "make: 'test' is up to date.", "make: Nothing to be done for 'test'.",
        "===== no tests ran in 0.01s =====",
        "?   \tx.org/a\t[no test files]", "ok  \tx.org/a\t0.01s [no tests to run]",
        "running 0 tests\n\ntest result: ok. 0 passed; 0 failed; 0 ignored",
        "No tests found, exiting with code 0", "No test files found, exiting with code 0", "No tests were found!!!", "  0 passing (1ms)",
        "Executed 0 tests, with 0 failures", "✔ Test run with 0 tests in 0 suites passed after 0.001 seconds.", "Error: no test specified",
        "Tests run: 0, Failures: 0, Errors: 0", "> Task :test NO-SOURCE\nBUILD SUCCESSFUL", "# tests 0\n# pass 0", "0 examples, 0 failures",
        "1..0",
        "test_a (t.T) ... skipped 'later'\n\nRan 1 test in 0.000s\n\nOK (skipped=1)", "collected 3 items\n\n===== 3 skipped in 0.10s =====",
        "collected 0 items",
        "Tests:       0 total", "Tests:       3 skipped, 3 total", " Tests  3 skipped (3)",
        "Tests run: 3, Failures: 0, Errors: 0, Skipped: 3",
        "Executed 2 tests, with 2 tests skipped and 0 failures (0 unexpected)", "3 examples, 0 failures, 3 pending",
        "1..2\n# tests 2\n# pass 0\n# skipped 2",
        "  0 passing (1ms)\n  3 pending", "OK, but incomplete, skipped, or risky tests!\nTests: 3, Assertions: 0, Skipped: 3.",
        "\u{1B}[1mTests:\u{1B}[0m  \u{1B}[32m0 passed\u{1B}[0m, 0 total",
    ])
    func noTestIsNothingToJudge(output: String) async throws {
        let found = try await outcome(output)
        #expect(found.outcome == .unknown && found.message.contains("ran no test"), "\(found.message)")
        #expect(try await outcome(output, status: 5).outcome == .failed)
    }

    @Test(arguments: [
        "", "all is well", "Ran 1 test in 0.000s\n\nOK", "===== 3 passed, 2 skipped in 0.01s =====",
        "?   \tx.org/a\t[no test files]\nok  \tx.org/b\t0.01s",
        "test result: ok. 0 passed; 0 failed\ntest result: ok. 12 passed; 0 failed",
        "Executed 0 tests\n✔ Test run with 3 tests in 1 suite passed",
        "Tests:       5 passed, 5 total", "100% tests passed, 0 tests failed out of 4", "1..12\nok 1", "make[1]: 'lib.a' is up to date.",
        "Ran 2 tests in 0.000s\n\nOK (skipped=1)", "collected 4 items\n===== 1 passed, 3 skipped in 0.10s =====",
        "Tests:       3 skipped, 1 passed, 4 total",
        "  1 passing (1ms)\n  3 pending", "Tests run: 4, Failures: 0, Errors: 0, Skipped: 3", "3 examples, 0 failures, 2 pending",
        "1..2\n# tests 2\n# pass 1\n# skipped 1",
        "Tests: 4, Assertions: 9, Skipped: 3.", "Executed 2 tests, with 1 test skipped and 0 failures", " Tests  1 passed | 3 skipped (4)",
        "Passed!  - Failed: 0, Passed: 1, Skipped: 3, Total: 4",
        "> Task :a:test NO-SOURCE\n> Task :b:test", "10 examples, 0 failures",
    ])
    func someTestPasses(output: String) async throws {
        let found = try await outcome(output)
        #expect(found.passes, "\(found.message)")
    }

    /// What an earlier run found says nothing for one that ran no test.
    @Test func anEarlierVerdictDoesNotStandIn() async throws {
        let project = try ProbeProject(texts: ["Makefile": "test:\n\tx\n"])
        project.allowed = ["make test": 0]
        let cache = project.cache()
        let item = try ProbeProject.item("tests: pass")
        #expect(try await project.runner(cache: cache).verify(item)[0].passes)
        project.output = "Ran 0 tests in 0.000s"
        #expect(try await project.runner(cache: cache).verify(item)[0].outcome == .unknown)
    }
}
