internal import MLKitCore

/// A text in Jinja, read.
struct JinjaTemplate {
    let source: JinjaSource
    let nodes: [JinjaNode]

    /// - Throws: `Failure` with the place of the first mistake.
    init(_ source: JinjaSource, _ settings: JinjaSettings) throws {
        self.source = source
        nodes = try JinjaParser.parse(source, settings)
    }

    /// The text with values in place of variables.
    ///
    /// - Throws: `Failure` with every expression that cannot be evaluated.
    func render(_ variables: [String: JinjaValue], _ environment: JinjaEnvironment) throws -> String {
        if nodes.isEmpty { return "" }
        if nodes.count == 1, case .text(let text) = nodes[0] { return text }
        var variables = variables
        return try render(changing: &variables, environment)
    }

    /// As above, and leaves the variables as the template leaves them.
    func render(changing variables: inout [String: JinjaValue], _ environment: JinjaEnvironment) throws -> String {
        var interpreter = JinjaInterpreter(environment, source: source, variables: variables)
        let text = try interpreter.render(nodes)
        variables = interpreter.scopes[0]
        return text
    }
}
