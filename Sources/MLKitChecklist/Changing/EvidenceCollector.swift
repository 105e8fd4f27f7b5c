internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Turns the files that a user names as evidence into paths and hashes.
struct EvidenceCollector {
    let project: FilePath
    let files: any FileSystem
    let hashes: HashCache

    /// - Parameters:
    ///   - paths: relative to the project, or absolute and inside it.
    ///   - record: the record's own path, which cannot bear witness for itself.
    /// - Throws: `Failure` naming every path that is not there or not inside the project.
    func collect(_ paths: [FilePath], record: String) throws -> [Evidence] {
        var problems = [Diagnostic]()
        var evidence = [Evidence]()
        for path in paths {
            do {
                let found = try self.evidence(path, record)
                if !evidence.contains(found) { evidence.append(found) }
            } catch let failure as Failure { problems += failure.diagnostics }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return evidence
    }

    private func evidence(_ path: FilePath, _ record: String) throws -> Evidence {
        let name = try relative(path)
        guard name != record else { throw Failure("a record cannot be evidence for itself") }
        let file = project.pushing(FilePath(name))
        guard let information = try files.information(at: file), let hash = try hashes.hash(file) else {
            throw Failure("the evidence `\(name)` does not exist")
        }
        guard information.kind != .other else { throw Failure("the evidence `\(name)` is neither file nor folder") }
        return Evidence(path: information.kind == .directory ? name + "/" : name, hash: hash)
    }

    private func relative(_ path: FilePath) throws -> String {
        var inside = project.pushing(path).lexicallyNormalized()
        guard inside.removePrefix(project.lexicallyNormalized()), !inside.isEmpty else {
            throw Failure(
                "the evidence `\(path)` is not inside the project",
                hint: "copy it into the project, so that it can be checked later")
        }
        if let reason = ProjectPath.problem(inside.string) { throw Failure("the evidence `\(path)` \(reason)") }
        return inside.string
    }
}
