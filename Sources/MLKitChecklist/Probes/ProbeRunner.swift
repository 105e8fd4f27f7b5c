internal import MLKitCore

/// Runs probes, each once however many items have it.
///
/// What a probe read is watched. While none of it changed, `glance` takes the verdict of last time, and opens neither
/// the files nor git; otherwise it looks. It runs no command.
public final class ProbeRunner {
    private let context: ProbeContext
    private let cache: VerdictCache
    private var verdicts: [Probe: ProbeVerdict] = [:]

    public init(_ context: ProbeContext, cache: VerdictCache) {
        self.context = context
        self.cache = cache
        cache.forgetStates()
    }

    /// The verdicts on an item's probes, without running a command.
    public func glance(at item: ChecklistItem) throws -> [ProbeVerdict] {
        try item.probes.map { probe in
            if let known = try verdicts[probe] ?? cache.verdict(of: probe) {
                verdicts[probe] = known
                return known
            }
            context.beginLook()
            let verdict = try tolerating { try probe.look(context) }
            return try settle(probe, verdict, keeps: !probe.runsCommand)
        }
    }

    /// The verdicts on an item's probes, all of which look afresh; commands run as far as they may.
    public func verify(_ item: ChecklistItem) async throws -> [ProbeVerdict] {
        var found = [ProbeVerdict]()
        for probe in item.probes {
            if let known = verdicts[probe] {
                found.append(known)
                continue
            }
            context.beginLook()
            let verdict = try await probe.asksPrograms ? run(probe) : tolerating { try probe.look(context) }
            found.append(try settle(probe, verdict, keeps: true))
        }
        return found
    }

    /// The verdict of a probe that runs a command; of one that may not run, that of last time if nothing changed.
    private func run(_ probe: Probe) async throws -> ProbeVerdict {
        let verdict: ProbeVerdict
        do { verdict = try await probe.verdict(context) } catch let failure as Failure { verdict = unreadable(failure) }
        cache.forgetStates()
        return try context.isRefused ? cache.verdict(of: probe) ?? verdict : verdict
    }

    /// A file or repository that cannot be read is a verdict, not the end of the whole list.
    private func tolerating(_ look: () throws -> ProbeVerdict) throws -> ProbeVerdict {
        do { return try look() } catch let failure as Failure { return unreadable(failure) }
    }

    private func unreadable(_ failure: Failure) -> ProbeVerdict {
        context.looksBeyondFiles()
        return .unknown(failure.diagnostics.first?.message ?? "it cannot be read")
    }

    private func settle(_ probe: Probe, _ verdict: ProbeVerdict, keeps: Bool) throws -> ProbeVerdict {
        verdicts[probe] = verdict
        if keeps, !context.isUnwatchable { try cache.keep(verdict, of: probe, watched: context.watched) }
        return verdict
    }
}
