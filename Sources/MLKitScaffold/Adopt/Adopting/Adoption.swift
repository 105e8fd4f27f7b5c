public import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Carries out a plan: writes new files, all or none, and changes nothing that is there.
public struct Adoption: Sendable {
    private let plan: AdoptionPlan
    private let files: any FileSystem
    private let disk = LocalFileSystem()

    public init(_ plan: AdoptionPlan, files: any FileSystem = LocalFileSystem()) {
        self.plan = plan
        self.files = files
    }

    private var root: FilePath { plan.survey.tree.root }

    /// Writes what was chosen, then the spec, and the record last: a project that has both is adopted, and one on
    /// which this was cut short can be adopted again.
    ///
    /// - Returns: the paths of the files written, in this order.
    /// - Throws: `Failure` if something stands in the way, or cannot be written. Nothing of it is left then.
    public func write(_ choice: AdoptionChoice) throws -> [String] {
        let chosen = plan.missing.filter { choice.files.contains($0.path) }.map {
            ProjectFile(path: $0.path, content: plan.forms.file($0), isExecutable: $0.isExecutable)
        }
        let kept = root.pushing(FilePath(KeptRenderings.path))
        let tree = plan.survey.tree.disk
        let books = try AdoptedProject(plan, choice).bookkeeping(
            except: plan.forms.ignored, plan.record != nil && tree.standing(at: kept)?.kind == .file ? tree.read(kept) : [])
        let all = chosen + (try plan.forms.files(spec(choice))) + books
        try check(all)
        var undo = Undo()
        let scratch = root.pushing(".mlkit/tmp")
        let isNew = try disk.kind(at: scratch) == nil
        do {
            defer { if isNew { try? disk.remove(scratch) } }
            for file in all { try write(file, &undo) }
        } catch {
            takeBack(undo)
            throw error
        }
        return all.map(\.path)
    }

    private func spec(_ choice: AdoptionChoice) -> [ProjectFile] {
        guard choice.writesSpec, let proposal = plan.proposal else { return [] }
        return [ProjectFile(path: ProjectSpec.fileName, content: Array(proposal.text.utf8))]
    }

    private func takeBack(_ undo: Undo) {
        for path in undo.files.reversed() {
            try? undo.replaced[path].map { try disk.write($0, to: path) } ?? disk.remove(path)
        }
        for folder in undo.folders.reversed() where (try? disk.list(folder))?.isEmpty == true {
            try? disk.remove(folder)
        }
    }

    /// What was made so far, in this order.
    private struct Undo {
        var files: [FilePath] = []
        var folders: [FilePath] = []
        /// What was replaced of the books of a former template.
        var replaced: [FilePath: [UInt8]] = [:]
    }

    /// Whether a file is of the books of a template that the project was made from before, or nearly was.
    private func isFormer(_ path: String) -> Bool {
        path == KeptRenderings.path || (plan.formerTemplate != nil || plan.record != nil) && path == ScaffoldRecord.path
    }

    private func write(_ file: ProjectFile, _ undo: inout Undo) throws {
        for folder in ProjectTree.folders(above: file.path).map({ root.pushing(FilePath($0)) }) {
            guard try disk.kind(at: folder) == nil else { continue }
            undo.folders.append(folder)
            try files.makeDirectory(folder)
        }
        let path = root.pushing(FilePath(file.path))
        try checkFree(file.path)
        if try disk.kind(at: path) == .file { undo.replaced[path] = try disk.read(path) }
        undo.files.append(path)
        try files.disk(for: file.path, in: root).write(file.content, to: path, executable: file.isExecutable)
    }

    /// Nothing is replaced, and nothing written through a link.
    private func check(_ all: [ProjectFile]) throws {
        var problems: [Diagnostic] = []
        for file in all {
            do { try checkFree(file.path) } catch let failure as Failure { problems += failure.diagnostics }
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    private func checkFree(_ path: String) throws {
        for folder in ProjectTree.folders(above: path) {
            let kind = try disk.kind(at: root.pushing(FilePath(folder)))
            guard kind == nil || kind == .directory else {
                throw Failure("cannot write `\(path)`: `\(folder)` is \(kind == .link ? "a link" : "no folder")")
            }
        }
        let kind = try disk.kind(at: root.pushing(FilePath(path)))
        guard kind == nil || kind == .file && isFormer(path) else {
            throw Failure("cannot write `\(path)`: it is there already", hint: "run `mlkit init` again")
        }
    }
}
