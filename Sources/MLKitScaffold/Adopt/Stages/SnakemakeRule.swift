internal import MLKitCore

/// A rule of a Snakefile: its directives with their texts.
struct SnakemakeRule {
    /// A string, the name it is given, and what it is marked as: `temp("a")`.
    struct Text: Hashable {
        let name: String?
        var text: String
        let marks: [String]
    }

    let name: String
    let line: Int
    /// Whether what comes after it is decided when it has run.
    private(set) var isCheckpoint = false
    private var bodies: [String: String] = [:]

    static func all(in text: String) -> [SnakemakeRule] {
        var rules: [SnakemakeRule] = []
        var key: String?
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            let trimmed = String(line).trimmed
            if let first = line.first, !first.isWhitespace, first != "#" {
                key = nil
                let word = trimmed.prefix { !$0.isWhitespace }
                guard ["rule", "checkpoint"].contains(word), trimmed.hasSuffix(":") else {
                    rules.append(SnakemakeRule(name: "all", line: index + 1))
                    continue
                }
                var rule = SnakemakeRule(name: trimmed.dropFirst(word.count).dropLast().trimmed, line: index + 1)
                rule.isCheckpoint = word == "checkpoint"
                rules.append(rule)
            } else if let last = rules.indices.last, !trimmed.isEmpty, !trimmed.hasPrefix("#") {
                if let (directive, rest) = directive(trimmed) {
                    key = directive
                    rules[last].bodies[directive] = rest
                } else if let key {
                    rules[last].bodies[key, default: ""] += "\n" + trimmed
                }
            }
        }
        return rules
    }

    /// Statements that bring rules of other workflows, or other forms of rules, each as it is written, and its line.
    static func foreign(in text: String) -> [(statement: String, line: Int)] {
        text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated().compactMap { index, line in
            let words = line.split(whereSeparator: \.isWhitespace)
            let isOne = words.first == "use" && words.count > 2 && words[1] == "rule"
                || ["module", "subworkflow"].contains(words.first ?? "") && words.count > 1 && line.contains(":")
            guard isOne, line.first?.isWhitespace == false else { return nil }
            return (line.prefix { $0 != ":" }.trimmed, index + 1)
        }
    }

    private init(name: String, line: Int) {
        self.name = name
        self.line = line
    }

    private static func directive(_ line: String) -> (String, String)? {
        guard let colon = line.firstIndex(of: ":") else { return nil }
        let word = String(line[..<colon])
        return known.contains(word) ? (word, line[line.index(after: colon)...].trimmed) : nil
    }

    /// The directives of rules (Snakemake's documentation, "Grammar").
    private static let known: Set<String> = [
        "benchmark", "cache", "conda", "container", "containerized", "cwl", "default_target", "envmodules", "group",
        "handover", "input", "localrule", "log", "message", "name", "notebook", "output", "params", "priority", "resources",
        "retries", "run", "script", "shadow", "shell", "singularity", "template_engine", "threads", "version",
        "wildcard_constraints", "wrapper",
    ]

    func has(_ directive: String) -> Bool { bodies[directive] != nil }

    /// What Snakemake's own code marks a file as; it stays the file that is named.
    private static let marks: Set = ["ancient", "directory", "protected", "temp", "temporary"]

    /// The strings of a directive, empty if it is not there; `nil` if anything else is among them. Strings with no comma
    /// between them are one, as in Python.
    func strings(_ directive: String) -> [Text]? {
        guard var rest = bodies[directive].map({ $0[...] }) else { return [] }
        var texts: [Text] = []
        var name: String?
        var marks: [String] = []
        var isOpen = false
        while let first = rest.first {
            if first.isWhitespace {
                rest = rest.dropFirst()
            } else if first == "#" {
                rest = rest.drop { !$0.isNewline }
            } else if first == "," || first == ")" && !marks.isEmpty {
                rest = rest.dropFirst()
                isOpen = false
                if first == ")" { marks.removeLast() }
            } else if first == "\"" || first == "'" {
                let triple = String(repeating: first, count: 3)
                let quote = rest.hasPrefix(triple) ? triple : String(first)
                guard let (text, after) = Self.quoted(rest.dropFirst(quote.count), quote) else { return nil }
                if isOpen, let last = texts.indices.last {
                    texts[last].text += text
                } else {
                    texts.append(Text(name: name, text: text, marks: marks))
                }
                (name, isOpen) = (nil, true)
                rest = after
            } else {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                let after = rest.dropFirst(word.count).drop(while: \.isWhitespace)
                if after.first == "(", Self.marks.contains(String(word)) {
                    marks.append(String(word))
                } else {
                    guard !word.isEmpty, after.first == "=" else { return nil }
                    name = String(word)
                }
                rest = after.dropFirst()
            }
        }
        return texts
    }

    /// What a string of Python says, and what follows it (The Python Language Reference, "String and Bytes literals"); `nil`
    /// for one that does not end, or that has escapes by numbers and names.
    private static func quoted(_ text: Substring, _ quote: String) -> (text: String, rest: Substring)? {
        var said = ""
        var rest = text
        while let first = rest.first {
            if rest.hasPrefix(quote) { return (said, rest.dropFirst(quote.count)) }
            rest = rest.dropFirst()
            guard first == "\\" else { said.append(first); continue }
            guard let escaped = rest.popFirst() else { return nil }
            if escaped.isNewline { continue }
            if let value = escapes[escaped] { said.append(value); continue }
            guard !"abfrvxuUN01234567".contains(escaped) else { return nil }
            said += "\\\(escaped)"
        }
        return nil
    }

    private static let escapes: [Character: Character] = ["\\": "\\", "'": "'", "\"": "\"", "n": "\n", "t": "\t"]
}
