internal import MLKitCore
internal import MLKitSpec
internal import MLKitYAML
internal import SystemPackage

/// What is wrong with a template that can be read, or of no use in it.
struct TemplateLint {
    let template: Template
    let folder: FilePath
    private(set) var findings: [Diagnostic] = []
    private let root: Node
    private let uses: TemplateUses

    /// - Parameter root: the whole of `template.yaml`.
    init(_ template: Template, root: Node, folder: FilePath) {
        self.template = template
        self.root = root
        self.folder = folder
        uses = TemplateUses(template)
    }

    /// Finds what nothing uses.
    mutating func checkUses() {
        for question in template.questions where !uses.variables.contains(question.name) && question.specPath == nil {
            warn("nothing uses the answer to `\(question.name)`", at: key("questions", question.name))
        }
        for computed in template.computed where !uses.variables.contains(computed.name) {
            warn("nothing uses the computed answer `\(computed.name)`", at: key("computed", computed.name))
        }
        for partial in template.partials where !uses.partials.contains(partial) {
            warn("nothing includes `\(partial)`", at: start(of: partial))
        }
    }

    /// Reports what could not be rendered, each problem once, with the answers that it first appeared with.
    mutating func checkTrials(_ trials: [TemplateTrial]) {
        var seen = Set<String>()
        for trial in trials {
            for var problem in trial.problems where seen.insert(problem.message).inserted {
                if problem.location == nil { problem.location = questionNamed(in: problem) ?? start }
                problem.notes.append(trial.label.isEmpty ? "with the defaults" : "with \(trial.label)")
                findings.append(problem)
            }
        }
    }

    /// Finds choices that cannot be told apart by what is rendered.
    mutating func checkChoices(_ trials: TemplateTrials) {
        for question in template.questions where uses.variables.contains(question.name) {
            let groups = trials.groups.filter { $0.question.name == question.name }.map(\.trials)
            guard question.values.count > 1 else { continue }
            guard !groups.isEmpty else {
                checkIsAsked(question, trials)
                continue
            }
            report(question, twins: Self.twins(question.values, groups))
        }
    }

    private mutating func checkIsAsked(_ question: Question, _ trials: TemplateTrials) {
        guard !trials.all.contains(where: { $0.asked(question.name) }) else { return }
        warn("no choice was found with which `\(question.name)` is asked", at: key("questions", question.name))
    }

    /// Values that made the same project wherever they were compared, in groups of two and more.
    private static func twins(
        _ values: [JSON], _ groups: [[(value: JSON, trial: TemplateTrial)]]
    ) -> [[JSON]] {
        var twins = [[JSON]]()
        for value in values {
            let index = twins.firstIndex { set in
                groups.allSatisfy { group in
                    let one = group.first { $0.value == value }?.trial.signature
                    let other = group.first { $0.value == set[0] }?.trial.signature
                    return one == other || one == nil || other == nil
                }
            }
            if let index { twins[index].append(value) } else { twins.append([value]) }
        }
        return twins.filter { $0.count > 1 }
    }

    private mutating func report(_ question: Question, twins: [[JSON]]) {
        for set in twins {
            if set.count == question.values.count {
                warn(
                    "the answer to `\(question.name)` changes nothing", at: key("questions", question.name),
                    hint: "use it, or ask it of nobody")
            } else if question.kind == .multiChoice, set.contains([]) {
                for case .array(let values) in set where values.count == 1 {
                    guard let name = values[0].string else { continue }
                    warn("the choice `\(name)` of `\(question.name)` changes nothing", at: choice(name, of: question))
                }
            } else if question.kind != .multiChoice {
                let names = set.map { question.text(of: $0) }
                warn(
                    "\(Suggestion.list(names)) of `\(question.name)` make the same project",
                    at: choice(names[1], of: question))
            }
        }
    }

    /// Checks what was rendered, taken together and file by file.
    mutating func checkResults(_ trials: [TemplateTrial]) {
        let files = trials.flatMap { $0.rendering?.files ?? [] }
        let paths = Set(files.map(\.path))
        // A file that a loop makes has the item in brackets behind its name.
        let origins = Set(files.map(\.origin))
        for file in template.files {
            guard !origins.contains(where: { $0 == file.source || $0.hasPrefix(file.source + "[") }) else { continue }
            warn("no choice was found with which this file is made", at: start(of: file.source))
        }
        for rule in template.ownership where !paths.contains(where: rule.matches) {
            warn("`\(rule.pattern)` matches no file that is made", at: key("ownership", rule.pattern))
        }
        if !paths.contains(where: { !$0.contains("/") && $0.uppercased().hasPrefix("README") }) {
            warn("the project has no README", at: start, hint: "make one, as `files/README.md.stencil`")
        }
        if !paths.contains(ProjectSpec.fileName) {
            let hint = "without it no other command works there"
            warn("the project has no \(ProjectSpec.fileName)", at: start, hint: hint)
        }
        var reader = RenderedFileReader(template)
        for trial in trials { reader.check(trial) }
        findings += reader.findings
        for (question, problem) in reader.unbound.sorted(by: { $0.key < $1.key }) {
            var problem = problem
            problem.location = root["questions"]?[question]?["spec"]?.location ?? start
            findings.append(problem)
        }
    }

    private mutating func warn(_ message: String, at location: SourceLocation, hint: String? = nil) {
        findings.append(.warning(message, at: location, hint: hint))
    }

    /// Where a key of a section of `template.yaml` stands.
    private func key(_ section: String, _ name: String) -> SourceLocation {
        root[section]?.mapping?.first { $0.name == name }?.key.location ?? start
    }

    private func choice(_ name: String, of question: Question) -> SourceLocation {
        let choices = root["questions"]?[question.name]?["choices"]
        let node = choices?.sequence?.first { $0.text == name } ?? choices?.mapping?.first { $0.name == name }?.key
        return node?.location ?? key("questions", question.name)
    }

    /// Messages about an answer begin with the question.
    private func questionNamed(in problem: Diagnostic) -> SourceLocation? {
        let question = template.questions.first { problem.message.hasPrefix("question `\($0.name)`") }
        return question.map { key("questions", $0.name) }
    }

    private var start: SourceLocation { start(of: Template.fileName) }

    private func start(of file: String) -> SourceLocation {
        SourceLocation(file: folder.pushing(FilePath(file)).string, line: 1, column: 1)
    }
}
