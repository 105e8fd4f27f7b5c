internal import MLKitCore

/// Expands the variables and the plain functions of make in a text.
struct MakeExpansion {
    let makefile: Makefile
    let tree: ProjectTree
    /// `@`, `<`, `^` and the like, while a rule is expanded.
    var automatic: [String: String] = [:]
    /// What could not be expanded, as written.
    private(set) var unknown: [String] = []

    init(makefile: Makefile, tree: ProjectTree) {
        self.makefile = makefile
        self.tree = tree
    }

    /// What make sets itself. The project's folder is where commands run.
    private static let predefined = ["CURDIR": ".", "PWD": ".", "RM": "rm -f", "SHELL": "/bin/sh", "CC": "cc"]

    mutating func expand(_ text: String) -> String { expand(text, depth: 0) }

    /// The words of a text as paths of the project, `./` taken off.
    mutating func paths(_ text: String) -> [String] {
        expand(text).split(whereSeparator: \.isWhitespace).map { FileName.join("", String($0)) ?? String($0) }
    }

    private mutating func expand(_ text: String, depth: Int) -> String {
        guard depth < 20 else {
            unknown.append(text)
            return ""
        }
        var result = ""
        var rest = text[...]
        while let dollar = rest.firstIndex(of: "$") {
            result += rest[..<dollar]
            rest = rest[rest.index(after: dollar)...]
            guard let first = rest.first else { break }
            if first == "$" {
                result += "$"
                rest = rest.dropFirst()
            } else if first == "(" || first == "{" {
                let inside = Self.bracketed(rest)
                result += value(of: inside, depth: depth)
                rest = rest.dropFirst(inside.count + 2)
            } else {
                result += value(of: String(first), depth: depth)
                rest = rest.dropFirst()
            }
        }
        return result + rest
    }

    /// The text between the bracket that a text begins with and the one that closes it.
    private static func bracketed(_ text: Substring) -> String {
        let (open, close): (Character, Character) = text.first == "(" ? ("(", ")") : ("{", "}")
        var depth = 0
        let end = text.indices.first { index in
            if text[index] == open { depth += 1 }
            if text[index] == close { depth -= 1 }
            return depth == 0
        }
        return String(text[text.index(after: text.startIndex)..<(end ?? text.endIndex)])
    }

    private mutating func value(of name: String, depth: Int) -> String {
        if let value = automaticValue(name) { return value }
        if let space = name.firstIndex(where: \.isWhitespace) {
            return call(String(name[..<space]), name[space...].trimmed, depth: depth) ?? missing(name)
        }
        let name = name.contains("$") ? expand(name, depth: depth + 1) : name
        guard !makefile.uncertain.contains(name) else { return missing(name) }
        guard let text = makefile.variables[name] else { return Self.predefined[name] ?? missing(name) }
        return Self.isProjectFolder(text) ? "." : expand(text, depth: depth + 1)
    }

    private mutating func missing(_ name: String) -> String {
        let text = "$(\(name))"
        if !unknown.contains(text) { unknown.append(text) }
        return ""
    }

    /// `$(@D)` and `$(@F)` are the folder and the name in `$@`.
    private func automaticValue(_ name: String) -> String? {
        if let value = automatic[name] { return value }
        guard name.count == 2, let value = automatic[String(name.prefix(1))] else { return nil }
        let words = value.split(separator: " ").map(String.init)
        switch name.last {
        case "D": return words.map { FileName.folder($0).isEmpty ? "." : FileName.folder($0) }.joined(separator: " ")
        case "F": return words.map { FileName.last($0) }.joined(separator: " ")
        default: return nil
        }
    }

    /// The ways in which a Makefile finds its own folder.
    private static func isProjectFolder(_ text: String) -> Bool {
        text.contains("MAKEFILE_LIST") || ["$(shell pwd)", "${shell pwd}", "$(shell pwd -P)", "`pwd`"].contains(text)
    }

    /// The value of a function that needs neither a shell nor a pattern; `nil` for all others.
    private mutating func call(_ function: String, _ arguments: String, depth: Int) -> String? {
        let parts = arguments.split(separator: ",", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        func words(_ index: Int) -> [String] {
            guard parts.indices.contains(index) else { return [] }
            return expand(parts[index], depth: depth + 1).split(whereSeparator: \.isWhitespace).map(String.init)
        }
        let result: [String]
        switch function {
        case "wildcard": result = words(0).flatMap { matches($0) }
        case "dir": result = words(0).map { FileName.folder($0).isEmpty ? "./" : FileName.folder($0) + "/" }
        case "notdir": result = words(0).map { FileName.last($0) }
        case "abspath", "realpath", "strip": result = words(0)
        case "addprefix": result = words(1).map { (words(0).first ?? "") + $0 }
        case "addsuffix": result = words(1).map { $0 + (words(0).first ?? "") }
        case "patsubst" where parts.count == 3:
            result = words(2).map { substituted($0, parts[0].trimmed, parts[1].trimmed) }
        default: return nil
        }
        return result.joined(separator: " ")
    }

    private func matches(_ pattern: String) -> [String] {
        guard let path = FileName.join("", pattern) else { return [] }
        let glob = Glob(path)
        return tree.files.filter { glob.matches($0) }
    }

    /// The word with what `%` stands for put into the other pattern.
    private func substituted(_ word: String, _ pattern: String, _ replacement: String) -> String {
        guard let percent = pattern.firstIndex(of: "%") else { return word == pattern ? replacement : word }
        let (start, end) = (pattern[..<percent], pattern[pattern.index(after: percent)...])
        guard word.hasPrefix(start), word.hasSuffix(end), word.count >= start.count + end.count else { return word }
        return replacement.replacing("%", with: word.dropFirst(start.count).dropLast(end.count))
    }
}
