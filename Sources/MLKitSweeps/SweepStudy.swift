internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The trials of a sweep that belong together, as they try the same things on the same project:
/// `.mlkit/sweeps/<sweep>/<key>/`, which git ignores.
///
/// `<number>.json` is a trial, replaced by rename when it has ended, so that it is as it was or as it is at any
/// instant. `<number>.log` is what the stage wrote that failed. The key is a hash of the sweep, the stages and what
/// they read; of another project nothing counts here.
struct SweepStudy: Sendable {
    let sweep: SweepSpec
    let project: FilePath
    let key: ContentHash
    let files: any FileSystem

    /// The folder of all studies of the sweep.
    private var home: FilePath { project.pushing(".mlkit/sweeps").appending(sweep.name) }
    private var folder: FilePath { home.appending(name) }
    private var name: String { String(key.hex.prefix(16)) }

    /// Where trials run, each in a folder of its own. No stage can have that name.
    var workshop: FilePath { project.pushing(".mlkit/tmp").appending("sweep@\(sweep.name)") }

    private var names: [String] { sweep.parameters.map(\.name) }

    private func stem(_ number: Int) -> String {
        let digits = String(number + 1)
        return String(repeating: "0", count: max(4 - digits.count, 0)) + digits
    }

    /// Whether a trial of it was ever made.
    var isBegun: Bool { get throws { try files.exists(folder) } }

    /// All trials, by number. A file that cannot be understood counts as none, so that the trial is made again.
    ///
    /// - Throws: `Failure` if a file is of a later format.
    func trials() throws -> [SweepTrial] {
        guard try files.exists(folder) else { return [] }
        let trials = try files.list(folder).filter { $0.hasSuffix(".json") }.compactMap { file -> SweepTrial? in
            let path = folder.appending(file)
            guard let json = try? JSON(parsing: try files.read(path)),
                let trial = try SweepTrial(json, names: names, file: path.name(in: project)),
                stem(trial.number) + ".json" == file
            else { return nil }
            return trial
        }
        return trials.sorted { $0.number < $1.number }
    }

    /// How many trials there are of other states of the sweep or the project.
    func others() throws -> Int {
        guard try files.exists(home) else { return 0 }
        return try files.list(home).filter { $0 != name && $0 != ".gitignore" }.reduce(0) { count, other in
            let trials = (try? files.list(home.appending(other))) ?? []
            return count + trials.filter { $0.hasSuffix(".json") }.count
        }
    }

    func write(_ trial: SweepTrial) throws {
        try files.makeIgnoredDirectory(project.pushing(".mlkit/sweeps"))
        try files.write(trial.file(names: names).pretty, to: folder.appending(stem(trial.number) + ".json"))
    }

    /// Keeps the log of a stage that failed.
    ///
    /// - Returns: its path in the project.
    func keep(log: FilePath, of trial: SweepTrial) throws -> String {
        let place = folder.appending(stem(trial.number) + ".log")
        try files.remove(place)
        try files.makeDirectory(folder)
        try files.rename(log, to: place)
        return place.name(in: project)
    }
}
