internal import MLKitCore
internal import MLKitSpec

/// Renders a template with every choice of every question, and with every pair of choices as far as that is quick.
struct TemplateTrials {
    private let template: Template
    private let disk: any FileSystem
    /// What every rendering is given: answers to questions without a default.
    private let base: [String: JSON]
    private var known: [[String: JSON]: Int] = [:]
    private(set) var all: [TemplateTrial] = []
    /// Of each question the surroundings in which its choices were compared.
    private(set) var groups: [(question: Question, trials: [(value: JSON, trial: TemplateTrial)])] = []

    /// The most pairs that are rendered: the rest of a large template is left to its cases.
    private static let pairLimit = 400
    /// The most combinations that are tried to have a question asked at all.
    private static let searchLimit = 200

    init(_ template: Template, base: [String: JSON], disk: any FileSystem) {
        self.template = template
        self.base = base
        self.disk = disk
    }

    /// - Returns: whether the defaults alone can be rendered; if not, nothing else is tried.
    mutating func run() -> Bool {
        guard trial(base).rendering != nil else { return false }
        for name in Layout.names where name != TemplateTrial.layout.name {
            guard let layout = Layout(named: name, project: TemplateTrial.project) else { continue }
            all.append(TemplateTrial(template, base, layout: layout, disk: disk))
        }
        for question in template.questions { compare(question, within: base) }
        comparePairs()
        for question in template.questions where !all.contains(where: { $0.asked(question.name) }) { search(question) }
        return true
    }

    private mutating func comparePairs() {
        var pairs = 0
        for question in template.questions where question.values.count > 1 {
            for other in template.questions where other.name != question.name {
                for value in other.values where pairs < Self.pairLimit {
                    pairs += question.values.count
                    compare(question, within: base.merging([other.name: value]) { $1 })
                }
            }
        }
    }

    /// Renders with each choice of a question, in surroundings where it is asked.
    private mutating func compare(_ question: Question, within surroundings: [String: JSON]) {
        guard question.values.count > 1, trial(surroundings).asked(question.name) else { return }
        let trials = question.values.map { value in
            (value: value, trial: trial(surroundings.merging([question.name: value]) { $1 }))
        }
        groups.append((question, trials.filter { $0.trial.rendering != nil }))
    }

    /// Looks for answers with which a question is asked.
    private mutating func search(_ question: Question) {
        let needed = template.questionsBehind(question.condition?.uses ?? [])
        var combinations = [base]
        for other in template.questions where needed.contains(other.name) {
            combinations = combinations.flatMap { combination in
                other.values.map { value in combination.merging([other.name: value]) { $1 } }
            }
            guard combinations.count <= Self.searchLimit else { return }
        }
        guard let found = combinations.first(where: { trial($0).asked(question.name) }) else { return }
        compare(question, within: found)
    }

    private mutating func trial(_ assignment: [String: JSON]) -> TemplateTrial {
        if let index = known[assignment] { return all[index] }
        known[assignment] = all.count
        all.append(TemplateTrial(template, assignment, layout: TemplateTrial.layout, disk: disk))
        return all[all.count - 1]
    }
}

extension Question {
    /// Answers to try: every choice; of several choices none, each alone, and all.
    var values: [JSON] {
        switch kind {
        case .boolean: return [false, true]
        case .choice: return choices.map { .string($0.value) }
        case .multiChoice:
            let single = choices.map { JSON.array([.string($0.value)]) }
            return [[]] + single + (single.count > 1 ? [.array(choices.map { .string($0.value) })] : [])
        case .text, .integer, .number, .path, .mapping: return []
        }
    }

    /// An answer of no meaning, for a question without a default; `nil` if it has one, or nothing simple fits.
    var sample: JSON? {
        guard defaultAnswer == nil else { return nil }
        let candidates: [JSON] =
            switch kind {
            case .text: ["sample", "Sample text", "1"]
            case .path: ["data/sample.csv", "sample"]
            case .integer, .number: [1, 0, 10]
            case .boolean: [false]
            case .choice, .multiChoice: [values.first ?? []]
            case .mapping: []
            }
        return candidates.first { problem(with: $0) == nil }
    }
}

extension Template {
    /// The questions that variables come from: their own, and those that computed answers use.
    func questionsBehind(_ variables: Set<String>) -> Set<String> {
        var result = variables
        for computed in computed.reversed() where result.contains(computed.name) {
            result.formUnion(computed.value.uses)
        }
        for question in questions.reversed() where result.contains(question.name) {
            result.formUnion(question.condition?.uses ?? [])
        }
        return result
    }
}
