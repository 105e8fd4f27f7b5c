internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// Turns what a user names as evidence into what a record holds of it, as it is now.
struct EvidenceCollector {
    let checklist: Checklist
    /// The record's own path, which cannot bear witness for itself.
    let record: String
    /// What the earlier answer rested on; keys in it that mlkit does not know go along.
    let earlier: [Evidence]
    let at: Timestamp

    /// The evidence of those names.
    ///
    /// - Throws: `Failure` naming all that is not there, or not inside the project.
    func collect(_ names: [EvidenceName]) throws -> [Evidence] {
        try collect(names, each: evidence)
    }

    /// The earlier evidence as it is now. What this version of mlkit does not know stays as it was.
    func renew() throws -> [Evidence] {
        try collect(earlier) { piece in
            switch piece.subject {
            case .path(let path): try evidence(.path(FilePath(path)))
            case .model(_, let stage?) where checklist.sources.models[stage] != nil:
                try evidence(.modelOf(stage: stage))
            case .model(let path, _): try evidence(.model(FilePath(path)))
            case .run(let stage): try evidence(.run(stage: stage))
            case .url(let address): try evidence(.url(address))
            case .commit(let id): try evidence(.commit(id))
            case .unknown: piece
            }
        }
    }

    private func collect<Name>(_ names: [Name], each: (Name) throws -> Evidence) throws -> [Evidence] {
        var problems = [Diagnostic]()
        var evidence = [Evidence]()
        for name in names {
            do {
                var found = try each(name)
                if let before = earlier.first(where: { $0.isOf(found) }) { found.others = before.others }
                if !evidence.contains(where: { $0.isOf(found) }) { evidence.append(found) }
            } catch let failure as Failure { problems += failure.diagnostics }
        }
        guard problems.isEmpty else { throw Failure(problems) }
        return evidence
    }

    private func evidence(_ name: EvidenceName) throws -> Evidence {
        switch name {
        case .path(let path): return try file(path)
        case .model(let path): return try model(path)
        case .modelOf(let stage):
            guard let path = checklist.sources.models[stage] else {
                throw Failure("the stage `\(stage)` makes no model", hint: hint(stage, checklist.sources.models.keys))
            }
            return try model(FilePath(path))
        case .run(let stage): return try run(stage)
        case .url(let address):
            if let reason = WebAddress.problem(address) { throw Failure("the evidence `\(address)` \(reason)") }
            return Evidence(.url(address), at: at)
        case .commit(let revision): return try commit(revision)
        }
    }

    private func file(_ path: FilePath) throws -> Evidence {
        let name = try relative(path)
        guard name != record else { throw Failure("a record cannot be evidence for itself") }
        guard !record.hasPrefix(name + "/") else {
            throw Failure(
                "the evidence `\(name)` holds the record itself, so it would change with each answer",
                hint: "name the files in it that count")
        }
        let file = checklist.project.pushing(FilePath(name))
        let hashes = EvidenceHashes(files: checklist.files, hashes: checklist.hashes)
        guard let information = try checklist.files.information(at: file), let hash = try hashes.hash(file) else {
            throw Failure("the evidence `\(name)` does not exist")
        }
        guard information.kind != .other else { throw Failure("the evidence `\(name)` is neither file nor folder") }
        guard hash != Evidence.nothing else { throw Failure("the evidence `\(name)` is empty", hint: "name what the answer rests on") }
        if information.kind == .directory, try !FolderContent(files: checklist.files).isThere(file) {
            throw Failure("the evidence `\(name)` has no file in it that is not empty", hint: "name what the answer rests on")
        }
        try checkLinks(to: name)
        return Evidence(path: information.kind == .directory ? name + "/" : name, hash: hash)
    }

    /// What a link out of the project leads to is on this machine alone.
    private func checkLinks(to name: String) throws {
        let project = checklist.project.lexicallyNormalized()
        var place = project
        for part in FilePath(name).components {
            place.append(part)
            guard let target = try checklist.files.linkTarget(place) else { continue }
            var inside = place.removingLastComponent().pushing(FilePath(target)).lexicallyNormalized()
            guard inside.removePrefix(project) else {
                throw Failure(
                    "the evidence `\(name)` is a link that leads out of the project",
                    hint: "copy what it leads to into the project, so that it can be checked later")
            }
            guard !record.hasPrefix(inside.string + "/"), inside.components.first != ".mlkit", !inside.isEmpty else {
                throw Failure(
                    "the evidence `\(name)` is a link to `\(inside.isEmpty ? "." : inside.string)`, which changes with each answer")
            }
        }
    }

    private func model(_ path: FilePath) throws -> Evidence {
        var found = try file(path)
        guard case .path(let name) = found.subject else { return found }
        let stage = checklist.sources.models.sorted { $0.key < $1.key }.first { $0.value == name }?.key
        found.subject = .model(path: name, stage: stage)
        return found
    }

    private func run(_ stage: String) throws -> Evidence {
        let locks = RunLocks(project: checklist.project, files: checklist.files)
        guard let hash = try locks.hash(of: stage) else {
            throw Failure(
                "the stage `\(stage)` has not run",
                hint: hint(stage, try locks.stages()) ?? "`mlkit run \(stage)` runs it")
        }
        return Evidence(.run(stage: stage), hash: hash)
    }

    private func commit(_ revision: String) throws -> Evidence {
        guard let history = try checklist.sources.commits() else {
            throw Failure("the evidence `commit:\(revision)` is not to be found: the project is in no git repository")
        }
        let id = try history.commit(revision)
        guard try history.places(of: [id])[id] != .elsewhere else {
            throw Failure(
                "the commit \(id.prefix(7)) is not in the history of what is checked out",
                hint: "merge it first, or name one that is")
        }
        return Evidence(.commit(id))
    }

    private func hint(_ name: String, _ known: some Sequence<String>) -> String? {
        Suggestion.nearest(to: name, among: known.sorted()).map { "did you mean `\($0)`?" }
    }

    private func relative(_ path: FilePath) throws -> String {
        let project = checklist.project
        var inside = project.pushing(path).lexicallyNormalized()
        guard inside.removePrefix(project.lexicallyNormalized()), !inside.isEmpty else {
            throw Failure(
                "the evidence `\(path)` is not inside the project",
                hint: "copy it into the project, so that it can be checked later")
        }
        // Nothing that is fetched is put there either.
        guard !inside.components.contains(where: { $0.string.lowercased() == ".mlkit" }) else {
            throw Failure(
                "the evidence `\(inside)` is what mlkit keeps for itself, and no other clone gets it",
                hint: "name a run as `run:STAGE`, or copy what counts to another folder")
        }
        if let bundles = checklist.sources.deployed, inside.string == bundles,
            try checklist.files.exists(project.pushing(inside).appending("current"))
        {
            throw Failure(
                "the evidence `\(bundles)` is the folder of all bundles, which changes with each of them and with each that is promoted",
                hint: "name one of them, as `\(bundles)/VERSION`, or the run that made it, as `run:STAGE`")
        }
        if let reason = ProjectPath.problem(inside.string) { throw Failure("the evidence `\(path)` \(reason)") }
        return inside.string
    }
}

extension Evidence {
    /// Whether it speaks of the same thing. Names of files that only look alike are not the same to a disk.
    fileprivate func isOf(_ other: Evidence) -> Bool {
        if case .unknown = subject { return self == other }
        guard let path, let other = other.path else { return subject == other.subject }
        return path.utf8.elementsEqual(other.utf8)
    }
}
