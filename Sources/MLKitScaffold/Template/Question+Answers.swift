public import MLKitCore
internal import MLKitSpec

extension Question {
    /// Reads an answer as a person types it.
    ///
    /// - Throws: `Failure` that names the question and what fits it.
    public func parse(_ text: String) throws -> JSON {
        let answer: JSON? =
            switch kind {
            case .text, .path, .choice: .string(text)
            case .integer: Int(text).map { .int($0) }
            case .number: Double(text).flatMap { $0.isFinite ? .double($0) : nil }
            case .boolean: Self.truth[text.lowercased()].map { .bool($0) }
            case .multiChoice: .array(Self.parts(of: text).map { .string($0) })
            case .mapping: nil
            }
        guard let answer = answer.map(current) else { throw failure("`\(text)` is not \(expectation)") }
        if let problem = problem(with: answer) { throw Failure([problem]) }
        return answer
    }

    /// An answer with its choices as they are called now.
    func current(_ answer: JSON) -> JSON {
        switch answer {
        case .string(let text): renamed[text].map { .string($0) } ?? answer
        case .array(let values) where !renamed.isEmpty: .array(values.map(current))
        default: answer
        }
    }

    /// What is said of an answer with choices that are called otherwise now; empty for none.
    func outdated(in answer: JSON, at location: SourceLocation? = nil) -> [Diagnostic] {
        let values = answer.array?.compactMap(\.string) ?? [answer.string].compactMap { $0 }
        return values.compactMap { value in
            renamed[value].map { now in
                .warning("the answer `\(value)` to `\(name)` is called `\(now)` now", at: location, hint: "write `\(now)` in its place")
            }
        }
    }

    /// What is wrong with an answer; `nil` if it fits.
    func problem(with answer: JSON) -> Diagnostic? {
        switch (kind, answer) {
        case (.text, .string(let text)): validate(text)
        case (.path, .string(let path)): problem(withPath: path) ?? validate(path)
        case (.integer, .int(let value)): validate("\(value)")
        case (.number, .int), (.number, .double): validate(answer.compact)
        case (.boolean, .bool), (.mapping, .object): nil
        case (.choice, .string(let value)): problem(withChoice: value)
        case (.multiChoice, .array(let values)): values.lazy.compactMap(problem(withListed:)).first
        default: failure("the answer must be \(expectation), not \(answer.kindName)").diagnostics.first
        }
    }

    /// What stands for the answer to a question that is not asked and has no default.
    var emptyAnswer: JSON {
        switch kind {
        case .text, .path, .choice: ""
        case .integer, .number: 0
        case .boolean: false
        case .multiChoice: []
        case .mapping: .object([])
        }
    }

    /// An answer as `parse` reads it.
    public func text(of answer: JSON) -> String {
        switch answer {
        case .string(let text): text
        case .array(let values): values.map { text(of: $0) }.joined(separator: ",")
        default: answer.compact
        }
    }

    /// What fits, for messages: "a whole number", "one of `a` and `b`".
    public var expectation: String {
        switch kind {
        case .text: "text"
        case .integer: "a whole number"
        case .number: "a number"
        case .boolean: "true or false"
        case .choice: "one of \(Suggestion.list(choices.map(\.value)))"
        case .multiChoice: "some of \(Suggestion.list(choices.map(\.value))), with commas between"
        case .path: "a path inside the project"
        case .mapping: "a mapping, which mlkit finds out"
        }
    }

    /// Cookiecutter's words too.
    static let truth = [
        "true": true, "t": true, "yes": true, "y": true, "on": true, "1": true,
        "false": false, "f": false, "no": false, "n": false, "off": false, "0": false,
    ]

    private static func parts(of text: String) -> [String] {
        text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private func problem(withPath path: String) -> Diagnostic? {
        guard let problem = ProjectPath.problem(path) else { return nil }
        let name = path.hasPrefix("/") || path.hasPrefix("~") ? path.split(separator: "/").last : nil
        let hint = name.map { "answer where in the project it will be, such as `data/\($0)`, and copy it there afterwards" }
        return failure("the path `\(path)` \(problem)", hint: hint).diagnostics.first
    }

    private func problem(withListed value: JSON) -> Diagnostic? {
        guard case .string(let text) = value else {
            return failure("the answer must be \(expectation), not \(value.kindName)").diagnostics.first
        }
        return problem(withChoice: text)
    }

    private func problem(withChoice value: String) -> Diagnostic? {
        let values = choices.map(\.value)
        guard !values.contains(value) else { return nil }
        let nearest = Suggestion.nearest(to: value, among: values).map { "did you mean `\($0)`?" }
        return failure("`\(value)` is not \(expectation)", hint: nearest).diagnostics.first
    }

    /// Answers go into names and lines of files, so they are one line themselves, unless the template asks for more.
    private func validate(_ text: String) -> Diagnostic? {
        if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control && !(isMultiline && $0 == "\n") }) {
            return failure("the answer has a line break or another control character in it").diagnostics.first
        }
        guard let validation, !validation.accepts(text) else { return nil }
        return failure(isSecret ? "the answer does not fit" : "`\(text)` does not fit", hint: validation.message).diagnostics.first
    }

    private func failure(_ message: String, hint: String? = nil) -> Failure {
        Failure("question `\(name)`: \(message)", hint: hint)
    }
}
