public import MLKitCore
internal import Synchronization

/// The models of a server, each with the version that is served.
///
/// A request takes its model once and keeps it to its end: a version that is replaced answers what it began, and no
/// answer is of two versions.
public final class ModelRepository: Sendable {
    struct Entry: Sendable {
        /// That of the version that is served; the next one may have another.
        var name: String
        /// `nil` for a model that was unloaded.
        var model: ServedModel?
        var source: (any ModelSource)?
        /// The version that the source named when the model was loaded.
        var place: String?
        /// What could not be loaded; `nil` if the last attempt could.
        var failure: LoadFailure?

        /// Why a model or its newer version could not be loaded, without the paths of this machine.
        var reason: String { failure?.reason ?? "" }
    }

    /// A version that could not be loaded. It is tried again, each time after a longer while: it may have been on its way, or
    /// be mended.
    struct LoadFailure: Sendable {
        var version: String?
        var reason: String
        /// Looks at the place until it is tried again, and those between the last two attempts.
        var rest: Int
        var pause: Int

        /// - Parameter before: the failure of the attempt before, if that was of the same version.
        init(_ version: String?, _ reason: String, after before: LoadFailure?) {
            self.version = version
            self.reason = reason
            pause = min((before?.pause ?? 1) * 2, 120)
            rest = pause
        }
    }

    /// In the order they were given; the first answers `/predict`. There are always as many.
    private let state: Mutex<[Entry]>
    /// Held while a model is loaded: several at a time would take the memory of several.
    private let loading = Mutex(())
    /// Versions that were replaced, kept until the next look at the places: to take one down takes longer than a
    /// request, and must not be done by the thread that happens to hold it last.
    private let retired = Mutex<[ServedModel]>([])
    private let isFollowing = Atomic(true)
    private let changes = Counter()
    private let loads = Counter()
    private let failures = Counter()

    /// Models that stay as they are.
    public init(_ models: [ServedModel]) {
        state = Mutex(models.map { Entry(name: $0.name, model: $0) })
    }

    /// Loads the models of these places.
    ///
    /// - Throws: `Failure` if one cannot be loaded, or two have one name.
    public init(sources: [any ModelSource]) throws {
        var entries = [Entry]()
        for source in sources {
            let place = source.current()
            let model = try source.load()
            guard !entries.contains(where: { $0.name == model.name }) else { throw Self.twice(model.name) }
            entries.append(Entry(name: model.name, model: model, source: source, place: place))
        }
        state = Mutex(entries)
        loads.add(entries.count)
    }

    private static func twice(_ name: String) -> Failure { Failure("two models have the name `\(name)`") }

    var entries: [Entry] { state.withLock { $0 } }

    /// The models that can answer.
    public var models: [ServedModel] { state.withLock { $0.compactMap(\.model) } }

    /// Another number after each change of what is served; read before the models, it is never newer than they are.
    var generation: Int { changes.value }

    var loadCounts: (loads: Int, failures: Int) { (loads.value, failures.value) }

    func entry(named name: String?) -> Entry? {
        state.withLock { entries in
            guard let name else { return entries.first }
            return entries.first { $0.name == name }
        }
    }

    /// Loads a model again, or takes it back into service.
    ///
    /// - Returns: false, and nothing is done, while another is being loaded.
    /// - Throws: `Failure` if it cannot be loaded; the version that was served is served on.
    func load(_ name: String) throws -> Bool {
        try loading.withLockIfAvailable { _ in
            let entries = entries
            guard let place = entries.firstIndex(where: { $0.name == name }), let source = entries[place].source else { return }
            try replace(place, source, version: source.current())
        } != nil
    }

    /// Takes a model out of service; requests that have it are still answered.
    func unload(_ name: String) {
        state.withLock { entries in
            for index in entries.indices where entries[index].name == name {
                if let old = entries[index].model { retired.withLock { $0.append(old) } }
                entries[index].model = nil
            }
        }
        changes.add()
    }

    /// Has newer versions of places left alone from now on, also one that is just being loaded: the server is about to end.
    public func stopFollowing() { isFollowing.store(false, ordering: .relaxed) }

    /// Looks at every place, and takes newer versions into service.
    ///
    /// - Returns: what happened: a version that cannot be served and why, once for each reason.
    public func refresh() -> [Diagnostic] {
        let leaving = retired.withLock { models in
            defer { models = [] }
            return models
        }
        defer { withExtendedLifetime(leaving) {} }
        return loading.withLock { _ in entries.indices.compactMap(refresh) }
    }

    private func refresh(_ place: Int) -> Diagnostic? {
        let entry = entries[place]
        guard isFollowing.load(ordering: .relaxed) else { return nil }
        guard let served = entry.model, let source = entry.source, let version = source.current() else { return nil }
        guard isDue(version, at: place) else { return nil }
        do {
            try replace(place, source, version: version) { self.isFollowing.load(ordering: .relaxed) }
            return nil
        } catch {
            guard entries[place].reason != entry.reason || version != entry.failure?.version else { return nil }
            let notes = (error as? Failure)?.diagnostics.flatMap { [$0.message] + $0.notes } ?? ["\(error)"]
            return .error("version `\(version)` of `\(entry.name)` cannot be served; `\(served.version)` is served on", notes: notes)
        }
    }

    /// Whether the version that a place names is to be loaded now.
    private func isDue(_ version: String, at place: Int) -> Bool {
        state.withLock { entries in
            guard version == entries[place].failure?.version else {
                // The place names another version than the one that failed: what was said of that one is no more.
                if entries[place].failure != nil { entries[place].failure = nil }
                return version != entries[place].place
            }
            entries[place].failure?.rest -= 1
            return (entries[place].failure?.rest ?? 0) <= 0
        }
    }

    /// Has what a place holds take the place of what is served, under its own name.
    ///
    /// - Parameter isWanted: asked when it has been loaded; it is given up if not.
    private func replace(_ place: Int, _ source: any ModelSource, version: String?, isWanted: () -> Bool = { true }) throws {
        do {
            let model = try source.load()
            guard isWanted() else { return }
            try state.withLock { entries in
                let isTaken = entries.indices.contains { $0 != place && entries[$0].name == model.name }
                if isTaken { throw Self.twice(model.name) }
                if let old = entries[place].model { retired.withLock { $0.append(old) } }
                entries[place] = Entry(name: model.name, model: model, source: source, place: version)
            }
            loads.add()
        } catch {
            let reason = source.withoutPaths((error as? Failure)?.diagnostics.first?.message ?? "\(error)")
            state.withLock { entries in
                let before = entries[place].failure.flatMap { $0.version == version ? $0 : nil }
                entries[place].failure = LoadFailure(version, reason, after: before)
            }
            failures.add()
            changes.add()
            throw error
        }
        changes.add()
    }
}
