internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitGit
internal import MLKitSpec
internal import SystemPackage

/// Outputs that a stage made once and that no stage declares now: an entry was taken out of `foreach`, a branch was left.
/// In a clone they would not be there, and who reads all that a pattern matches must not read them.
extension Pipeline {
    /// The leftovers among what stages read by patterns and folders, by their paths, each with a stage that reads it. What
    /// somebody has written there since, what git tracks, and what a stage names outright is none.
    func leftovers(readBy stages: [StageSpec]) -> ByteTable<String> {
        let declared = spec.stages.flatMap { $0.outputs.map(\.path) }
        let known = Set(declared.map { ByteText($0) })
        let readers = readers(stages, besides: known)
        guard !readers.isEmpty else { return [:] }
        let named = Set(spec.stages.flatMap { $0.inputs.map { ByteText($0.path) } })
        let time = GitTime(seconds: now() / 1_000_000_000, offset: 0)
        let ground = try? LinkGround(project, files: files, git: GitEnvironment(variables: environment, time: time))
        var found: ByteTable<String> = [:]
        for (path, hashes) in MadeOutputs(project: project, files: files).hashes().sorted {
            let text = ByteText(path)
            guard !known.contains(text), !named.contains(text), ProjectPath.problem(path) == nil,
                let reader = readers.first(where: { $0.reads(path) }),
                !declared.contains(where: { Self.lies($0, in: path) || Self.lies(path, in: $0) }),
                !named.contains(where: { Self.lies($0.text, in: path) }),
                let now = (try? fingerprinter.outputHash(path)) ?? nil,
                hashes.contains(now.whole) || hashes.contains(now.content),
                !isTracked(FilePath(path), ground, depth: 0)
            else { continue }
            found[path] = reader.stage
        }
        return found
    }

    private struct Reader {
        let stage: String
        let reads: (String) -> Bool
    }

    /// Those that read by patterns, and by folders that are not made as a whole.
    private func readers(_ stages: [StageSpec], besides known: Set<ByteText>) -> [Reader] {
        stages.flatMap { stage in
            stage.inputs.compactMap { input -> Reader? in
                let path = input.path
                guard input.content == .files, !path.hasPrefix("/"), !known.contains(ByteText(path)) else { return nil }
                if Glob.isPattern(path) {
                    let glob = Glob(path)
                    return Reader(stage: stage.name) { glob.overlaps($0) }
                }
                guard (try? files.information(at: project.pushing(FilePath(path))))?.kind == .directory else { return nil }
                return Reader(stage: stage.name) { Self.lies($0, in: path) }
            }
        }
    }

    /// Moves the leftovers out of the way to where edited outputs are kept.
    ///
    /// - Returns: what to tell of it, with a stage that would have read it.
    func setAsideLeftovers(readBy stages: [StageSpec]) throws -> [(stage: String, note: String)] {
        try leftovers(readBy: stages).sorted.map { path, reader in
            let place = FilePath(path)
            let home = try EditKeeper.keep(project.pushing(place), path: place, in: project, files: files, now: now())
            let note = "`\(path)`, which `\(reader)` would read, is an output that no stage makes any more; it is kept as "
                + "`\(home.name(in: project))`: to go on with it, put it back, and name it as an input or add it to git"
            return (reader, note)
        }
    }

    /// Whether git has a file, or one that is in a folder. What cannot be told is.
    private func isTracked(_ path: FilePath, _ links: LinkGround?, depth: Int) -> Bool {
        guard let links, depth < 100, let isFile = try? links.isTracked(path) else { return true }
        guard !isFile, (try? files.standing(at: project.pushing(path)))?.kind == .directory else { return isFile }
        guard let entries = try? files.entries(project.pushing(path)) else { return true }
        return entries.contains { isTracked(path.appending($0.name), links, depth: depth + 1) }
    }
}
