internal import MLKitCore

extension StaleReason {
    /// What differs between the fingerprint of the last success and that of now.
    static func differences(_ old: StageFingerprint, _ new: StageFingerprint) -> [StaleReason] {
        guard old != new else { return [] }
        var reasons = [StaleReason]()
        if old.kind != new.kind {
            reasons.append(.configurationChanged(key: "kind", old: .string(old.kind), new: .string(new.kind)))
        }
        if old.version != new.version { reasons.append(.implementationChanged) }
        // An engine that is not to be found here would say so when the stage runs.
        reasons += changedNames(old.engines, new.engines).filter { new.engines[$0] != nil }.map {
            .engineChanged(name: $0, old: old.engines[$0], new: new.engines[$0])
        }
        let parameters = changedNames(old.parameters, new.parameters)
        reasons += parameters.map { .parameterChanged(name: $0, old: old.parameters[$0], new: new.parameters[$0]) }
        reasons += configuration("", old.configuration, new.configuration).filter { reason in
            !isSubstituted(reason, parameters.map { (old.parameters[$0], new.parameters[$0]) })
        }
        reasons += changedNames(old.environment, new.environment).map { .environmentChanged(name: $0) }
        reasons += changedNames(old.inputs, new.inputs).map { path in
            switch (old.inputs[path] ?? nil, new.inputs[path] ?? nil) {
            case (nil, _): .inputAdded(path: path)
            case (_, nil): .inputRemoved(path: path)
            default: .inputChanged(path: path)
            }
        }
        return reasons
    }

    private static func changedNames<Value: Equatable>(
        _ old: [String: Value], _ new: [String: Value]
    ) -> [String] {
        Set(old.keys).union(new.keys).filter { old[$0] != new[$0] }.sorted()
    }

    /// The keys that differ, by dotted name, as deep as both sides are mappings.
    private static func configuration(_ prefix: String, _ old: JSON?, _ new: JSON?) -> [StaleReason] {
        guard old != new else { return [] }
        guard let olds = old?.members, let news = new?.members else {
            return [.configurationChanged(key: String(prefix.dropLast()), old: old, new: new)]
        }
        let names = Set(olds.map(\.name)).union(news.map(\.name)).sorted()
        return names.flatMap { configuration(prefix + $0 + ".", old?[$0], new?[$0]) }
    }

    /// Whether a key differs only because a changed parameter was put into it, which is told already.
    private static func isSubstituted(_ reason: StaleReason, _ changes: [(JSON?, JSON?)]) -> Bool {
        guard case .configurationChanged(_, let old, let new) = reason else { return false }
        return changes.contains { $0.0 == old && $0.1 == new }
    }
}
