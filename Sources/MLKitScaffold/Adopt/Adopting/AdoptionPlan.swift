internal import MLKitCore
public import MLKitGit
public import MLKitSpec
internal import MLKitYAML
public import SystemPackage

/// What `mlkit init` would do to a folder: a spec, and a template's files beside those that are there.
public struct AdoptionPlan: Sendable {
    public let survey: RepositorySurvey
    public let recognised: RecognisedStages
    /// `nil` if the project has a spec already.
    public let proposal: SpecProposal?
    /// The project's own spec, or the proposed one.
    public let spec: ProjectSpec
    public let rendering: Rendering
    /// The template's files in the order of their paths, without `mlkit.yaml` if one is proposed.
    public let files: [FileComparison]
    /// The template's files in mlkit's own folder, which stand in every project.
    let ownFiles: [FileComparison]
    /// How git has the template's files.
    let forms: AdoptedForms

    /// The template that adopted projects follow if no other is named: little more than the spec.
    public static let standardTemplate = "minimal"

    private static let ownFolder = ".mlkit/"

    /// The template that the project was made from before, by which it cannot be updated: one of cookiecutter. Its record
    /// gives way to the new one.
    public let formerTemplate: String?

    /// What a project that has been adopted was made from: it may take files that it does without.
    public let record: ScaffoldRecord?

    /// Files that could be written.
    public var missing: [RenderedFile] {
        files.filter { file in
            file.isMissing && record.map { $0.files[file.file.path]?.state == .deleted } ?? true
        }.map(\.file)
    }

    /// - Parameters:
    ///   - settings: answers given by hand, as `question=answer`.
    ///   - answers: what was found of the project's data.
    ///   - isForTable: whether a table of the project was named, for which the template has stages: they come before those of
    ///     other tools.
    ///   - prompter: asks what neither is set nor found; `nil` takes the defaults.
    /// - Throws: `Failure` if the folder, its spec or the template cannot be read, or answers do not fit.
    public init(
        for folder: FilePath, template: Template, provenance: TemplateProvenance, layout: String? = nil,
        settings: [String] = [], found answers: [AnswerSource] = [], isForTable: Bool = false,
        prompter: (any Prompter)? = nil, environment: GitEnvironment
    ) throws {
        let disk = try Self.disk(of: folder, environment)
        let own = try Self.ownSpec(in: folder, template.kinds)
        let found = try ScaffoldRecord.read(in: folder, files: disk)
        formerTemplate = own == nil ? found.map { $0.provenance?.source ?? $0.templateName } : nil
        let record = own == nil ? nil : found
        self.record = record
        let existing = own?.spec
        var survey = try RepositorySurvey(of: folder, environment: environment)
        if let existing { survey.adjust(to: existing) }
        try survey.setLayout(layout, existing)
        let name = survey.facts.name.value
        let known = answers + (own.map { $0.answers(to: template) } ?? []) + [record?.answers(to: template)].compactMap(\.self)
        let finder = AdoptionAnswers(template: template, facts: survey.facts, known: Set(known.flatMap(\.answers.keys)))
        let assigned = try finder.assigned(settings)
        let given = try Interview(template, projectName: name, layout: survey.layout.layout)
            .answers(assigned: assigned, known: known, prompter: prompter)
        let byHand = try AssignedAnswers(parsing: settings).values.keys
        let asked = prompter == nil ? [] : given.given.keys.filter { assigned.values[$0] == nil }
        survey.facts.take(given, byHand: Set(byHand).union(asked))
        survey.facts.setAside(for: template)
        var rendering = try Rendering(of: template, projectName: name, layout: survey.layout.layout, answers: given)
        rendering.provenance = provenance
        let compared = try TemplateComparison(tree: survey.tree, offersLicense: byHand.contains("license")).compare(
            rendering.files.filter { existing != nil || $0.path != ProjectSpec.fileName })
        // The stages of the standard template are an example.
        let stages = template.name == Self.standardTemplate
            ? nil : TemplateStages(rendering, foreign: compared.filter(\.isForeign).map(\.file.path))
        var recognised = existing == nil ? RecognisedStages(in: survey.tree) : RecognisedStages()
        if isForTable, stages != nil {
            recognised.giveWay(
                "the stages are those for the table that was named; without `--data` and `--target` they are the project's own")
        }
        recognised.leftOut += existing == nil && recognised.stages.isEmpty ? stages?.withoutFile ?? [] : []
        self.recognised = recognised
        proposal = try existing == nil
            ? SpecProposal(
                survey, recognised, kinds: template.kinds, templateSource: provenance.source, templateStages: stages)
            : nil
        spec = try existing ?? proposal.map(\.spec) ?? ProjectSpec(parsing: [], kinds: template.kinds)
        files = compared.filter { !$0.file.path.hasPrefix(Self.ownFolder) }
        ownFiles = compared.filter { $0.file.path.hasPrefix(Self.ownFolder) }
        forms = try AdoptedForms(
            rendering.files, missing: PathSet(compared.filter(\.isMissing).map(\.file.path)), in: folder, environment)
        self.survey = survey
        self.rendering = rendering
    }

