internal import MLKitCache
internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

/// What stages that were stopped had got to: a folder for each, in it one of the last fingerprint. A stage goes on from there only if it would
/// run as it did, with as many threads; once it has succeeded, it is gone.
struct StoppedStages {
    let project: FilePath
    let files: any FileSystem

    /// No stage can be called so, which has a folder beside it.
    static let name = "@checkpoints"
    /// Nanoseconds after which nobody comes back: a month.
    private static let longest = 30 * 24 * 3600 * 1_000_000_000

    private var folder: FilePath { project.pushing(".mlkit/tmp").appending(Self.name) }

    /// Where an attempt keeps how far it is; `nil` where it does not.
    func folder(of attempt: Run.Attempt) -> FilePath? {
        guard attempt.stage.settings.resumes else { return nil }
        let key = RunCache.key(attempt.look.fingerprint, kept: [:]).hex
        return folder.appending(attempt.stage.name).appending("\(key)-\(attempt.stage.policy.resources.cpus)")
    }

    /// Where an attempt goes on, in words; `nil` where it begins. What another one of the stage had got to is of no use any more.
    ///
    /// - Parameter isForced: whether it is to begin in any case.
    func progress(of attempt: Run.Attempt, isForced: Bool) -> String? {
        guard let own = folder(of: attempt), let last = own.lastComponent?.string else { return nil }
        let all = folder.appending(attempt.stage.name)
        for name in (try? files.list(all)) ?? [] where name != last || isForced { try? files.remove(all.appending(name)) }
        let path = own.appending(Checkpoints.progressName)
        guard (try? files.exists(path)) == true, let words = try? files.read(path) else { return nil }
        return String(decoding: words, as: UTF8.self).onOneLine
    }

    func forget(_ stage: StageSpec) {
        guard !stage.settings.isCommand else { return }
        try? files.remove(folder.appending(stage.name))
        if (try? files.list(folder))?.isEmpty == true { try? files.remove(folder) }
    }

    /// Removes what nobody came back to.
    ///
    /// - Parameter now: nanoseconds since 1970.
    func tidy(now: Int) {
        for name in (try? files.list(folder)) ?? [] {
            let path = folder.appending(name)
            guard let changed = try? files.information(at: path)?.modified, now - changed > Self.longest else { continue }
            try? files.remove(path)
        }
    }
}
