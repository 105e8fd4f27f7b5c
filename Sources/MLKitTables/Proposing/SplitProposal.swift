internal import MLKitCore
internal import MLKitSignature

/// How the rows of a table are shared out: by time where it has one, by groups where rows belong together, else at random.
struct SplitProposal {
    private enum Way {
        case time(String, String)
        case group(String, String)
        case random
    }

    private var way: Way
    private let isClassified: Bool
    private let target: String
    /// What else could be, and why it is not.
    private var remark: String?

    /// - Parameter days: of a column of dates or moments, days since 1970.
    init(_ profiles: [ColumnProfile], _ inference: SchemaInference, isClassified: Bool, days: (ColumnProfile) -> [Double]) {
        (self.isClassified, target) = (isClassified, inference.target)
        let rows = profiles.first.map { $0.present + $0.missing } ?? 0
        let others = profiles.filter { $0.name != inference.target }
        let moments = others.filter { [.date, .timestamp].contains($0.type) && !Self.isBirth($0.name) }
        let ends = moments.compactMap { moment in DateStandIn(days(moment)).map { (name: moment.name, end: $0) } }
        let times = moments.filter { moment in
            moment.missing == 0 && moment.distinct >= Self.leastTimes && !ends.contains { $0.name == moment.name }
        }
        let groups = others.filter { SplitVerdicts.areGroups($0.name, inference.type($0), distinct: $0.distinct, rows: rows)
            && $0.missing == 0 }
        way = .random
        if times.count == 1 {
            way = .time(times[0].name, "it is a time: a model is tested on what came after all that it learned from, as it will be used")
        } else if let group = groups.first {
            way = .group(
                group.name, "several rows belong to each: those of one stay in one part, or models would be tested on what they know")
        }
        if times.count > 1 {
            remark = "\(Suggestion.list(times.map(\.name))) are times: if models are to predict later rows than they learned from, "
                + "`time: NAME` in place of this tests on the latest"
        } else if times.isEmpty, let passed = moments.first {
            (remark, explainsTime) = (ends.first { $0.name == passed.name }.map(Self.standIn) ?? Self.passed(passed), true)
        }
    }

    private static func standIn(_ name: String, _ end: DateStandIn) -> String {
        "not `time: \(name)`, since `\(end.date)` stands in \(plural(end.rows, "row")) and seems to mean that there is no date: rows would "
            + "go by that, and not by when they came"
    }

    /// Why rows are not split by a time.
    private static func passed(_ time: ColumnProfile) -> String {
        let why = time.missing > 0 ? "it has no value in \(plural(time.missing, "row"))" : "it has \(time.distinct) different times only"
        return "not `time: \(time.name)`, since \(why); if models are to predict later rows than they learned from, give that in place "
            + "of this, and leave `cross_validation` and `refit` of the stage `train` out"
    }

    /// Whether it is said already why rows are not split by a time.
    private(set) var explainsTime = false

    /// Fewer different days or moments are no time that goes on.
    private static let leastTimes = 10

    /// A day of birth says nothing of when a row was seen.
    static func isBirth(_ name: String) -> Bool {
        let lower = name.lowercased()
        return ["birth", "dob", "born"].contains { lower.contains($0) }
    }

    /// The column that the split goes by, where it does not go by the target.
    var column: String? {
        switch way {
        case .time(let name, _), .group(let name, _): name
        case .random: nil
        }
    }

    var groupName: String? { if case .group(let name, _) = way { name } else { nil } }

    var settings: DataConfiguration.Split {
        var split = DataConfiguration.Split()
        switch way {
        case .time(let name, _): split.time = name
        case .group(let name, _): split.group = name
        case .random: split.stratify = isClassified ? target : nil
        }
        return split
    }

    /// Splits at random, since the column will not do.
    mutating func giveUp(because obstacle: String) {
        guard let column else { return }
        let key = groupName == nil ? DataConfiguration.Split.timeName : DataConfiguration.Split.groupName
        explainsTime = groupName == nil
        remark = "not `\(key): \(column)`, since \(obstacle)"
        way = .random
    }

    func decisions(_ target: String) -> [TableProposal.Decision] {
        let (path, split) = (DataConfiguration.splitName, DataConfiguration.Split.self)
        let noted = remark.map { [TableProposal.Decision([path], .null, $0)] } ?? []
        switch way {
        case .time(let name, let why): return [TableProposal.Decision([path, split.timeName], .string(name), why)]
        case .group(let name, let why): return noted + [TableProposal.Decision([path, split.groupName], .string(name), why)]
        case .random:
            guard isClassified else { return noted }
            return noted + [
                TableProposal.Decision([path, split.stratifyName], .string(target), "the same share of each class in all three"),
            ]
        }
    }
}
