internal import MLKitCore
internal import SystemPackage

extension JournalRunner {
    /// Looks at all of a journal that was found before anything of it is carried out.
    ///
    /// - Throws: `Failure` if a step leads out of the project, or the contents are not those it was written with.
    func check() throws {
        try JournalGround(project: project, files: files).check(journal.steps)
        for case .replace(_, let before, let after) in journal.steps {
            for version in [before, after].compactMap(\.self) { _ = try bytes(version) }
        }
    }

    /// Refuses a step at whose place something stands that the journal does not know: somebody saved a file since it was
    /// written, and would lose it.
    func refuseChanged(_ step: Journal.Step) throws {
        guard try !isKnown(step) else { return }
        throw Failure(
            "`\(step.path)` was changed by somebody else in the middle of the update",
            notes: ["what it holds now is kept"], hint: "commit it or put it aside, and try again")
    }

    /// Whether what stands where a step writes is what was there before, or is to be there. Rights do not count: some disks
    /// have none.
    private func isKnown(_ step: Journal.Step) throws -> Bool {
        guard case .replace(let path, let before, let after) = step else { return try progress(of: step) != .neither }
        guard try !files.isLink(file(path)) else { return false }
        let hash = try version(path)?.hash
        return hash == before?.hash || hash == after?.hash
    }

    /// Carries out all steps; if one fails, as on a full disk, or because somebody changed its file meanwhile, takes back those
    /// before it.
    ///
    /// - Parameter publish: changes the index, at the end.
    func runOrRollBack(publish: () throws -> Void) throws {
        var begun = 0
        do {
            for step in journal.steps {
                try refuseChanged(step)
                begun += 1
                try perform(step)
            }
            try publish()
        } catch {
            let kept = try takeBack(begun)
            try JournalFolder.pending(project, files).remove()
            guard !kept.isEmpty, let failure = error as? Failure else { throw error }
            throw Failure(failure.diagnostics + [Self.kept(kept)])
        }
    }

    /// Takes back the first steps, and of the last what was done.
    ///
    /// - Returns: files that somebody has changed since they were written: they stay as they are.
    private func takeBack(_ count: Int) throws -> [String] {
        let back = Journal(kind: journal.kind, title: journal.title, steps: Array(journal.steps[..<count]), index: nil)
            .inverted(journal.kind)
        let runner = JournalRunner(project: project, files: files, journal: back, contents: contents)
        var kept = [String]()
        for step in back.steps where try runner.progress(of: step) != .after {
            if try runner.isKnown(step) { try runner.perform(step) } else { kept.append(step.path) }
        }
        return kept.sorted()
    }

    private static func kept(_ paths: [String]) -> Diagnostic {
        .warning(
            "\(plural(paths.count, "file")) changed after the update had written \(paths.count == 1 ? "it" : "them")",
            notes: paths.map { "`\($0)`" },
            hint: "`git diff` shows both what the update and what somebody else changed in \(paths.count == 1 ? "it" : "them")")
    }
}
