internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML

/// Reads questions one after the other; each may use the answers to those before it.
struct QuestionReader {
    private(set) var problems: [Diagnostic] = []
    private var scope = Scope()

    /// A node that the schema has been held against; what it found is reported already, and passed over here.
    mutating func read(_ entry: Node.Entry) -> Question {
        let node = entry.value
        checkName(entry.key, entry.name)
        let kind = node["type"]?.text.flatMap { Question.Kind(rawValue: $0) } ?? .text
        let question = Question(
            name: entry.name, kind: kind, help: node["help"]?.text, choices: choices(node["choices"], kind, entry),
            validation: validation(node["validate"]), defaultAnswer: defaultAnswer(node["default"], kind),
            condition: condition(node["when"]))
        checkDefault(question, node["default"])
        scope.variables.append(entry.name)
        return question
    }

    private mutating func checkName(_ key: Node, _ name: String) {
        if !Scope.isIdentifier(name) {
            problems.append(
                .error(
                    "`\(name)` cannot name a question", at: key.location,
                    hint: "use small letters, digits and `_`, a letter first, and no word of the template language"))
        } else if Scope.builtIn.contains(name) || name == "forloop" {
            problems.append(
                .error(
                    "`\(name)` is taken", at: key.location,
                    hint: "`name` is the project's name, `layout` its folders, `forloop` belongs to loops"))
        }
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
            return template(text, at: node).map { .template($0) }
        }
        let isText = [.text, .path, .choice].contains(kind)
        if isText, let text = node.text, !node.isNull { return .value(.string(text)) }
        if kind == .multiChoice, let items = node.sequence { return .value(.array(items.map { .string($0.text ?? "") })) }
        return .value(node.json)
    }

    private mutating func condition(_ node: Node?) -> Question.Condition? {
        guard let node, let text = node.text else { return nil }
        return template("{% if \(text) %}true{% endif %}", at: node).map {
            Question.Condition(expression: text, template: $0)
        }
    }

    private mutating func template(_ text: String, at node: Node) -> TextTemplate? {
        do {
            return try TextTemplate(text, at: node.location, scope)
        } catch {
            problems += (error as? Failure)?.diagnostics ?? []
            return nil
        }
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
