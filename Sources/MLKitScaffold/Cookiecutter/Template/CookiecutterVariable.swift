internal import MLKitCore

/// An entry of `cookiecutter.json`.
struct CookiecutterVariable {
    enum Kind {
        /// `_name`: a setting, taken as it is.
        case setting(JSON)
        /// `__name`: not asked, made from others.
        case computed(CookiecutterValue)
        case text(CookiecutterValue)
        case boolean(Bool)
        case choice([CookiecutterValue])
        /// Made, and asked, after all others, as its parts may use any of them.
        case mapping(CookiecutterValue)
    }

    let name: String
    let kind: Kind
    /// From `__prompts__`: the question in words.
    let help: String?
    /// From `__prompts__`: choices in words.
    let labels: [String: String]

    /// Whether somebody is asked for it.
    var isAsked: Bool {
        switch kind {
        case .setting, .computed: false
        case .text, .boolean, .choice, .mapping: true
        }
    }

    /// The default's template if the value is text.
    var template: JinjaTemplate? {
        if case .text(.text(let template)) = kind { template } else { nil }
    }
}

/// A value of `cookiecutter.json` whose texts are templates.
indirect enum CookiecutterValue {
    case plain(JSON)
    case text(JinjaTemplate)
    case list([CookiecutterValue])
    case object([(name: JinjaTemplate, value: CookiecutterValue)])

    func render(_ variables: [String: JinjaValue], _ environment: JinjaEnvironment) throws -> JSON {
        switch self {
        case .plain(let json): json
        case .text(let template): .string(try template.render(variables, environment))
        case .list(let values): .array(try values.map { try $0.render(variables, environment) })
        case .object(let members):
            .object(
                try members.map {
                    JSON.Member(try $0.name.render(variables, environment), try $0.value.render(variables, environment))
                })
        }
    }
}
