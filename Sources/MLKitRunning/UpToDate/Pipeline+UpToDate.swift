public import MLKitCore
internal import MLKitFingerprints
public import MLKitSpec
public import SystemPackage

extension Pipeline {
    /// The names of all stages of a project, if they are known to be up to date without reading its spec: if all that
    /// the last run which found nothing to do looked at is as it was. `nil` says nothing, and costs next to nothing.
    ///
    /// - Parameters:
    ///   - isRun: whether to look as a run does, alone. Who only asks must not keep a run waiting.
    ///   - engine: the version of an engine by its name; `nil` if it is not found.
    public static func upToDateStages(
        _ project: FilePath, isRun: Bool, environment: [String: String], engine: (String) -> String?
    ) -> [String]? {
        guard isRun else {
            return upToDateStages(project, files: LocalFileSystem(), environment: environment, engine: engine)
        }
        // Held while looking, as by any run. Who finds it taken has to wait, which the long way does.
        guard let hold = ProjectHold.takeIfFree(project) else { return nil }
        defer { withExtendedLifetime(hold) {} }
        return upToDateStages(project, files: LocalFileSystem(), environment: environment, engine: engine)
    }

    /// The same as `status`, of stages that are known to be up to date, from their locks alone; `nil` if one has none, as a
    /// frozen stage may.
    public static func upToDateStatuses(
        of stages: [String], in project: FilePath, files: any FileSystem = LocalFileSystem()
    ) throws -> [StageStatus]? {
        var statuses = [StageStatus]()
        for stage in stages {
            guard let lock = try StageLock.read(stage, in: project, files: files) else { return nil }
            statuses.append(StageStatus(stage: stage, kind: lock.fingerprint.kind, reasons: [], lock: lock))
        }
        return statuses
    }

    static func upToDateStages(
        _ project: FilePath, files: any FileSystem, environment: [String: String], engine: (String) -> String?
    ) -> [String]? {
        UpToDateRecord(project: project, files: files).stages(
            variable: { hash(ofVariable: $0, in: environment) }, engine: { engine($0) ?? "" })
    }

    /// Notes what this pipeline, whose disk was `looks`, has looked at, after a run that found all stages of the
    /// project up to date.
    ///
    /// - Parameter engines: the names of the engines that a stage works with, be they found or not.
    public func noteUpToDate(_ looks: LookRecorder, engines names: (StageSpec) -> [String]) {
        // Another version of mlkit may see it differently.
        _ = try? looks.information(at: worker)
        guard !spec.stages.isEmpty, let recorded = looks.looks else { return }
        let variables = Set(spec.stages.flatMap(\.settings.uses.environment)).sorted().map {
            "\($0) \(Self.hash(ofVariable: $0, in: environment))"
        }
        var versions: [String: String] = [:]
        for stage in spec.stages { versions.merge(engines(stage)) { first, _ in first } }
        let names = Set(spec.stages.flatMap(names)).sorted()
        UpToDateRecord(project: project, files: files).write(
            recorded, since: looks.since, stages: spec.stages.map(\.name), variables: variables,
            engines: names.map { "\($0) \(versions[$0] ?? "")" })
    }

    private static func hash(ofVariable name: String, in environment: [String: String]) -> String {
        environment[name].map { ContentHash(of: $0).hex } ?? "-"
    }
}
