internal import MLKitCore

/// What a command that runs tests wrote: whether it says that it ran none. Most runners are content with no test at all, and
/// exit with 0.
struct TestOutput {
    /// The words by which it says so; `nil` if some test ran, or nothing is said of that.
    let emptyRun: String?

    init(_ text: String) {
        var (empty, passedOver): (String?, String?)
        var (ran, skipped, planned) = (0, 0, 0)
        for line in text.split(whereSeparator: \.isNewline) {
            // What shows pictures on a terminal surrounds words by escapes.
            let line = Self.plain(line)
            let found = Self.counts.compactMap { $0.count(in: line) }
            ran += found.max() ?? (Self.isPackageWithTests(line) ? 1 : 0)
            planned += Self.plan.count(in: line) ?? 0
            let left = Self.skipped(in: line)
            skipped += left
            let isEmpty = found.max() == 0 || Self.plan.count(in: line) == 0 || Self.words.contains(where: line.contains)
                || Self.hasSkippedAlone(line)
            if isEmpty { empty = empty ?? String(line.trimmed.prefix(100)) }
            if left > 0 { passedOver = passedOver ?? String(line.trimmed.prefix(100)) }
        }
        if ran == 0 { ran = planned }
        emptyRun = ran > skipped ? nil : ran == 0 ? empty : passedOver
    }

    /// How many tests of those that are counted were passed over. Others than these are not among what their runners count.
    private static func skipped(in line: String) -> Int {
        let pending = line.contains(" example") ? Count(after: " pending").count(in: line) : nil
        return (skips.compactMap { $0.count(in: line) } + [pending ?? 0]).max() ?? 0
    }

    /// unittest; Maven, PHPUnit; XCTest; node and TAP.
    private static let skips = [
        Count(before: "skipped="), Count(before: "Skipped: "), Count(after: " test skipped and"), Count(after: " tests skipped and"),
        Count(before: "# skipped "), Count(before: "# skip "), Count(before: "ℹ skipped "),
    ]

    /// The plan of TAP, which others beside it count again.
    private static let plan = Count(before: "1..")

    /// `3 skipped in 0.10s` of pytest, `Tests: 3 skipped, 3 total` of jest, `Tests  3 skipped (3)` of vitest, with nothing that ran.
    private static func hasSkippedAlone(_ line: String) -> Bool {
        let isSummary = line.contains(" skipped in ") || line.trimmed.hasPrefix("Tests:") || line.trimmed.hasPrefix("Tests ")
        return isSummary && (line.contains(" skipped") || line.contains(" 0 total"))
    }

    /// Where a runner tells how many tests there were: before, or behind, some words.
    private struct Count {
        var before = ""
        var after = ""

        /// The number in a line; `nil` if it is not there.
        func count(in line: String) -> Int? {
            var rest = line[...]
            while let range = rest.firstRange(of: before.isEmpty ? after : before) {
                let number = before.isEmpty
                    ? String(rest[..<range.lowerBound].trimmed.reversed().prefix(while: \.isWholeNumber).reversed())
                    : String(rest[range.upperBound...].prefix(while: \.isWholeNumber))
                let isWhole = before.isEmpty || after.isEmpty || rest[range.upperBound...].dropFirst(number.count).hasPrefix(after)
                if let count = Int(number), isWhole { return count }
                rest = rest[range.upperBound...]
            }
            return nil
        }
    }

    /// unittest; pytest, cargo, jest, vitest and mocha (`3 passed`, `3 passing`); XCTest and Swift Testing; Maven; node and TAP;
    /// RSpec; testthat; PHPUnit; CTest.
    private static let counts = [
        Count(before: "Ran ", after: " test"), Count(after: " passed"), Count(after: " failed"), Count(after: " passing"),
        Count(after: " failing"),
        Count(before: "Executed ", after: " test"), Count(before: "Test run with ", after: " test"), Count(before: "Tests run: "),
        Count(before: "Tests: ", after: ", Assertions"),
        Count(before: "# tests "), Count(before: "ℹ tests "), Count(after: " example"), Count(after: " xfailed"),
        Count(before: "PASS "), Count(before: "OK ("), Count(before: "tests failed out of "),
    ]

    private static let words = [
        "no tests ran", "collected 0 items", "No tests found", "No test files found", "No tests were found", "no test files",
        "no tests to run",
        "No tests to run", "no test specified", "No tests executed", "No test is available", "No test targets were found", "test NO-SOURCE",
        "test' is up to date", "Nothing to be done for 'test'", "Nothing to be done for `test'", "NO TESTS RAN",
    ]

    /// `ok  <package>  0.01s` of Go, but for one that had none to run; `> Task :a:test` of Gradle.
    private static func isPackageWithTests(_ line: String) -> Bool {
        if line.hasPrefix("> Task ") { return line.hasSuffix(":test") }
        return line.hasPrefix("ok  ") && !line.contains("[no test")
    }

    private static func plain(_ line: Substring) -> String {
        var (text, isEscape) = ("", false)
        for character in line {
            if character == "\u{1B}" {
                isEscape = true
            } else if isEscape {
                isEscape = !character.isLetter
            } else {
                text.append(character)
            }
        }
        return text
    }
}
