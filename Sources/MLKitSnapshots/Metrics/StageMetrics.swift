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
            return values.isEmpty ? nil : StageMetrics(revision: revision, stage: stage.name, values: values)
        }
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
