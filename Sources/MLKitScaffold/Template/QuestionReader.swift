internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Reads questions one after the other; each may use the answers to those before it, and what follows from them.
struct QuestionReader {
    private(set) var problems: [Diagnostic] = []
    private var scope: Scope
    /// The names of all questions.
    private let all: Set<String>
    /// In the order in which they are known.
    private var computed: ArraySlice<ComputedAnswer>
    private var count = 0
    private var bound: [String: String] = [:]

    /// - Parameter names: of all questions.
    init(names: [String], computed: [ComputedAnswer]) {
        all = Set(names)
        scope = Scope()
        scope.later = Set(names + computed.map(\.name))
        self.computed = computed.sorted { $0.questions < $1.questions }[...]
    }

    /// A node that the schema has been held against; what it found is reported already, and passed over here.
    mutating func read(_ entry: Node.Entry) -> Question {
        let node = entry.value
        while let next = computed.first, next.questions <= count {
            scope.variables.append(next.name)
            computed.removeFirst()
        }
        problems += VariableName.problem(entry.key, of: "question").map { [$0] } ?? []
        let kind = node["type"]?.text.flatMap { Question.Kind(rawValue: $0) } ?? .text
        let choices = choices(node["choices"], kind, entry)
        let question = Question(
            name: entry.name, was: earlierNames(node["was"]), kind: kind, isSecret: node["secret"]?.scalar?.value.bool ?? false,
            isMultiline: node["multiline"]?.scalar?.value.bool ?? false, help: node["help"]?.text,
            choices: choices, renamed: renamed(node["renamed"], choices), validation: validation(node["validate"]),
            specPath: specPath(node["spec"], entry.name), defaultAnswer: defaultAnswer(node["default"], kind),
            condition: condition(node["when"]))
        checkDefault(question, node["default"])
        problems += textProblems(question, entry)
        scope.variables.append(entry.name)
        if kind == .mapping { scope.mappings.insert(entry.name) }
        count += 1
        return question
    }

    /// A question that is still asked keeps its own answer.
    private mutating func earlierNames(_ node: Node?) -> [String] {
        let nodes = node?.sequence ?? node.map { [$0] } ?? []
        for node in nodes {
            guard let name = node.text, all.contains(name) else { continue }
            problems.append(
                .error("`\(name)` is still asked, so no other question can have been called so", at: node.location))
        }
        return nodes.compactMap(\.text)
    }

    private mutating func choices(_ node: Node?, _ kind: Question.Kind, _ entry: Node.Entry) -> [Question.Choice] {
        let listed = node?.sequence?.compactMap(\.text).map { Question.Choice(value: $0, label: nil) }
        let labelled = node?.mapping?.map { Question.Choice(value: $0.name, label: $0.value.text) }
        let choices = listed ?? labelled ?? []
        let needsChoices = kind == .choice || kind == .multiChoice
        if needsChoices, choices.isEmpty {
            problems.append(.error("the question `\(entry.name)` needs `choices`", at: entry.key.location))
        } else if !needsChoices, let node {
            problems.append(
                .error(
                    "a question of type `\(kind.rawValue)` has no choices", at: node.location,
                    hint: "give it the type `choice` or `multi-choice`"))
        }
        return choices
    }

    /// Old names of choices: none is one still, and each stands for one that is.
    private mutating func renamed(_ node: Node?, _ choices: [Question.Choice]) -> [String: String] {
        let values = choices.map(\.value)
        for entry in node?.mapping ?? [] {
            if values.contains(entry.name) {
                problems.append(.error("`\(entry.name)` is a choice still", at: entry.key.location))
            }
            guard let now = entry.value.text, !values.contains(now) else { continue }
            problems.append(.error("`\(now)` is no choice", at: entry.value.location, hint: Suggestion.hint(for: now, among: values)))
        }
        let pairs = (node?.mapping ?? []).compactMap { entry in entry.value.text.map { (entry.name, $0) } }
        return Dictionary(pairs) { first, _ in first }
    }

    private mutating func validation(_ node: Node?) -> Question.Validation? {
        guard let pattern = node?["pattern"], let text = pattern.text, let message = node?["message"]?.text else {
            return nil
        }
        do {
            _ = try Regex(text)
        } catch {
            problems.append(
                .error("`\(text)` is no regular expression", at: pattern.location, notes: ["\(error)"]))
            return nil
        }
        return Question.Validation(pattern: text, message: message)
    }

    private mutating func defaultAnswer(_ node: Node?, _ kind: Question.Kind) -> Question.Default? {
        guard let node else { return nil }
        if let text = node.text, text.contains("{{") || text.contains("{%") {
            return collect { [scope] in .template(try TextTemplate(TextSource(node), scope)) }
        }
        let isText = [.text, .path, .choice].contains(kind)
        if isText, let text = node.text, !node.isNull { return .value(.string(text)) }
        if kind == .multiChoice, let items = node.sequence { return .value(.array(items.map { .string($0.text ?? "") })) }
        return .value(node.json)
    }

    private mutating func condition(_ node: Node?) -> TextValue? {
        guard let node, node.text != nil else { return nil }
        return collect { [scope] in try TextValue(expression: TextSource(node), scope) }
    }

    private mutating func specPath(_ node: Node?, _ name: String) -> [String]? {
        guard let node, let text = node.text else { return nil }
        if let problem = SpecBinding.problem(with: text, at: node.location) {
            problems.append(problem)
            return nil
        }
        if let other = bound.updateValue(name, forKey: text) {
            problems.append(.error("`\(text)` is where the answer to `\(other)` lives already", at: node.location))
        }
        return text.split(separator: ".").map(String.init)
    }

    private mutating func collect<Result>(_ body: () throws -> Result) -> Result? {
        do { return try body() } catch {
            problems += (error as? Failure)?.diagnostics ?? []
            return nil
        }
    }

    /// What is wrong with `secret` and `multiline`.
    private func textProblems(_ question: Question, _ entry: Node.Entry) -> [Diagnostic] {
        let node = entry.value
        let keys = [("secret", question.isSecret), ("multiline", question.isMultiline)].filter(\.1).map(\.0)
        guard let first = keys.first, let place = node[first]?.location else { return [] }
        if question.kind != .text { return [.error("a question of type `\(question.kind.rawValue)` cannot be `\(first)`", at: place)] }
        guard question.isSecret else { return [] }
        var problems = [Diagnostic]()
        if question.isMultiline { problems.append(.error("what is typed without being shown is one line, so not `multiline`", at: place)) }
        if let spec = node["spec"] { problems.append(.error("a secret answer does not go into mlkit.yaml", at: spec.location)) }
        if node["default"] == nil {
            problems.append(
                .error(
                    "a secret question needs a `default`", at: place,
                    hint: "updates take it, as the answer is not kept: an empty text will do, `default: \"\"`"))
        }
        return problems
    }

    private mutating func checkDefault(_ question: Question, _ node: Node?) {
        guard let node, case .value(let answer)? = question.defaultAnswer,
            var problem = question.problem(with: answer)
        else { return }
        problem.message += " (its default)"
        problem.location = node.location
        problems.append(problem)
    }
}
