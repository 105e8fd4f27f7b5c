internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Puts together what a plan is made from.
struct UpdatePlanner {
    let request: UpdateRequest
    let git: ProjectGit
    let input: ProjectInput
    let template: Template
    let provenance: TemplateProvenance
    let assigned: AssignedAnswers

    init(_ request: UpdateRequest, _ git: ProjectGit) throws {
        self.request = request
        self.git = git
        input = try ProjectInput(request.project, files: request.files)
        assigned = try AssignedAnswers(parsing: request.assignments)
        let source = input.source(request.source)
        template = try Template(
            named: source, builtIn: request.builtIn, directory: request.project, files: request.files)
        provenance = TemplateProvenance(source: source)
    }

    func plan() throws -> UpdatePlan {
        let known = try KnownAnswers(template, input)
        let name = input.spec.project.name
        let answers = try Interview(template, projectName: name, layout: input.spec.layout).answers(
            assigned: assigned, known: known.sources, prompter: request.prompter)
        var rendering = try Rendering(
            of: template, projectName: name, layout: input.spec.layout, answers: answers, files: request.files)
        rendering.provenance = provenance
        let state = ProjectFiles(
            project: request.project, files: request.files, git: git, edited: [:], renderAgain: renderAgain)
        let layout = LayoutChange(from: input.oldLayout, to: input.spec.layout)
        var planner = Planner(
            record: input.record, rendering: rendering, state: state, layout: layout,
            style: { try git.repository?.conflictStyle ?? .merge })
        return try plan(planner.run(), rendering, state, known.notes)
    }

    private func plan(
        _ files: FilePlan, _ rendering: Rendering, _ state: ProjectFiles, _ notes: [Diagnostic]
    ) throws -> UpdatePlan {
        var record = ScaffoldRecord(rendering)
        record.files = files.files
        var plan = UpdatePlan(
            actions: files.actions, moves: [], oldRecord: input.record, newRecord: record, retained: [:],
            released: [], notes: notes + files.notes)
        guard plan.changesRecord else { return plan }
        let needed = Set(record.files.values.filter { $0.ownership == .merged && $0.state == nil }.map(\.blob))
        let kept = Set(try state.retained.all())
        plan.retained = files.retained.filter { needed.contains($0.key) && !kept.contains($0.key) }
        plan.released = kept.subtracting(needed).sorted { $0.hex < $1.hex }
        return plan
    }

    /// The template as it is now with the answers of the record: what was rendered then, if it is the same template.
    private func renderAgain() throws -> [RenderedFile] {
        let name = input.record.project
        let known = AnswerSource("the record", input.record.answers.mapValues { AnswerSource.Answer($0) })
        let answers = try Interview(template, projectName: name, layout: input.oldLayout).answers(
            assigned: AssignedAnswers(), known: [known])
        return try Rendering(
            of: template, projectName: name, layout: input.oldLayout, answers: answers, files: request.files
        ).files
    }
}
