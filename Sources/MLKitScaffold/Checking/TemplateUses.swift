/// The variables and partials that something in a template uses.
struct TemplateUses {
    private(set) var variables: Set<String> = []
    private(set) var partials: Set<String> = []

    init(_ template: Template) {
        for question in template.questions {
            variables.formUnion(question.condition?.uses ?? [])
            if case .template(let text)? = question.defaultAnswer { add(text) }
        }
        for computed in template.computed { variables.formUnion(computed.value.uses) }
        for text in template.nextSteps { add(text) }
        for step in template.postSteps {
            add(step.command)
            step.help.map { add($0) }
            variables.formUnion(step.condition?.uses ?? [])
        }
        for file in template.files {
            for name in file.path { add(name) }
            for loop in file.loops { variables.formUnion(loop.list.uses) }
            if case .rendered(let text) = file.content { add(text) }
        }
    }

    private mutating func add(_ text: TextTemplate) {
        variables.formUnion(text.uses)
        partials.formUnion(text.includes)
    }
}
