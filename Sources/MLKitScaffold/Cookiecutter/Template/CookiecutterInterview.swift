internal import MLKitCore
internal import MLKitSpec

/// Asks for the variables of a template, each as one of our own questions, so that answers are given in the same ways.
struct CookiecutterInterview {
    let template: CookiecutterTemplate
    let projectName: String
    let environment: JinjaEnvironment
    /// The variables whose default is the project's name.
    private let named: Set<String>
    private var variables = JinjaDictionary()
    private var given: [String: JSON] = [:]
    private var problems: [Diagnostic] = []

    init(_ template: CookiecutterTemplate, projectName: String, environment: JinjaEnvironment) {
        self.template = template
        self.projectName = projectName
        self.environment = environment
        named = template.namedByProject
    }

    /// What came of an interview.
    struct Outcome {
        /// All variables, as templates see them.
        let variables: JinjaDictionary
        /// The answers alone.
        let given: [String: JSON]
    }

    /// - Parameter prompter: asks the person; `nil` takes the defaults.
    /// - Throws: `Failure` with every bad answer, and every default that cannot be made.
    mutating func run(assigned: AssignedAnswers, prompter: (any Prompter)?) throws -> Outcome {
        let unknown = unknown(assigned)
        guard unknown.isEmpty else { throw Failure(unknown) }
        let prompter = prompter.map { SharedPrompter($0) }
        // Mappings come last, as their parts may use any other variable.
        for variable in template.variables.filter({ !$0.isMapping }) + template.variables.filter(\.isMapping) {
            do {
                try settle(variable, assigned.values[variable.name], prompter)
            } catch let failure as Failure {
                problems += failure.diagnostics
                guard prompter == nil else { throw Failure(problems) }
                // What may hang on a bad answer is not a second mistake.
                if (try? settle(variable, nil, nil)) == nil { variables[variable.name] = .string("") }
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        let inOrder = template.variables.compactMap { variable in
            variables[variable.name].map { (JinjaValue.string(variable.name), $0) }
        }
        return Outcome(variables: JinjaDictionary(inOrder), given: given)
    }

    private func unknown(_ assigned: AssignedAnswers) -> [Diagnostic] {
        let known = template.variables.filter(\.isAsked).map(\.name)
        return assigned.values.keys.sorted().filter { !known.contains($0) }.map { name in
            .error(
                "the template `\(template.name)` has no variable `\(name)` to set",
                hint: Suggestion.hint(for: name, among: known))
        }
    }

    private mutating func settle(
        _ variable: CookiecutterVariable, _ assigned: String?, _ prompter: SharedPrompter?
    ) throws {
        switch variable.kind {
        case .setting(let json): variables[variable.name] = JinjaValue(json)
        case .computed(let value): variables[variable.name] = JinjaValue(try render(value))
        case .text(let value):
            let suggestion = named.contains(variable.name) ? .string(projectName) : try render(value)
            take(try answer(variable, .text, suggestion, assigned, prompter), variable)
        case .boolean(let value): take(try answer(variable, .boolean, .bool(value), assigned, prompter), variable)
        case .choice(let values): try settle(variable, choices: values.map { try render($0) }, assigned, prompter)
        case .mapping(let value): take(try mapping(variable, try render(value), assigned, prompter), variable)
        }
    }

    private mutating func take(_ answer: JSON, _ variable: CookiecutterVariable) {
        given[variable.name] = answer
        variables[variable.name] = JinjaValue(answer)
    }

    /// A choice may stand for a whole value; the answer is what names it.
    private mutating func settle(
        _ variable: CookiecutterVariable, choices: [JSON], _ assigned: String?, _ prompter: SharedPrompter?
    ) throws {
        let options = choices.map { (text: Self.text(of: $0), value: $0) }
        let listed = options.map { Question.Choice(value: $0.text, label: variable.labels[$0.text]) }
        let answer = try answer(
            variable, .choice, options.first.map { .string($0.text) } ?? "", assigned, prompter, listed)
        given[variable.name] = answer
        variables[variable.name] = options.first { .string($0.text) == answer }.map { JinjaValue($0.value) }
    }

    /// What a choice is called: an object with one member by that member's name.
    private static func text(of choice: JSON) -> String {
        switch choice {
        case .string(let text): text
        case .object(let members) where members.count == 1: members[0].name
        default: choice.compact
        }
    }

    private func mapping(
        _ variable: CookiecutterVariable, _ suggestion: JSON, _ assigned: String?, _ prompter: SharedPrompter?
    ) throws -> JSON {
        let answer = try answer(
            variable, .text, .string(suggestion.compact), assigned, prompter,
            validation: Question.Validation(
                pattern: #"\{.*\}"#, message: "write a JSON object, as in {\"key\": \"value\"}"))
        guard let text = answer.string, text != suggestion.compact else { return suggestion }
        return try JSON(parsing: Array(text.utf8), file: "--set \(variable.name)")
    }

    /// One question, put through the interview that all questions go through.
    private func answer(
        _ variable: CookiecutterVariable, _ kind: Question.Kind, _ suggestion: JSON, _ assigned: String?,
        _ prompter: SharedPrompter?, _ choices: [Question.Choice] = [], validation: Question.Validation? = nil
    ) throws -> JSON {
        // A default that nobody is asked about is the template's own business.
        guard assigned != nil || prompter != nil else { return suggestion }
        let question = Question(
            name: variable.name, kind: kind, help: variable.help, choices: choices, validation: validation,
            specPath: nil,
            defaultAnswer: suggestion == .null ? nil : .value(suggestion), condition: nil)
        let interview = Interview(
            Template(standingFor: template, questions: [question]), projectName: projectName,
            layout: .standard(project: projectName))
        let given = try AssignedAnswers(parsing: assigned.map { ["\(variable.name)=\($0)"] } ?? [])
        return try interview.answers(assigned: given, prompter: prompter).given[variable.name] ?? suggestion
    }

    private func render(_ value: CookiecutterValue) throws -> JSON {
        try value.render([CookiecutterTemplate.variable: .dictionary(variables)], environment)
    }
}

/// One prompter for many interviews: it may keep a state.
private final class SharedPrompter: Prompter {
    private var prompter: any Prompter

    init(_ prompter: any Prompter) { self.prompter = prompter }

    func ask(_ prompt: Prompt) throws -> String? { try prompter.ask(prompt) }
}

extension CookiecutterVariable {
    fileprivate var isMapping: Bool {
        if case .mapping = kind { true } else { false }
    }
}
