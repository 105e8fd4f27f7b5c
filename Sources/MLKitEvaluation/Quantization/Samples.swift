internal import MLKitCore
internal import MLKitEngines
internal import MLKitONNX
internal import MLKitSpec
internal import MLKitTables
internal import SystemPackage

/// What a model is fed to calibrate and to compare it: arrays of NumPy, a Parquet file, or the folder of inputs that came with it.
struct Samples {
    let inputs: [ValueDescription]
    /// Inputs with a default, which samples may have.
    let optional: [ValueDescription]
    let files: any FileSystem
    let engines: EngineLocator
    let threads: Int

    /// - Returns: what is fed in each run, by input.
    /// - Throws: `Failure` for what cannot be read, or does not fit the inputs.
    func set(at path: FilePath) throws -> SampleSet {
        if try files.information(at: path)?.kind == .directory {
            let sets = try SampleFolder(reading: path, for: inputs + optional, files: files).sets.map { try feeds($0, of: path) }
            return set(path, sets.flatMap(\.feeds)) { run, input, place in "`\(input)` of sample \(run + 1) at \(place)" }
        }
        if try files.read(path, from: 0, count: 4) == Array("PAR1".utf8) {
            let engine = TableEngine(StageContext(files: files, engines: engines, threads: threads))
            return try SampleTable(reading: path, for: inputs, engine).set
        }
        let arrays = try feeds(SampleFile(reading: path, files: files).arrays, of: path)
        return set(path, arrays.feeds) { run, input, place in
            arrays.splitInputs.contains(input) ? "`\(input)` of sample \(run + 1) at \(place)" : "`\(input)` at \(place)"
        }
    }

    /// - Throws: `Failure` that names the file.
    private func feeds(_ arrays: [String: Tensor], of path: FilePath) throws -> SampleFeeds {
        do {
            return try SampleFeeds(arrays, for: inputs, optional: optional)
        } catch var failure as Failure {
            if !failure.diagnostics.isEmpty { failure.diagnostics[0].notes.append("the samples are those of `\(path)`") }
            throw failure
        }
    }

    private func set(
        _ path: FilePath, _ feeds: [[String: Tensor]], name: @escaping @Sendable (Int, String, [Int]) -> String
    ) -> SampleSet {
        // A dimension in front that the model leaves open counts samples.
        let open = inputs.filter { input in
            if case .symbolic? = input.shape?.first { return true }
            return false
        }.map(\.name)
        let count = feeds.reduce(0) { sum, feed in sum + (open.compactMap { feed[$0]?.shape.first }.max() ?? 1) }
        return SampleSet(file: path.string, feeds: feeds, count: count, name: name)
    }
}
