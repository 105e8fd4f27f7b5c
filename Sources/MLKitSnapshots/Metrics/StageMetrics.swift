public import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec

/// The figures of one stage.
public struct StageMetrics: Sendable {
    /// The revision they are of; `nil` for the working tree.
    public var revision: String?
    public var stage: String
    public var values: [(name: String, value: JSON)]

    public subscript(name: String) -> JSON? { values.first { $0.name == name }?.value }
}

extension ProjectSnapshot {
    /// The figures of the stages that have some: what their last success reported, and the files they declare as
    /// `metrics`. A file that is not there has none.
    ///
    /// - Throws: `Failure` for a name that no stage has, and for a file that cannot be understood.
    public func metrics(_ names: [String] = []) throws -> [StageMetrics] {
        try stages(names).compactMap { stage in
            let values = try values(of: stage)
            return values.isEmpty ? nil : StageMetrics(revision: revision, stage: stage.name, values: values)
        }
    }

    private func values(of stage: StageSpec) throws -> [(name: String, value: JSON)] {
        var values = locks[stage.name].map { FlatValues($0.result.metrics).values.filter { $0.value != .null } } ?? []
        let files = stage.settings.views.metrics
        for path in files {
            guard let bytes = try read(path) else { continue }
            let own = try MetricFile.values(bytes, path: revision.map { "\($0):\(path)" } ?? path)
            let prefix = files.count > 1 ? path + ":" : ""
            values += own.map { (prefix + $0.name, $0.value) }
        }
        return values
    }
}
