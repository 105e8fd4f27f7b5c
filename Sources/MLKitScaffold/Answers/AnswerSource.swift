public import MLKitCore
public import MLKitYAML

/// A file that answers questions: `mlkit.yaml`, or the record of an earlier rendering.
public struct AnswerSource: Sendable {
    /// One answer, and where it stands if that is known.
    public struct Answer: Sendable {
        public var value: JSON
        public var location: SourceLocation?

        public init(_ value: JSON, at location: SourceLocation? = nil) {
            self.value = value
            self.location = location
        }
    }

    /// For messages: "the record `.mlkit/template.yaml`".
    public let name: String
    /// By question. Answers to questions that the template does not ask, or not any more, are passed over.
    public let answers: [String: Answer]

    public init(_ name: String, _ answers: [String: Answer]) {
        self.name = name
        self.answers = answers
    }
}

extension Template {
    /// The answers that live in `mlkit.yaml`: those to questions with the key `spec`, as far as they are there.
    ///
    /// - Parameter root: the whole of `mlkit.yaml`.
    public func answers(inSpec root: Node, name: String = "mlkit.yaml") -> AnswerSource {
        var answers: [String: AnswerSource.Answer] = [:]
        for question in questions {
            guard let path = question.specPath else { continue }
            let node = path.reduce(Optional(root)) { node, key in node?[key] }
            guard let node, !node.isNull else { continue }
            answers[question.name] = AnswerSource.Answer(question.answer(from: node), at: node.location)
        }
        return AnswerSource("`\(name)`", answers)
    }

    /// The answers of a mapping of questions to answers, as under `template: answers:` in `mlkit.yaml`, or in a record.
    public func answers(in node: Node?, name: String) -> AnswerSource {
        let pairs = questions.compactMap { question in
            ([question.name] + question.was).lazy.compactMap { node?[$0] }.first.map { value in
                (question.name, AnswerSource.Answer(question.answer(from: value), at: value.location))
            }
        }
        return AnswerSource("`\(name)`", Dictionary(pairs) { $1 })
    }
}

extension Question {
    /// A YAML value as an answer: where text is wanted, `1.0` and `yes` are text too, and `yes` is true where that is. Choices have the
    /// names that they have now.
    func answer(from node: Node) -> JSON { current(written(node)) }

    /// The answer in the words of the file.
    func written(_ node: Node) -> JSON {
        let isText = [.text, .path, .choice].contains(kind)
        if isText, let text = node.text, !node.isNull { return .string(text) }
        if kind == .multiChoice, let items = node.sequence {
            return .array(items.map { $0.text.map(JSON.string) ?? $0.json })
        }
        if kind == .boolean, let text = node.text, let truth = Self.truth[text.lowercased()] { return .bool(truth) }
        return node.json
    }
}
