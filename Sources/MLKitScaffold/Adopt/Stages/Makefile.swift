internal import MLKitCore

/// What a Makefile says (GNU make manual, chapter 3). Of what depends on conditions it is known that it does.
struct Makefile {
    private(set) var rules: [MakefileRule] = []
    private(set) var variables: [String: String] = [:]
    /// Variables whose value hangs on a condition or on another file.
    private(set) var uncertain: Set<String> = []
    /// The texts after `.PHONY:`, not expanded.
    private(set) var phony: [String] = []
    /// Whether all lines of a recipe go to one shell (`.ONESHELL`).
    private(set) var isOneShell = false
    /// What this reading passes over.
    private(set) var notes: [String] = []

    private var isInRule = false
    private var depth = 0
    private var isDefining = false
    private var comment: String?

    init(_ text: String) {
        for (number, line) in Self.logicalLines(text) { read(line, number) }
    }

    /// Lines with those joined that end in a backslash.
    private static func logicalLines(_ text: String) -> [(number: Int, text: String)] {
        var lines: [(number: Int, text: String)] = []
        var isContinued = false
        let parts = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, part) in parts.enumerated() {
            var line = String(part)
            let continues = line.last == "\\"
            if continues { line.removeLast() }
            if isContinued, let last = lines.indices.last {
                lines[last].text = lines[last].text.trimmingEnd + " " + line.drop(while: \.isWhitespace)
            } else {
                lines.append((index + 1, line))
            }
            isContinued = continues
        }
        return lines
    }

    private mutating func read(_ line: String, _ number: Int) {
        let word = String(line.trimmed.prefix { !$0.isWhitespace && $0 != "(" })
        if isDefining {
            isDefining = word != "endef"
        } else if line.hasPrefix("\t"), isInRule, !["ifeq", "ifneq", "else", "endif"].contains(word) {
            add(recipe: String(line.dropFirst()))
        } else if ["ifeq", "ifneq", "ifdef", "ifndef"].contains(word) {
            depth += 1
        } else if word == "endif" {
            depth = max(depth - 1, 0)
        } else if word == "else" {
            return
        } else if word == "define" {
            isDefining = true
        } else if word.hasPrefix("#") {
            comment = line.trimmed.drop { $0 == "#" }.trimmed
        } else if line.trimmed.isEmpty {
            comment = nil
        } else if ["include", "-include", "sinclude"].contains(word) {
            notes.append("`\(line.trimmed)` on line \(number) is not followed")
        } else {
            readStatement(line, number)
        }
    }

    private mutating func add(recipe line: String) {
        guard let last = rules.indices.last else { return }
        if depth > 0 { rules[last].isConditional = true } else { rules[last].recipe.append(line) }
    }

    private mutating func readStatement(_ line: String, _ number: Int) {
        let line = Self.withoutComment(line)
        if let (name, value, isAppended) = Self.assignment(line) {
            define(name, value, isAppended: isAppended)
        } else if let colon = Self.ruleColon(line) {
            readRule(line, colon, number)
        }
        comment = nil
    }

    private mutating func define(_ name: String, _ value: String, isAppended: Bool) {
        if depth > 0 {
            uncertain.insert(name)
        } else if isAppended, let before = variables[name] {
            variables[name] = before + " " + value
        } else {
            variables[name] = value
        }
        isInRule = false
    }

    private mutating func readRule(_ line: String, _ colon: String.Index, _ number: Int) {
        var targets = line[..<colon].trimmed
        let isGrouped = targets.hasSuffix("&")
        if isGrouped { targets = targets.dropLast().trimmed }
        let rest = line[line.index(after: colon)...].drop { $0 == ":" }
        let parts = rest.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
        // What stands after `|` is made first, but does not make the target stale.
        let prerequisites = parts[0].split(separator: "|", omittingEmptySubsequences: false)[0].trimmed
        if targets == ".PHONY" { phony.append(prerequisites) }
        if targets == ".ONESHELL" { isOneShell = true }
        // A value for one target alone, as in `debug: FLAGS = -g`, is no rule of its own.
        guard !Self.isSpecial(targets), Self.assignment(prerequisites) == nil else {
            isInRule = false
            return
        }
        var rule = MakefileRule(line: number, targets: targets, prerequisites: prerequisites)
        rule.isGrouped = isGrouped
        rule.isConditional = depth > 0
        rule.comment = comment
        if parts.count == 2, !parts[1].trimmed.isEmpty { rule.recipe.append(parts[1].trimmed) }
        rules.append(rule)
        isInRule = true
    }

    /// `.PHONY`, `.ONESHELL` and the like.
    private static func isSpecial(_ target: String) -> Bool {
        target.hasPrefix(".") && target.dropFirst().allSatisfy { $0.isUppercase || $0 == "_" }
    }

    private static func withoutComment(_ line: String) -> String {
        line.firstIndex(of: "#").map { String(line[..<$0]) } ?? line
    }

    /// `NAME = value` with any of make's signs; what a shell would give (`!=`) is not known.
    private static func assignment(_ line: String) -> (name: String, value: String, isAppended: Bool)? {
        guard let equals = line.firstIndex(of: "=") else { return nil }
        var left = line[..<equals]
        let isAppended = left.last == "+"
        while let sign = left.last, ":+?!".contains(sign) { left.removeLast() }
        var words = left.split(whereSeparator: \.isWhitespace).map(String.init)
        while words.count > 1, ["export", "override"].contains(words[0]) { words.removeFirst() }
        guard words.count == 1, !words[0].contains(where: { ":$()%".contains($0) }) else { return nil }
        return (words[0], line[line.index(after: equals)...].trimmed, isAppended)
    }

    /// The colon between targets and prerequisites: not one inside `$(…)`.
    private static func ruleColon(_ line: String) -> String.Index? {
        var depth = 0
        return line.indices.first { index in
            if "({".contains(line[index]) { depth += 1 }
            if ")}".contains(line[index]) { depth -= 1 }
            return depth == 0 && line[index] == ":"
        }
    }
}

extension String {
    fileprivate var trimmingEnd: String { String(reversed().drop(while: \.isWhitespace).reversed()) }
}
