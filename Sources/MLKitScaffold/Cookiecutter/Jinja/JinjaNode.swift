/// A statement in Jinja, or the text between statements.
indirect enum JinjaNode {
    case text(String)
    case output(JinjaExpression)
    /// `if`, `elif`, `else`: the first whose condition holds; `nil` always does.
    case branches([(condition: JinjaExpression?, body: [JinjaNode])])
    case loop(JinjaLoop)
    case set(JinjaTarget, JinjaExpression)
    /// `{% set name %} … {% endset %}`
    case capture(JinjaTarget, body: [JinjaNode])
    /// `with`: names that are known in the body only.
    case scope([(target: JinjaTarget, value: JinjaExpression)], body: [JinjaNode])
    case include(JinjaExpression, isOptional: Bool)
    case macro(JinjaMacro)
    /// `{% now 'utc', '%Y' %}`, which cookiecutter adds to Jinja.
    case now(zone: JinjaExpression, format: JinjaExpression?)
}

/// What takes a value.
enum JinjaTarget {
    case name(String, Range<Int>)
    /// `a, b`: each takes its part.
    case parts([JinjaTarget], Range<Int>)
    /// `space.name`, of a `namespace`.
    case member(String, String, Range<Int>)
}

/// `{% for target in source if condition %}`
struct JinjaLoop {
    let target: JinjaTarget
    let source: JinjaExpression
    let condition: JinjaExpression?
    let body: [JinjaNode]
    /// For a list without items.
    let otherwise: [JinjaNode]
}

/// A named piece of a template that is rendered where it is called.
final class JinjaMacro {
    let name: String
    let parameters: [(name: String, fallback: JinjaExpression?)]
    let body: [JinjaNode]

    init(name: String, parameters: [(name: String, fallback: JinjaExpression?)], body: [JinjaNode]) {
        self.name = name
        self.parameters = parameters
        self.body = body
    }
}
