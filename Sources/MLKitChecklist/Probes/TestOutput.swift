internal import MLKitCore

/// What a command that runs tests wrote: whether it says that it ran none. Most runners are content with no test at all, and
/// exit with 0.
struct TestOutput {
    /// The words by which it says so; `nil` if some test ran, or nothing is said of that.
    let emptyRun: String?

    init(_ text: String) {
        var empty: String?
        for line in text.split(whereSeparator: \.isNewline) {
            // What shows pictures on a terminal surrounds words by escapes.
            let line = Self.plain(line)
            if Self.counts.contains(where: { $0.count(in: line) ?? 0 > 0 }) || Self.isPackageWithTests(line) {
                emptyRun = nil
                return
            }
            guard empty == nil else { continue }
            let isEmpty = Self.counts.contains { $0.count(in: line) == 0 } || Self.words.contains(where: line.contains)
            if isEmpty { empty = String(line.trimmed.prefix(100)) }
        }
        emptyRun = empty
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
        Count(before: "# tests "), Count(before: "ℹ tests "), Count(before: "1.."), Count(after: " example"), Count(after: " xfailed"),
        Count(before: "PASS "), Count(before: "OK ("), Count(before: "tests failed out of "),
    ]

    private static let words = [
        "no tests ran", "No tests found", "No test files found", "No tests were found", "no test files", "no tests to run",
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
