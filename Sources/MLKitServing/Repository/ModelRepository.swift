public import MLKitCore
internal import Synchronization

/// The models of a server, each with the version that is served.
///
/// A request takes its model once and keeps it to its end: a version that is replaced answers what it began, and no
/// answer is of two versions.
public final class ModelRepository: Sendable {
    struct Entry: Sendable {
        var name: String
        /// `nil` for a model that was unloaded.
        var model: ServedModel?
        var source: (any ModelSource)?
        /// The version that the source named when the model was loaded.
        var place: String?
        /// Why a model or its newer version could not be loaded.
        var reason = ""
        /// The version that could not be loaded, so that it is not tried again and again.
        var failed: String?
    }

    /// In the order they were given; the first answers `/predict`.
    private let state: Mutex<[Entry]>
    /// Versions that were replaced, kept until the next look at the places: to take one down takes longer than a
    /// request, and must not be done by the thread that happens to hold it last.
    private let retired = Mutex<[ServedModel]>([])
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
            guard !entries.contains(where: { $0.name == model.name }) else { throw Failure("two models have the name `\(model.name)`") }
            entries.append(Entry(name: model.name, model: model, source: source, place: place))
        }
        state = Mutex(entries)
        loads.add(entries.count)
    }

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
    /// - Throws: `Failure` if it cannot be loaded; the version that was served is served on.
    func load(_ name: String) throws {
        guard let entry = entry(named: name), let source = entry.source else { return }
        try replace(entry, source, version: source.current())
    }

    /// Takes a model out of service; requests that have it are still answered.
    func unload(_ name: String) {
        state.withLock { entries in
            for index in entries.indices where entries[index].name == name { entries[index].model = nil }
        }
        changes.add()
    }

    /// Looks at every place, and takes newer versions into service.
    ///
    /// - Returns: what happened: a version that is served now, or one that cannot be and why.
    public func refresh() -> [Diagnostic] {
        let leaving = retired.withLock { models in
            defer { models = [] }
            return models
        }
        defer { withExtendedLifetime(leaving) {} }
        return entries.compactMap { entry in
            guard let served = entry.model, let source = entry.source, let version = source.current(),
                version != entry.place, version != entry.failed
            else { return nil }
            do {
                try replace(entry, source, version: version)
                return nil
            } catch {
                let notes = (error as? Failure)?.diagnostics.flatMap { [$0.message] + $0.notes } ?? ["\(error)"]
                return .error("version `\(version)` of `\(entry.name)` cannot be served; `\(served.version)` is served on", notes: notes)
            }
        }
    }

    private func replace(_ entry: Entry, _ source: any ModelSource, version: String?) throws {
        do {
            let model = try source.load()
            guard model.name == entry.name else {
                throw Failure("the version has the name `\(model.name)`, and `\(entry.name)` is served")
            }
            if let old = entry.model { retired.withLock { $0.append(old) } }
            change(entry.name) { $0 = Entry(name: entry.name, model: model, source: source, place: version) }
            loads.add()
        } catch {
            let reason = (error as? Failure)?.diagnostics.first?.message ?? "\(error)"
            change(entry.name) { entry in
                entry.reason = reason
                entry.failed = version
            }
            failures.add()
            throw error
        }
    }

    private func change(_ name: String, _ body: (inout Entry) -> Void) {
        state.withLock { entries in
            guard let index = entries.firstIndex(where: { $0.name == name }) else { return }
            body(&entries[index])
        }
        changes.add()
    }
}
