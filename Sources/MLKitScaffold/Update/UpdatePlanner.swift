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
    let layout: LayoutChange

    init(_ request: UpdateRequest, _ git: ProjectGit) throws {
        self.request = request
        self.git = git
        input = try ProjectInput(request.project, files: request.files)
        let source = input.source(request.source)
        template = try Template(
            named: source, builtIn: request.builtIn, directory: request.project, files: request.files)
        provenance = TemplateProvenance(source: source)
        layout = LayoutChange(from: input.oldLayout, to: input.spec.layout)
    }

    func plan() throws -> UpdatePlan {
        let known = try KnownAnswers(template, input)
        let assigned = try AssignedAnswers(parsing: request.assignments)
        let name = input.spec.project.name
        let answers = try Interview(template, projectName: name, layout: input.spec.layout).answers(
            assigned: assigned, known: known.sources, prompter: request.prompter)
        var rendering = try Rendering(
            of: template, projectName: name, layout: input.spec.layout, answers: answers, files: request.files)
        rendering.provenance = provenance
        let fresh = answers.given.filter { question, _ in
            assigned.values[question] != nil || (request.prompter != nil && !known.names.contains(question))
        }
        return try plan(rendering, spec: editedSpec(rendering, fresh), known.notes)
    }

    /// `mlkit.yaml` with new answers, the new template and the new paths; `nil` if nothing of it is new.
    private func editedSpec(_ rendering: Rendering, _ answers: [String: JSON]) throws -> [UInt8]? {
        var edits = SpecEdits(input)
        if let source = request.source { edits.setSource(source) }
        edits.write(answers, of: template, source: provenance.source)
        let moved = MovedPaths(layout, input.record, rendering.files)
        if !moved.isEmpty { edits.replace(SpecPaths(moved: moved).changes(input.root)) }
        return try edits.result()
    }

    private func plan(_ rendering: Rendering, spec: [UInt8]?, _ notes: [Diagnostic]) throws -> UpdatePlan {
        let edited = spec.map { [ProjectSpec.fileName: $0] } ?? [:]
        let state = ProjectFiles(
            project: request.project, files: request.files, git: git, edited: edited, renderAgain: renderAgain)
        var planner = Planner(
            record: input.record, rendering: rendering, state: state, layout: layout,
            style: { try git.repository?.conflictStyle ?? .merge })
        var files = try planner.run()
        try finishSpec(&files, state, isEdited: spec != nil)
        var plan = try plan(files, rendering, state, notes)
        if !layout.isEmpty {
            try LayoutPlanner(planner, request, git, MovedPaths(layout, input.record, rendering.files)).add(to: &plan)
        }
        return plan
    }

    /// A spec that is none of the template's files is changed all the same.
    private func finishSpec(_ files: inout FilePlan, _ state: ProjectFiles, isEdited: Bool) throws {
        let path = ProjectSpec.fileName
        if let index = files.actions.firstIndex(where: { $0.path == path }) {
            if files.actions[index].changesTree, files.actions[index].kind == .keep { files.actions[index].kind = .update }
            guard isEdited, !files.actions[index].changesTree, files.actions[index].kind == .keep else { return }
            files.actions.remove(at: index)
        }
        guard isEdited, case .file(let file) = try state.entry(at: path) else { return }
        files.actions.append(
            FileAction(.update, path, effect: .carry(isExecutable: file.isExecutable), before: file))
        files.actions.sort { $0.path < $1.path }
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
