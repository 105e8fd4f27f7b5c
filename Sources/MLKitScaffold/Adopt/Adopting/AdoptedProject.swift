internal import MLKitCore
public import MLKitGit
internal import MLKitSpec

/// A project that follows a template from now on: what became of each of the template's files.
struct AdoptedProject {
    enum Outcome {
        /// What the template gives stands in the project.
        case rendered
        /// The project has another text there: the user's, to be merged with what the template brings later.
        case own
        /// The project does without it, now and later.
        case declined
    }

    let rendering: Rendering
    private let forms: AdoptedForms
    /// By the path that the template gives the file.
    let outcomes: ByteTable<Outcome>
    /// Files of mlkit's own folder that are not there yet.
    private let ownFiles: [ProjectFile]
    /// The record of a project that was adopted before, and takes the chosen files only.
    private let former: ScaffoldRecord?
    private let chosen: PathSet

    init(_ plan: AdoptionPlan, _ choice: AdoptionChoice) {
        rendering = plan.rendering
        forms = plan.forms
        former = plan.record
        chosen = choice.files
        var outcomes: ByteTable<Outcome> = [:]
        let isNew = plan.record == nil
        ownFiles = plan.ownFiles.filter { isNew && $0.isMissing }.map {
            ProjectFile(path: $0.file.path, content: plan.forms.file($0.file))
        }
        let choice = AdoptionChoice(
            writesSpec: choice.writesSpec, files: choice.files.union(ownFiles.map(\.path)))
        for comparison in plan.files + plan.ownFiles {
            let path = comparison.file.path
            switch comparison.state {
            case .identical: outcomes[path] = .rendered
            case .similar: outcomes[path] = .own
            case .missing: outcomes[path] = choice.files.contains(path) ? .rendered : .declined
            case .covered, .blocked: outcomes[path] = .declined
            }
        }
        if plan.proposal != nil { outcomes[ProjectSpec.fileName] = .own }
        self.outcomes = outcomes
    }

    /// The files under `.mlkit`: those that every project has, and what tells `mlkit apply` of all this, the renderings
    /// that the project's texts are to be merged with, and the record.
    ///
    /// - Parameters:
    ///   - hidden: paths of files that git ignores.
    ///   - renderings: those that the project has already.
    func bookkeeping(except hidden: PathSet, _ renderings: [UInt8]) throws -> [ProjectFile] {
        let record = try record()
        let kept = try KeptRenderings(parsing: renderings).file(
            rendering.files, record, except: hidden, forms.kept)
        return ownFiles + (try forms.files([
            ProjectFile(path: KeptRenderings.path, content: kept),
            ProjectFile(path: ScaffoldRecord.path, content: Array(record.text.utf8)),
        ]))
    }

    /// What the project does without counts as removed by the user, who also keeps a file of their own where the
    /// template would have one that is all its own.
    private func record() throws -> ScaffoldRecord {
        if var record = former {
            for file in rendering.files where chosen.contains(file.path) {
                record.files[file.path] = RecordedFile(file)
                record.files[file.path]?.stored = try forms.stored(file)
            }
            return record
        }
        var record = ScaffoldRecord(rendering)
        for file in rendering.files {
            let isDeclined = outcomes[file.path] == .declined
            let isReplaced = outcomes[file.path] == .own && file.ownership == .managed
            if isDeclined || isReplaced { record.files[file.path]?.state = .deleted }
            if outcomes[file.path] == .rendered { record.files[file.path]?.stored = try forms.stored(file) }
        }
        return record
    }
}

/// What of a plan is to be written.
public struct AdoptionChoice: Hashable, Sendable {
    public var writesSpec: Bool
    /// The paths of missing files.
    public var files: PathSet

    public init(writesSpec: Bool, files: PathSet) {
        self.writesSpec = writesSpec
        self.files = files
    }

    /// Everything that is missing.
    public static func all(of plan: AdoptionPlan) -> AdoptionChoice {
        AdoptionChoice(writesSpec: plan.proposal != nil, files: PathSet(plan.missing.map(\.path)))
    }

    /// The spec alone.
    public static func spec(of plan: AdoptionPlan) -> AdoptionChoice {
        AdoptionChoice(writesSpec: plan.proposal != nil, files: [])
    }
}

/// A file that is to be written into a project.
struct ProjectFile: Sendable {
    /// Relative to the project.
    let path: String
    let content: [UInt8]
    var isExecutable = false
}
