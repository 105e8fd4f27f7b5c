internal import MLKitCore
internal import MLKitReports
internal import MLKitSpec
internal import SystemPackage

/// Finds the test split that a command's figures are made of, back through the commands that it reads from.
struct TestReading {
    /// A command, and what of the test split it reads.
    struct Found {
        let stage: String
        let path: String
        /// The stage whose test split it is, or that tells of it.
        let producer: String
        /// The file with the split's rows.
        let split: String
    }

    private let stages: [String: StageSpec]

    /// - Parameter stages: as trials have them.
    init(_ stages: [StageSpec]) {
        self.stages = Dictionary(stages.map { ($0.name, $0) }) { first, _ in first }
    }

    /// `nil` for a command that reads none, as far as it says what it reads.
    func found(in stage: StageSpec) -> Found? {
        var seen = Set<String>()
        return found(in: stage, &seen)
    }

    private func found(in stage: StageSpec, _ seen: inout Set<String>) -> Found? {
        guard seen.insert(stage.name).inserted else { return nil }
        for input in stage.inputs {
            for producer in input.producers.compactMap({ stages[$0] }) {
                if let split = Self.split(of: producer) {
                    if Self.touches(input.path, split) {
                        return Found(stage: stage.name, path: input.path, producer: producer.name, split: split)
                    }
                } else if producer.settings.isCommand {
                    if let found = found(in: producer, &seen) { return found }
                } else if let split = Self.reported(by: producer, in: input.path) {
                    return Found(stage: stage.name, path: input.path, producer: producer.name, split: split)
                }
            }
        }
        return nil
    }

    /// The test split that a stage makes, be it a command that stands in for one that makes data.
    static func split(of stage: StageSpec) -> String? {
        guard Wiring.dataRoles.allSatisfy({ stage.output($0) != nil }) else { return nil }
        return stage.output(MeasuredSplit.test.rawValue)?.path
    }

    /// The test split that a report of a stage tells of, if that is read.
    private static func reported(by stage: StageSpec, in path: String) -> String? {
        let reports = stage.settings.reports.compactMap { stage.output($0.role)?.path }
        guard reports.contains(where: { touches(path, $0) }) else { return nil }
        return stage.inputs.first { $0.role == MeasuredSplit.test.rawValue }?.path
    }

    /// Whether a path or pattern is a file, or has something in common with it.
    private static func touches(_ path: String, _ file: String) -> Bool {
        if Glob.isPattern(path) { return Glob(path).overlaps(file) }
        let (path, file) = (FilePath(path).lexicallyNormalized(), FilePath(file).lexicallyNormalized())
        return path.starts(with: file) || file.starts(with: path)
    }
}
