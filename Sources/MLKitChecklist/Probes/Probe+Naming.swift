internal import MLKitCore

extension Probe {
    /// As a definition has it, such as `splits: disjoint`.
    public var name: String {
        switch self {
        case .files(let patterns):
            patterns.count == 1 ? "file: \(patterns[0])" : "any_file: [\(patterns.joined(separator: ", "))]"
        case .spec(let stage, let field, _): stage.map { "spec: \(field) of stages of kind \($0)" } ?? "spec: \(field)"
        case .stage(let kind, let upToDate): "stage: \(kind)\(upToDate ? ", up to date" : "")"
        case .metric(let name, let bounds): "metric: \(name)\(bounds.words)"
        case .fairness(let maximum): "fairness\(maximum.map { ": at most \($0.brief())" } ?? "")"
        case .noLargeFiles(let size): "git: no-large-files, \(size) bytes"
        case .readme(let words): "readme: [\(words.joined(separator: ", "))]"
        case .command(let text): "command: \(text)"
        case .fixed(let probe): probe.rawValue
        }
    }

    /// What tells it from every other probe.
    var key: String {
        guard case .spec(_, _, .oneOf(let values)) = self else { return name }
        return "\(name) = \(JSON.array(values).compact)"
    }
}

extension Probe.Bounds {
    fileprivate var words: String {
        let bounds = [(">", above), ("<", below), ("<=", maximum)]
        return bounds.compactMap { sign, bound in bound.map { " \(sign) \($0)" } }.joined()
    }
}
