public import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec

/// The figures of one stage.
public struct StageMetrics: Sendable {
    /// The revision they are of; `nil` for the working tree.
    public var revision: String?
    public var stage: String
    public var values: [(name: String, value: JSON)]
    /// The splits of data that figures were measured on, by the figures' names; those of none are left out.
    public var splits: [String: String] = [:]

    public subscript(name: String) -> JSON? { values.first { $0.name == name }?.value }

    /// The figures of each split by themselves, and those of none, in the order in which they come up. Where a name begins
    /// with its split, as `valid.accuracy`, it goes without.
    public var parts: [StageMetrics] {
        var parts = [(split: String?, metrics: StageMetrics)]()
        for (name, value) in values {
            let split = splits[name]
            let plain = split.flatMap { name.hasPrefix($0 + ".") ? String(name.dropFirst($0.count + 1)) : nil } ?? name
            let place = parts.firstIndex { $0.split == split } ?? parts.count
            if place == parts.count {
                parts.append((split, StageMetrics(revision: revision, stage: stage, values: [])))
            }
            parts[place].metrics.values.append((plain, value))
            parts[place].metrics.splits[plain] = split
        }
        return parts.map(\.metrics)
    }

    /// The split of all figures; `nil` if they are of none, or not all of the same.
    public var split: String? {
        let all = Set(values.map { splits[$0.name] })
        return all.count == 1 ? all.first ?? nil : nil
    }
}

extension ProjectSnapshot {
    /// The figures of the stages that have some: what their last success reported, and the files they declare as
    /// `metrics`. A file that is not there has none.
    ///
    /// - Throws: `Failure` for a name that no stage has, and for a file that cannot be understood.
    public func metrics(_ names: [String] = []) throws -> [StageMetrics] {
        var problems = [Diagnostic]()
        let metrics = try metrics(names, problems: &problems)
        guard problems.isEmpty else { throw Failure(problems) }
        return metrics
    }

    /// The same of all files that can be understood.
    ///
    /// - Parameter problems: takes what is wrong with the others.
    public func metrics(_ names: [String] = [], problems: inout [Diagnostic]) throws -> [StageMetrics] {
        try stages(names).compactMap { stage in
            let values = values(of: stage, &problems)
            guard !values.isEmpty else { return nil }
            return StageMetrics(revision: revision, stage: stage.name, values: values, splits: splits(of: values, stage))
        }
    }

    private func splits(of values: [(name: String, value: JSON)], _ stage: StageSpec) -> [String: String] {
        guard let lock = locks[stage.name], lock.fingerprint.kind == stage.kind else { return [:] }
        let named = values.compactMap { value in
            stage.settings.split(of: value.name, by: lock.fingerprint.version).map { (value.name, $0) }
        }
        return Dictionary(named) { first, _ in first }
    }

    private func values(of stage: StageSpec, _ problems: inout [Diagnostic]) -> [(name: String, value: JSON)] {
        var values = locks[stage.name].map { FlatValues($0.result.metrics).values.filter { $0.value != .null } } ?? []
        let files = stage.settings.views.metrics
        for path in files {
            let place = revision.map { "\($0):\(path)" } ?? path
            do {
                guard let bytes = try read(path) else { continue }
                let own = try MetricFile.values(bytes, path: place)
                let prefix = files.count > 1 ? path + ":" : ""
                values += own.map { (prefix + $0.name, $0.value) }
            } catch {
                problems += (error as? Failure)?.diagnostics ?? [.error("`\(place)` cannot be read: \(error)")]
            }
        }
        return values
    }
}
