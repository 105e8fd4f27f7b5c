internal import MLKitCore

/// The commands of a script which certainly run, and whose failure fails it. What would take a shell to tell is left out:
/// what stands in functions, loops and conditions, in a text that is written to a file, behind `exit`, or in the background.
struct ShellScript {
    /// Whether a command fails the script whose output another one reads.
    var heedsPipes: Bool
    /// Whether a command that fails ends it, rather than the last one alone.
    private var endsOnFailure: Bool
    /// The words of each command, options among them.
    private(set) var commands = [[String]]()

    private var depth = 0

    init(_ text: String, heedsPipes: Bool, endsOnFailure: Bool = true) {
        (self.heedsPipes, self.endsOnFailure) = (heedsPipes, endsOnFailure)
        // A single line need not be one of a shell.
        let lines = ShellLines.lines(of: text) ?? (text.trimmed.contains { $0.isNewline } ? [] : [text.trimmed])
        for (index, line) in lines.enumerated() {
            guard take(line, isLast: index == lines.count - 1) else { break }
        }
    }

    /// Commands of which each stands in a line by itself, as in a Makefile.
    static func lines(_ text: String) -> [[String]] {
        text.replacing("\\\n", with: " ").split(whereSeparator: \.isNewline).flatMap { line -> [[String]] in
            // A `-` in front lets it fail, in a Makefile.
            let line = line.trimmed
            return line.first == "-" && !line.hasPrefix("- ") ? [] : ShellScript(line, heedsPipes: false).commands
        }
    }

    private static let opening: Set<Substring> = ["if", "for", "while", "until", "case", "select", "{", "("]
    private static let closing: Set<Substring> = ["fi", "done", "esac", "}", ")"]

    /// - Returns: whether what follows counts.
    private mutating func take(_ line: String, isLast: Bool) -> Bool {
        let words = line.split { $0 == " " || $0 == "\t" || $0 == ";" }
        let opened = words.count(where: Self.opening.contains) + (words.contains { $0.hasSuffix("(){") } ? 1 : 0)
        let closed = words.count(where: Self.closing.contains)
        defer { depth = max(0, depth + opened - closed) }
        guard depth == 0, opened == 0, closed == 0, let first = words.first else { return true }
        if ["exit", "return"].contains(first) { return false }
        // What is done at the end can take its failure from a script.
        if first == "trap", line.contains("exit") { return false }
        if first == "set" {
            if words.contains("+e") || words.contains("+ex") || line.contains("+o errexit") { return false }
            if line.contains("pipefail") { heedsPipes = !line.contains("+o pipefail") }
            if words.dropFirst().contains(where: { $0.hasPrefix("-") && !$0.hasPrefix("--") && $0.contains("e") })
                || line.contains("-o errexit") {
                endsOnFailure = true
            }
        }
        let statements = line.split(separator: ";")
        for (index, statement) in statements.enumerated() {
            let isFinal = isLast && index == statements.count - 1
            let isReplaced = Self.replacesShell(statement)
            let own = isReplaced ? statement.drop { $0 == " " }.dropFirst("exec".count) : statement
            // What tests read from a variable may keep them from running.
            if IdleVariables.areSet(by: ShellLines.shown(own)) { return false }
            if endsOnFailure || isFinal || isReplaced {
                commands += certain(own, isFinal || isReplaced).flatMap(piped).flatMap(Self.called)
            }
            if isReplaced || Self.endsWell(statement) { return false }
        }
        return true
    }

    /// Whether what stands behind `exec` runs instead of all that follows; with a redirection alone, nothing does.
    private static func replacesShell(_ statement: Substring) -> Bool {
        let words = statement.split(separator: " ")
        guard words.first == "exec", words.count > 1 else { return false }
        return !words[1].hasPrefix(">") && !words[1].hasPrefix("<") && words[1].first?.isNumber == false && !words[1].hasPrefix("&")
    }

    /// Whether a script may end here as if all was well, so that what follows need not run: `exit`, `[ -z "$X" ] && exit 0`.
    private static func endsWell(_ statement: Substring) -> Bool {
        let parts = split(statement, by: "&&").flatMap { split($0, by: "||") }.map { $0.split(separator: " ") }
        return parts.enumerated().contains { index, words in
            guard let first = words.first, ["exit", "return"].contains(first) else { return false }
            return index == 0 || words.count == 1 || words[1] == "0"
        }
    }

    private static let tests: Set<Substring> = ["false", "test", "[", "[[", "!"]

    /// The parts of `a && b || c` that run, and may not fail.
    private func certain(_ statement: Substring, _ isLast: Bool) -> [Substring] {
        let choices = Self.split(statement, by: "||")
        if let other = choices.dropFirst().first {
            let words = other.split { " \"'()".contains($0) }
            let fails = words.first == "false" || ["exit", "return"].contains(words.first) && words.count > 1 && words[1] != "0"
            guard fails else { return [] }
        }
        let parts = Self.split(choices[0], by: "&&")
        let running = parts.prefix { part in
            part.split(separator: " ").first.map { !Self.tests.contains($0) } ?? false
        }
        // What fails before a `&&` does not end a script that goes on.
        return isLast || choices.count > 1 ? Array(running) : running.count == parts.count ? Array(running.suffix(1)) : []
    }

    private static func split(_ text: Substring, by sign: String) -> [Substring] {
        var (parts, rest) = ([Substring](), text)
        while let range = rest.firstRange(of: sign) {
            parts.append(rest[..<range.lowerBound])
            rest = rest[range.upperBound...]
        }
        return parts + [rest]
    }

    private func piped(_ part: Substring) -> [Substring] {
        let plain = ["2>&1", "&>>", "&>", ">&2", "1>&2"].reduce(String(part)) { $0.replacing($1, with: " ") }
        guard !plain.contains("&") else { return [] }
        let stages = part.split(separator: "|")
        return heedsPipes ? stages : Array(stages.suffix(1))
    }

    /// What prints, asks, moves files, or brings a tool here.
    private static let idle: Set<String> = [
        "echo", "printf", "cat", "which", "type", "grep", "export", "if", "elif", "test", "name:", "description:", "ls", "mv", "cp", "rm",
        "mkdir", "touch", "cd", "find", "sed", "chmod", "source", "alias", "curl", "wget", "git", "true", ":", "unset", "tee", "command",
    ]
    /// Whether a command has nothing to do with what stands behind it, wherever it runs: `docker run image true pytest`.
    static func ignoresWords(_ word: String) -> Bool {
        ["true", "false", "echo", "printf", ":", "which", "cat", "ls", "grep", "man"].contains(word)
    }

    /// The words of a command; of a text that it has a shell run, those of the commands in it.
    private static func called(_ part: Substring) -> [[String]] {
        guard let inner = InnerScript(part) else { return words(part).map { [$0] } ?? [] }
        let before = words(inner.before[...])
        guard before != nil || inner.before.isEmpty else { return [] }
        return ShellScript(inner.text, heedsPipes: inner.heedsPipes, endsOnFailure: inner.endsOnFailure).commands
    }

    private static func words(_ part: Substring) -> [String]? {
        guard !IdleOptions.testsNothing(ShellLines.shown(part)) else { return nil }
        let words = part.split { !($0.isLetter || $0.isNumber || "._-:".contains($0)) }.map(String.init).filter { $0 != "-" }
        guard let first = words.first, !idle.contains(first), !IdleOptions.stand(in: words) else { return nil }
        return words
    }
}
