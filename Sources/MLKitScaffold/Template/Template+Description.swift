extension Template {
    /// The template's files by where they stand in it, in order: `files/README.md.stencil`.
    public var sources: [String] { files.map(\.source) }
}

extension Question {
    /// The default as the template has it; `nil` if there is none.
    public var defaultText: String? {
        switch defaultAnswer {
        case nil: nil
        case .value(let value): text(of: value)
        case .template(let template): template.text
        }
    }

    /// The condition on which the question is asked, as the template has it.
    public var conditionText: String? { condition?.text }
}
