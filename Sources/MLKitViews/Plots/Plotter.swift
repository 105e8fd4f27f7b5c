public import MLKitCore
internal import MLKitReports
internal import MLKitDrawing
public import MLKitSnapshots
internal import MLKitSpec

/// Draws what stages wrote: the course of training, what classifiers confuse, and the series that commands declare.
public struct Plotter {
    /// The states of the project that are drawn into one picture, the newest first.
    private let snapshots: [ProjectSnapshot]
    public private(set) var plots: [Plot] = []
    /// What could not be drawn, or not all of it: an error for a file that is no series.
    public private(set) var warnings: [Diagnostic] = []
    private var names: Set<String> = []

    /// The most lines in one picture: more cannot be told apart.
    private static let mostLines = 24

    /// - Parameters:
    ///   - targets: stages, entries of several stages, or files of series; all stages if empty.
    /// - Throws: `Failure` for a target that is neither.
    public init(_ snapshots: [ProjectSnapshot], targets: [String]) throws {
        self.snapshots = snapshots
        guard let first = snapshots.first else { return }
        let known = Set(snapshots.flatMap { $0.spec.stages.flatMap { [$0.group, $0.name] } })
        var stages = [String]()
        for target in targets {
            if known.contains(target) {
                stages.append(target)
            } else if try snapshots.contains(where: { try $0.file(target) != nil }) {
                trying { try $0.draw(PlotSpec(path: target), of: nil) }
            } else {
                throw Failure(
                    "`\(target.shortened)` is neither a stage nor a file of the project",
                    hint: Suggestion.hint(for: target, among: known.sorted()))
            }
        }
        guard targets.isEmpty || !stages.isEmpty else { return }
        var seen = Set<String>()
        for snapshot in snapshots {
            let names = stages.filter(snapshot.knows)
            guard targets.isEmpty || !names.isEmpty else { continue }
            for stage in try snapshot.stages(names) where seen.insert(stage.name).inserted { draw(stage) }
        }
        if plots.isEmpty, warnings.isEmpty { warnings.append(nothing(first)) }
    }

    private func nothing(_ snapshot: ProjectSnapshot) -> Diagnostic {
        .warning(
            "there is nothing to draw",
            hint: snapshot.locks.isEmpty
                ? "run the stages first: `mlkit run`" : "name files under `plots` of a command, or on the command line")
    }

    private mutating func draw(_ stage: StageSpec) {
        for plot in stage.settings.views.plots {
            trying { plotter in
                switch plot {
                case .series(let plot): try plotter.draw(plot, of: stage.name)
                case .history(let role):
                    guard let path = stage.output(role)?.path else { break }
                    try plotter.draw(PlotSpec(path: path, title: stage.name), of: stage.name, isHistory: true)
                case .confusion(let role):
                    if let path = stage.output(role)?.path { try plotter.drawConfusion(path, of: stage.name) }
                }
            }
        }
    }

    /// What cannot be drawn is told, and keeps nothing else from being drawn.
    private mutating func trying(_ draw: (inout Plotter) throws -> Void) {
        do {
            try draw(&self)
        } catch {
            warnings += (error as? Failure)?.diagnostics ?? [.error("\(error)")]
        }
    }

