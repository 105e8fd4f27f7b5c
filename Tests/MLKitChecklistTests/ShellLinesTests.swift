import Testing

@testable import MLKitChecklist

/// Lines and words of a shell's script.
@Suite struct ShellLinesTests {
    private func lines(_ text: String) -> [String]? { ShellLines.lines(of: text)?.map { ShellLines.shown($0) } }

    @Test(arguments: [
        ("a\n\n  b \n", ["a", "b"]), ("a \\\n b", ["a   b"]), ("a # b\n#c\nd#e;#f", ["a", "d#e;"]), ("// a\nb", ["b"]),
        ("a 'b\nc' d", ["a 'b\nc' d"]),
        ("a \"b\n// c\"", ["a \"b\n// c\""]), ("a 'b", nil), ("a \"b'", nil), ("a \\' b", ["a ' b"]), ("a '\\' b", ["a '\\' b"]),
        ("cat <<EOF\nx y\n EOF \nb", ["cat <<EOF", "b"]), ("cat <<- 'E_1' > f\nx\nE_1\nb", ["cat <<- 'E_1' > f", "b"]),
        ("a <<< b\nc", ["a <<< b", "c"]),
        ("a << \nb", ["a <<", "b"]), ("a '#' b", ["a '#' b"]), ("a\t#b", ["a"]),
    ] as [(String, [String]?)])
    func lines(text: String, found: [String]?) { #expect(lines(text) == found) }

    /// What has a meaning to the shell stands for itself in quotes.
    @Test func signsInQuotesAreHidden() throws {
        let line = try #require(ShellLines.lines(of: "a ';|&' \\; b; c")?.first)
        #expect(line.filter { ";|&".contains($0) } == ";" && ShellLines.shown(line) == "a ';|&' ; b; c")
    }

    @Test(arguments: [
        ("a b", ["a", "b"]), ("  a\t b ", ["a", "b"]), ("a 'b c' d", ["a", "'b c'", "d"]), ("a=\"b 'c\" d", ["a=\"b 'c\"", "d"]), ("", []),
        ("'a b", ["'a b"]),
    ])
    func words(text: String, found: [String]) { #expect(ShellLines.words(of: text) == found) }

    @Test(arguments: [
        ("make -n test", true), ("make -kn test", true), ("make -C n test", false), ("make -Cn test", false), ("make --touch test", true),
        ("make test ARGS", false), ("make -j4 test", false), ("make --no-print-directory", false), ("pytest --co", true),
        ("pytest -V", true),
        ("tox -V", false), ("swift test list", true), ("swift build list", false), ("gradle -x test", true), ("gradle -x lint", false),
        ("gradle -x", false),
        ("mvn -DskipTests", true), ("mvn -DskipTests false", false), ("pip.install", true), ("docker build", true),
        ("docker run image", false),
        ("docker", true), ("docker compose up build", false), ("a b c docker build", false), ("python -c x", true),
        ("python3.11 -m pytest", false),
        ("python -m pip", true), ("python -m", false), ("pythonic -m pip", false), ("a b c python -c x", true),
        ("a b c d python -c x", false),
        ("pylint --fail-under 0", true), ("pylint --fail-under 0.1", false), ("coverage --fail-under 0", false),
        ("lint --issues-exit-code 0", true),
        ("lint --issues-exit-code 1", false),
    ])
    func idleOptions(command: String, isIdle: Bool) {
        #expect(IdleOptions.stand(in: command.split(separator: " ").map(String.init)) == isIdle)
    }

    @Test(arguments: [
        ("go test -run '^$' ./...", true), ("go test -run=^$", true), ("go test -run", true), ("go test -run -bench", true),
        ("go test -run TestA", false),
        ("go test ./...", false), ("go vet -run ^$", false), ("cargo test -run ^$", false), ("go test -test.run \"^$\"", true),
    ])
    func noTestsOfGo(command: String, isIdle: Bool) { #expect(IdleOptions.testsNothing(command) == isIdle) }
}
