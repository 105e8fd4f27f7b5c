public import MLKitCore

extension StaleReason {
    /// What differs between the fingerprint of the last success and that of now.
    ///
    /// - Parameter written: the stage's keys as they are now, with parameters as they are referred to.
    public static func differences(_ old: StageFingerprint, _ new: StageFingerprint, written: JSON) -> [StaleReason] {
        guard old != new else { return [] }
        var reasons = [StaleReason]()
        if old.kind != new.kind {
            reasons.append(.configurationChanged(key: "kind", old: .string(old.kind), new: .string(new.kind)))
        }
        if old.version != new.version { reasons.append(.implementationChanged) }
        // An engine that is not to be found here would say so when the stage runs; one that was not named then may have
        // been left out by a version of mlkit that did not ask for it.
        reasons += changedNames(old.engines, new.engines).filter { old.engines[$0] != nil && new.engines[$0] != nil }.map {
            .engineChanged(name: $0, old: old.engines[$0], new: new.engines[$0])
        }
        let parameters = changedNames(old.parameters, new.parameters)
        reasons += parameters.map { .parameterChanged(name: $0, old: old.parameters[$0], new: new.parameters[$0]) }
        reasons += keys(old.configuration, new.configuration, besides: parameters, written: written).map {
            .configurationChanged(key: $0.key, old: $0.old, new: $0.new)
        }
        reasons += changedNames(old.environment, new.environment).map { .environmentChanged(name: $0) }
        reasons += new.inputs.changes(since: old.inputs).filter { path in
            // Another version of a kind may read more, or less, of the same stages; that is told already.
            let isBoth = old.inputs[path] != nil && new.inputs[path] != nil
            return isBoth || old.version == new.version || old.configuration != new.configuration
        }.map { path in
            switch (old.inputs[path] ?? nil, new.inputs[path] ?? nil) {
            case (nil, _): .inputAdded(path: path)
            case (_, nil): .inputRemoved(path: path)
            default: .inputChanged(path: path)
            }
        }
        return reasons + executables(old, new) + overrides(old, new, besides: parameters)
    }

    /// Of an input that has another content too, that is told already.
    private static func executables(_ old: StageFingerprint, _ new: StageFingerprint) -> [StaleReason] {
        guard let before = old.executables, let now = new.executables else { return [] }
        return now.changes(since: before).filter { old.inputs[$0] == new.inputs[$0] }.map { .inputExecutable(path: $0) }
    }

    private static func overrides(
        _ old: StageFingerprint, _ new: StageFingerprint, besides parameters: [String]
    ) -> [StaleReason] {
        Set(old.overridden).symmetricDifference(new.overridden).subtracting(parameters).sorted().map {
            .overrideChanged(name: $0, isNow: new.overridden.contains($0))
        }
    }

    /// The keys of a stage that differ, by dotted name, as deep as both sides are mappings.
    ///
    /// - Parameters:
    ///   - parameters: those that changed: a key in which one stands is told already.
    ///   - written: the stage's keys as they are now, with parameters as they are referred to.
    public static func keys(_ old: JSON, _ new: JSON, besides parameters: [String], written: JSON) -> [KeyChange] {
        keys([], old, new).filter { !isTold($0.path, by: parameters, written) }.map {
            ($0.path.joined(separator: "."), $0.old, $0.new)
        }
    }

    /// A key with another value; `nil` where it is not.
    public typealias KeyChange = (key: String, old: JSON?, new: JSON?)

    private static func changedNames<Value: Equatable>(
        _ old: [String: Value], _ new: [String: Value]
    ) -> [String] {
        Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    }

    private static func keys(_ path: [String], _ old: JSON?, _ new: JSON?) -> [(path: [String], old: JSON?, new: JSON?)] {
        guard old != new else { return [] }
        guard let olds = old?.members, let news = new?.members else { return [(path, old, new)] }
        let names = Set(olds.map(\.name)).union(news.map(\.name)).sorted()
        return names.flatMap { keys(path + [$0], old?[$0], new?[$0]) }
    }

    /// Whether a key differs because a changed parameter stands in it, which is told already.
    private static func isTold(_ path: [String], by parameters: [String], _ written: JSON) -> Bool {
        guard let place = place(path, in: written) else { return false }
        return parameters.contains { place.refers(to: $0) }
    }

    /// What stands where a key does: also a text that the key is only a part of, as a parameter may be a whole mapping; `nil` where
    /// the file has no such key.
    private static func place(_ path: [String], in written: JSON) -> JSON? {
        var place = written
        for name in path where place.members != nil {
            guard let inner = place[name] else { return nil }
            place = inner
        }
        return place
    }
}

extension JSON {
    /// Whether a text in the value refers to a parameter or to a part of it, by its whole name.
    fileprivate func refers(to parameter: String) -> Bool {
        switch self {
        case .string(let text): ["}", ".", "|"].contains { text.contains("${params.\(parameter)\($0)") }
        case .array(let items): items.contains { $0.refers(to: parameter) }
        case .object(let members): members.contains { $0.value.refers(to: parameter) }
        default: false
        }
    }
}
