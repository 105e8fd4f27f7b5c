internal import MLKitCore

/// Answers to a template's questions that a project gives by itself.
struct AdoptionAnswers {
    let template: Template
    let facts: SurveyedFacts
    /// Questions that the project's own spec answers.
    let known: Set<String>

    /// The answers set by hand, and what was found for other questions where it fits them.
    func assigned(_ settings: [String]) throws -> AssignedAnswers {
        let byHand = try AssignedAnswers(parsing: settings)
        let found = template.questions.compactMap { question -> String? in
            guard byHand.values[question.name] == nil, !known.contains(question.name), question.condition == nil,
                let value = value(for: question), (try? question.parse(value)) != nil
            else { return nil }
            return "\(question.name)=\(value)"
        }
        return try AssignedAnswers(parsing: settings + found)
    }

    private func value(for question: Question) -> String? {
        switch question.name {
        case "data": question.choices.contains { $0.value == Self.ownData } ? Self.ownData : nil
        case "title": facts.title?.value
        case "description": facts.summary?.value
        case "owner": facts.owner?.value
        case "license": license(question)
        default: nil
        }
    }

    /// The choice of templates that come with data, for a project that has some.
    private static let ownData = "own"

    /// Nobody's work is put under a licence by a default.
    private func license(_ question: Question) -> String? {
        let choices = question.choices.map(\.value)
        return facts.license.map(\.value).flatMap { choices.contains($0) ? $0 : nil } ?? Self.noLicense
    }

    /// The choice of templates for work that is under no licence.
    private static let noLicense = "proprietary"
}

extension SurveyedFacts {
    /// Takes out what the template could not read from the spec: the answer of a question that does not accept it.
    mutating func setAside(for template: Template) {
        func fits(_ key: String, _ fact: ProjectFact?) -> ProjectFact? {
            guard let fact, let question = template.questions.first(where: { $0.specPath == ["project", key] }),
                (try? question.parse(fact.value)) == nil
            else { return fact }
            aside.append(SetAside(key: key, fact: fact, expectation: question.expectation))
            return nil
        }
        title = fits("title", title)
        summary = fits("description", summary)
        owner = fits("owner", owner)
        license = fits("license", license)
    }

    /// What a person answered counts more than what was found.
    mutating func take(_ answers: Answers, byHand: Set<String>) {
        func fact(_ name: String, _ found: ProjectFact?) -> ProjectFact? {
            guard byHand.contains(name), let text = answers.given[name]?.string, !text.isEmpty else { return found }
            return ProjectFact(value: text, source: "your answer")
        }
        title = fact("title", title)
        summary = fact("description", summary)
        owner = fact("owner", owner)
        license = fact("license", license)
        maturity = fact("maturity", maturity)
    }
}
