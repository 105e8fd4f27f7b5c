internal import MLKitCore

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