    /// - Throws: `Failure` if git has a folder's spec, and it is not in the working tree.
    public static func refuseUnseenSpec(in folder: FilePath, environment: GitEnvironment) throws {
        guard let repository = try? Repository.discover(from: folder, environment: environment) else { return }
        try UnseenFiles(in: folder, repository).refuse(ProjectSpec.fileName)
    }

    /// The folder with what a sparse checkout leaves out of it.
    ///
    /// - Throws: `Failure` if that is its spec, or nothing is checked out yet.
    private static func disk(of folder: FilePath, _ environment: GitEnvironment) throws -> any FileSystem {
        if let repository = try Repository.discover(from: folder, environment: environment) {
            let unseen = try UnseenFiles(in: folder, repository)
            try unseen.refuseUncheckedOut()
            try unseen.refuse(ProjectSpec.fileName)
        }
        return try WholeTree.over(LocalFileSystem(), project: folder, environment: environment)
    }

    /// Whether a folder is an mlkit project with a record of its template.
    public static func isAdopted(_ folder: FilePath, environment: GitEnvironment) throws -> Bool {
        try isAdopted(folder, disk(of: folder, environment))
    }

    private static func isAdopted(_ folder: FilePath, _ disk: any FileSystem) throws -> Bool {
        try disk.exists(folder.appending(ProjectSpec.fileName)) && disk.exists(folder.pushing(FilePath(ScaffoldRecord.path)))
    }

    /// The template of an adopted project, as its record names it; `nil` for one that has none.
    public static func source(of folder: FilePath, environment: GitEnvironment) throws -> String? {
        let disk = try disk(of: folder, environment)
        guard try isAdopted(folder, disk) else { return nil }
        let record = try ScaffoldRecord.read(in: folder, files: disk)
        return record.map { $0.provenance?.source ?? $0.templateName }
    }

    /// The template that the spec of a project names whose record is lost; `nil` for one that has a record, no spec, or names
    /// none. A folder is relative to the project.
    public static func lostSource(of folder: FilePath, environment: GitEnvironment) throws -> String? {
        let disk = try disk(of: folder, environment)
        let spec = folder.appending(ProjectSpec.fileName)
        guard try !isAdopted(folder, disk), try disk.information(at: spec)?.kind == .file else { return nil }
        return try YAMLDocument.parse(disk.read(spec), file: ProjectSpec.fileName)["template"]?["source"]?.text
    }

    /// The spec that a project has, and the answers in it.
    private struct OwnSpec {
        let spec: ProjectSpec
        let root: Node

        func answers(to template: Template) -> [AnswerSource] {
            let listed = root["template"]?["answers"]
            return [template.answers(inSpec: root), template.answers(in: listed, name: "template.answers")]
        }
    }

    private static func ownSpec(in folder: FilePath, _ kinds: StageKinds) throws -> OwnSpec? {
        let path = folder.appending(ProjectSpec.fileName)
        guard try LocalFileSystem().kind(at: path) != nil else { return nil }
        let bytes = try LocalFileSystem().read(path)
        return try OwnSpec(
            spec: ProjectSpec(parsing: bytes, kinds: kinds), root: YAMLDocument.parse(bytes, file: ProjectSpec.fileName))
    }
}

extension RepositorySurvey {
    /// The spec that is there says what the project is called.
    fileprivate mutating func adjust(to spec: ProjectSpec) {
        func fact(_ text: String?, _ found: ProjectFact?) -> ProjectFact? {
            text.map { ProjectFact(value: $0, source: ProjectSpec.fileName) } ?? found
        }
        facts.name = ProjectFact(value: spec.project.name, source: ProjectSpec.fileName)
        facts.title = fact(spec.project.title, facts.title)
        facts.summary = fact(spec.project.summary, facts.summary)
        facts.owner = fact(spec.project.owner, facts.owner)
        facts.license = fact(spec.project.license, facts.license)
        layout = LayoutGuess(spec.layout)
    }

    /// Takes the layout that is named by hand.
    fileprivate mutating func setLayout(_ name: String?, _ spec: ProjectSpec?) throws {
        guard let name else { return }
        guard let named = Layout(named: name, project: facts.name.value) else {
            throw Failure("no layout is called `\(name)`", hint: Suggestion.hint(for: name, among: Layout.names))
        }
        if let spec, spec.layout != named {
            throw Failure(
                "\(ProjectSpec.fileName) says that the layout is `\(spec.layout.name)`",
                hint: "leave out `--layout`, or change it there")
        }
        layout = LayoutGuess(named)
    }
}

extension ScaffoldRecord {
    /// The recorded answers that the template still takes.
    fileprivate func answers(to template: Template) -> AnswerSource {
        let asked = Dictionary(template.questions.map { ($0.name, $0) }) { $1 }
        let known = answers.map { name, answer in (name, asked[name]?.current(answer) ?? answer) }
        let taken = Dictionary(known) { $1 }.filter { asked[$0]?.problem(with: $1) == nil && asked[$0] != nil }
        return AnswerSource("`\(Self.path)`", taken.mapValues { AnswerSource.Answer($0) })
    }
}
