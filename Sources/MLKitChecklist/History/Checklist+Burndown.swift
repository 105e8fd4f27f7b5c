public import MLKitCore
internal import MLKitGit

extension Checklist {
    /// The progress since the first answer, judged by the answers in git, and by the lists and what probes find as they
    /// are now. The last point is what the project has now, committed or not.
    ///
    /// - Parameters:
    ///   - interval: `nil` for days in a short history and weeks in a longer one.
    ///   - now: when the last point is.
    /// - Returns: no points if nothing was answered yet.
    public func burndown(
        _ history: AnswerHistory, by interval: Burndown.Interval?, now: Timestamp
    ) throws -> Burndown {
        guard let first = history.stages.last(where: { $0.folder != nil })?.since else {
            return Burndown(interval: interval ?? .day, points: [])
        }
        let days = (now.seconds - first) / Burndown.Interval.day.seconds
        let interval = interval ?? (days > Burndown.longestByDay ? .week : .day)
        let judge = AnswerJudge(self)
        var past = PastTallies(history, judge)
        let today = now.seconds - now.seconds % Burndown.Interval.day.seconds
        let firstDay = min(first - first % Burndown.Interval.day.seconds, today)
        let points = try stride(from: today, through: firstDay, by: -interval.seconds).map { start in
            let day = Timestamp(seconds: start)
            return Burndown.Point(day: day, tally: try start == today ? self.tally : past.tally(on: day))
        }
        return Burndown(interval: interval, points: points.reversed())
    }
}

/// The tallies of days, each state of the records being read once.
private struct PastTallies {
    private let history: AnswerHistory
    private let judge: AnswerJudge
    private var versions: AnswerVersions
    /// By the records' tree: what does not change with the day.
    private var known: [ObjectID?: (records: [String: AnswerVersion], tally: Tally?)] = [:]

    init(_ history: AnswerHistory, _ judge: AnswerJudge) {
        self.history = history
        self.judge = judge
        versions = history.versions
    }

    /// At the end of a day.
    mutating func tally(on day: Timestamp) throws -> Tally {
        let end = day.seconds + Burndown.Interval.day.seconds
        let folder = history.stages.first { $0.since < end }?.folder
        let (records, constant) = try known[folder] ?? read(folder)
        if let constant { return constant }
        let tally = Tally(of: judge.reports(records, on: day).lazy.map(\.state))
        let isConstant = !judge.policies.letAnswersExpire && records.values.allSatisfy { $0.record?.until == nil }
        known[folder] = (records, isConstant ? tally : nil)
        return tally
    }

    private mutating func read(_ folder: ObjectID?) throws -> (records: [String: AnswerVersion], tally: Tally?) {
        let files = try folder.map { try versions.repository.files(ofTree: $0) } ?? [:]
        return (try versions.versions(files), nil)
    }
}
