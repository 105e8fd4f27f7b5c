internal import MLKitCore
internal import MLKitFingerprints
internal import MLKitSpec
internal import SystemPackage

extension Pipeline {
    /// Takes the outputs of stages for what these would make, without running them: their locks say so from then on, and
    /// the cache has them. For an output that was made or mended by hand, and for a change that is known to change
    /// nothing.
    ///
    /// - Parameters:
    ///   - command: the command line, for others who wait for it.
    ///   - report: is told of each stage.
    /// - Throws: `Failure`, before anything is taken, if an input or an output is not there.
    public func accept(_ names: [String], command: String, report: @escaping (RunEvent) -> Void) async throws {
        let stages = try spec.stages(named: names)
        let hold = try await hold(for: command) { report(.waiting($0)) }
        defer { withExtendedLifetime(hold) {} }
        hold.recovered.report(to: report)
        if let back = hold.recovered.first(where: { item in stages.contains { $0.name == item.stage } }) {
            throw Failure(
                "a run was killed while it wrote the outputs of stage `\(back.stage)`; what stood there before is back only now",
                hint: "look at it, and then say again that it is to be taken")
        }
        let problems = try stages.flatMap { try obstacles(to: $0) }
        guard problems.isEmpty else { throw Failure(problems) }
        for stage in stages {
            let old = try StageLock.read(stage.name, in: project, files: files)
            let fingerprint = try fingerprinter.fingerprint(stage)
            let result = StageResult(
                summary: old?.result.summary ?? "", metrics: old?.result.metrics ?? .object([]),
                products: try products(of: stage, old))
            let kept = try keep(stage, StageLock(fingerprint: fingerprint, outputs: [:], result: result))
            try kept.lock.write(stage.name, in: project, files: files)
            report(.accepted(stage: stage.name))
        }
        hashes.save()
    }

    /// Why a stage's outputs cannot be taken.
    private func obstacles(to stage: StageSpec) throws -> [Diagnostic] {
        let missing = try fingerprinter.fingerprint(stage).inputs.sorted.filter { $0.value == nil }.map {
            Diagnostic.error("the input `\($0.key)` of stage `\(stage.name)` is not there", at: stage.location)
        }
        guard stage.settings.isCommand else {
            guard try StageLock.read(stage.name, in: project, files: files) == nil else { return missing }
            return missing + [
                .error(
                    "the stage `\(stage.name)` of kind `\(stage.kind)` has not run yet, so that there is nothing to take",
                    at: stage.location)
            ]
        }
        let outputs = try stage.outputs.filter { try !files.exists(project.pushing(FilePath($0.path))) }
        return missing + outputs.map {
            .error("the output `\($0.path)` of stage `\(stage.name)` is not there", at: stage.location)
        }
    }

    private func products(of stage: StageSpec, _ old: StageLock?) throws -> [String] {
        let declared = stage.outputs.filter { !$0.isManaged }.map(\.path)
        let own = (old?.result.products ?? []).filter { !declared.contains($0) }
        return try (own + declared).filter { try files.exists(project.pushing(FilePath($0))) }
    }
}
