internal import MLKitCore
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Puts together what a plan is made from.
struct UpdatePlanner {
    let request: UpdateRequest
    let git: ProjectRepository
    let input: ProjectInput
    let template: Template
    let provenance: TemplateProvenance
    let layout: LayoutChange
    private let warnings: [Diagnostic]

    init(_ request: UpdateRequest, _ git: ProjectRepository) throws {
        self.request = request
        self.git = git
        input = try ProjectInput(request, git: git)
        let source = input.source(request.source?.source)
        let found = try request.templates.resolve(source, refresh: request.refreshes)
        warnings = found.warnings
        guard try request.source != nil || request.files.exists(found.folder) else {
            throw Failure(
                "the template that the project is made from is not there any more: there is no folder `\(found.folder)`",
                hint: "name by `--template` where it is now")
        }
        template = try Template(at: found.folder, kinds: request.kinds, files: request.files)
        provenance = TemplateProvenance(source: source, commit: found.commit)
        layout = LayoutChange(from: input.oldLayout, to: input.spec.layout)
    }

    func plan() throws -> UpdatePlan {
        let assigned = try AssignedAnswers(parsing: request.assignments)
        let known = try KnownAnswers(template, input, assigned: Set(assigned.values.keys))
        let name = input.spec.project.name
        try refuseSecrets(assigned)
        let answers = try Interview(template, projectName: name, layout: input.spec.layout, asksSecrets: false).answers(
            assigned: assigned, known: known.sources, prompter: request.prompter)
        var rendering = try Rendering(
            of: template, projectName: name, layout: input.spec.layout, answers: answers, files: request.files)
        rendering.provenance = provenance
        let fresh = answers.given.filter { question, _ in
            assigned.values[question] != nil || (request.prompter != nil && !known.names.contains(question))
        }
        var edits = specEdits(rendering, fresh)
        edits.carriedPlaces = known.carriedPlaces
        return try plan(rendering, edits, warnings + known.notes, keeping: known.kept(besides: fresh))
    }

    /// What an update writes may be taken into git's index, and files with secrets are the user's already.
    private func refuseSecrets(_ assigned: AssignedAnswers) throws {
        guard let question = template.questions.first(where: { $0.isSecret && assigned.values[$0.name] != nil }) else { return }
        throw Failure(
            "the answer to `\(question.name)` is secret, and updates write none", hint: "write it into the project's file yourself")
    }

    /// New answers, the new template and the new paths, which `mlkit.yaml` is to say.
    private func specEdits(_ rendering: Rendering, _ answers: [String: JSON]) -> SpecEdits {
        var edits = SpecEdits(kinds: request.kinds)
        if let source = request.source { edits.setSource(source.source) }
        edits.write(answers, of: template, in: input.root, source: provenance.source)
        let moved = MovedPaths(layout, input.record, rendering.files)
        if !moved.isEmpty { edits.replace(SpecPaths(moved: moved, kinds: request.kinds).changes(input.root)) }
        return edits
    }

    private func plan(
        _ rendering: Rendering, _ edits: SpecEdits, _ notes: [Diagnostic], keeping unfit: [String: JSON]
    ) throws -> UpdatePlan {
        let state = ProjectFiles(
            project: request.project, files: request.files, git: git, renderings: [renderAgain, renderRecorded])
        var planner = Planner(
            record: input.record, rendering: rendering, state: state, layout: layout, rules: git, edits: edits)
        let files = try planner.run()
        var plan = try plan(files, rendering, state, notes, keeping: unfit)
        if !layout.isEmpty {
            try LayoutPlanner(planner, request, git, MovedPaths(layout, input.record, rendering.files)).add(to: &plan)
        }
        return plan
    }

    private func plan(
        _ files: FilePlan, _ rendering: Rendering, _ state: ProjectFiles, _ notes: [Diagnostic],
        keeping unfit: [String: JSON]
    ) throws -> UpdatePlan {
        var record = ScaffoldRecord(rendering)
        let dropped = KnownAnswers.dropped(template, input.record)
        record.answers.merge(dropped) { new, _ in new }
        record.answers.merge(unfit) { $1 }
        record.files = try StoredForms(files.actions, git).noted(in: files.files, rendering.files, input.record)
        var plan = UpdatePlan(
            actions: files.actions, moves: [], oldRecord: input.record, newRecord: record, notes: notes + files.notes)
        guard plan.changesRecord else { return plan }
        plan.notes += dropped.sorted { $0.key < $1.key }.map { name, answer in
            .warning(
                "the template asks no question `\(name)` any more: the answer \(answer.compact) has no effect",
                notes: ["it stays in `\(ScaffoldRecord.path)`"])
        }
        let coming = try ComingRepository(files.actions, git)
        plan.renderings = try state.storeText(for: record.files, rendering.files, coming)
        plan.notes += try ignoreNotes(files.actions, coming)
        plan.released = try state.earlier.paths()
        return plan
    }

    /// What the rules of what to ignore have to do with it.
    private func ignoreNotes(_ actions: [FileAction], _ coming: ComingRepository) throws -> [Diagnostic] {
        let new = try actions.filter { try $0.kind == .create && coming.isIgnored($0.path) }.map(\.path)
        let open = try coming.uncovered(in: request.project)
        var notes: [Diagnostic] = []
        if !new.isEmpty {
            notes.append(.warning("git ignores \(Suggestion.list(new)): written, and in no commit"))
        }
        if !open.isEmpty {
            notes.append(
                .warning(
                    "git will not ignore \(Suggestion.list(open)) any more: `git add --all` would take it in",
                    hint: "if nobody else is to see it, keep the rule in `.gitignore`, or in `.git/info/exclude`"))
        }
        return notes
    }

    /// The template as it is now with the answers of the record: what was rendered then, if it is the same template.
    private func renderAgain() throws -> [RenderedFile] { try render(template) }

    /// The template as it was at the commit of the record.
    private func renderRecorded() throws -> [RenderedFile] {
        guard let recorded = input.record.provenance, let commit = recorded.commit, commit != provenance.commit,
            var address = try GitAddress(parsing: recorded.source)
        else { return [] }
        address.reference = commit
        let source = try request.templates.resolve("\(address)")
        return try render(Template(at: source.folder, kinds: request.kinds, files: request.files))
    }

    private func render(_ template: Template) throws -> [RenderedFile] {
        let name = input.record.project
        let known = AnswerSource("the record", input.record.answers.mapValues { AnswerSource.Answer($0) })
        let answers = try Interview(template, projectName: name, layout: input.oldLayout).answers(
            assigned: AssignedAnswers(), known: [known])
        return try Rendering(
            of: template, projectName: name, layout: input.oldLayout, answers: answers, files: request.files
        ).files
    }
}