    /// A chart of a file's series, from each state that has the file.
    private mutating func draw(_ plot: PlotSpec, of stage: String?, isHistory: Bool = false) throws {
        var series = [ChartSeries]()
        var colours: [String: Int] = [:]
        var x = plot.x ?? ""
        var isTime = false
        for (number, snapshot) in snapshots.enumerated() {
            guard let bytes = try snapshot.file(plot.path) else {
                warnMissing(plot.path, stage, snapshot)
                continue
            }
            let place = snapshot.revision.map { "\($0):\(plot.path)" } ?? plot.path
            let table = try NumberTable(bytes, path: place)
            // A model that is not trained step by step has a history without steps.
            if isHistory, table.numeric.isEmpty { continue }
            let lines = try PlotLines(table, plot, path: place)
            x = lines.x
            isTime = lines.isTime
            for line in lines.lines {
                let colour = colours[line.name] ?? colours.count
                colours[line.name] = colour
                let suffix = snapshots.count > 1 ? " (\(snapshot.revision ?? "now"))" : ""
                series.append(
                    ChartSeries(name: line.name + suffix, points: line.points, colour: colour, dash: number))
            }
        }
        guard !series.isEmpty else { return }
        guard series.count <= Self.mostLines else {
            throw Failure(
                "`\(plot.path)` has \(series.count) series, more than \(Self.mostLines) cannot be told apart",
                hint: "name those to draw: `plots: [{path: …, y: [NAME]}]`")
        }
        let title = plot.title ?? (stage.map { "\($0): \(plot.path)" } ?? plot.path)
        let chart = LineChart(title: title, x: x, series: series, isTime: isTime)
        add([stage, isHistory ? "history" : plot.path].compactMap { $0 }, title, chart.svg)
    }

    /// What each classifier of an evaluation confused, a picture for each.
    private mutating func drawConfusion(_ path: String, of stage: String) throws {
        for snapshot in snapshots {
            guard let bytes = try snapshot.file(path) else {
                warnMissing(path, stage, snapshot)
                continue
            }
            let report = try EvaluationReport(JSON(parsing: bytes, file: path), file: path)
            guard let classes = report.classes, (1...50).contains(classes.count) else { continue }
            for measurement in MeasuredSplit.allCases.compactMap({ report.measurement(on: $0) }) {
                for model in measurement.models where model.confusion?.count == classes.count {
                    let title = "\(stage): \(model.name) on \(measurement.split.words)"
                        + (snapshots.count > 1 ? " (\(snapshot.revision ?? "now"))" : "")
                    let chart = ConfusionChart(title: title, classes: classes, counts: model.confusion ?? [])
                    // Where there are two splits, the second is told from the first.
                    let split = measurement.split == report.split ? nil : measurement.split.rawValue
                    let parts = [stage, "confusion", split, model.name, snapshot.revision]
                    add(parts.compactMap { $0 }, title, chart.svg)
                }
            }
        }
    }

    /// A stage that has not run yet has nothing to show; what git does not keep cannot be compared.
    private mutating func warnMissing(_ path: String, _ stage: String?, _ snapshot: ProjectSnapshot) {
        if let revision = snapshot.revision {
            warnings.append(
                .warning(
                    "`\(path)` is not in `\(revision)`, and is left out",
                    hint: "only files that git or the cache keeps can be compared"))
        } else if let stage, snapshot.locks[stage] != nil {
            warnings.append(.warning("`\(path)` of `\(stage)` is not there", hint: "make it again with `mlkit run`"))
        }
    }

    /// Parts of a file's name are letters, digits, `.`, `_` and `-`; names that come out the same are numbered.
    private mutating func add(_ parts: [String], _ title: String, _ svg: String) {
        let plain = parts.joined(separator: ".").unicodeScalars.map { character -> Character in
            let isPlain = character.isASCII && (character.properties.isAlphabetic || ("0"..."9").contains(character))
            return isPlain || "._-".unicodeScalars.contains(character) ? Character(character) : "-"
        }
        let stem = String(plain.drop { $0 == "." || $0 == "-" }.prefix(150))
        var name = stem
        var number = 2
        while !names.insert(name).inserted {
            name = "\(stem)-\(number)"
            number += 1
        }
        plots.append(Plot(fileName: name + ".svg", title: title, svg: svg))
    }
}

extension ProjectSnapshot {
    /// A file of the project; paths that lead out of it are none.
    fileprivate func file(_ path: String) throws -> [UInt8]? {
        ProjectPath.problem(path) == nil ? try read(path) : nil
    }

    fileprivate func knows(_ name: String) -> Bool {
        spec.stages.contains { $0.name == name || $0.group == name }
    }
}

/// A picture, and the name of the file it goes into.
public struct Plot: Sendable {
    /// `train.network.history.svg`.
    public let fileName: String
    /// What it shows, for a list.
    public let title: String
    public let svg: String
}
