internal import MLKitCore

extension ChartScale {
    /// An axis of moments, in seconds since 1970, UTC: marks at whole seconds, minutes, hours, days, weeks, months or
    /// years, at most about as many as wanted.
    public init(times: some Sequence<Double>, marks: Int) {
        let times = times.filter { $0.isFinite && abs($0) < Self.furthest }
        var low = times.min() ?? 0
        var high = times.max() ?? low
        if low == high { (low, high) = (low - 1, high + 1) }
        let rough = (high - low) / Double(max(marks, 1))
        let ticks: [Double]
        let form: TimeForm
        if let step = Self.steps.first(where: { $0 >= rough }) {
            let first = (low / step).rounded(.down)
            let last = (high / step).rounded(.up)
            ticks = (0...Int(last - first)).map { (first + Double($0)) * step }
            form = step >= Self.day ? .day : high - low > Self.day ? .hour : step >= 60 ? .minute : .second
        } else {
            let months = Self.months.first { Double($0) * 30 * Self.day >= rough } ?? Self.months[Self.months.count - 1]
            var month = Self.month(of: low) / months * months
            var found = [Self.beginning(ofMonth: month)]
            while found[found.count - 1] < high {
                month += months
                found.append(Self.beginning(ofMonth: month))
            }
            ticks = found
            form = months % 12 == 0 ? .year : .month
        }
        self.init(ticks: ticks, labels: ticks.map { form.text(Timestamp(seconds: Int($0)).description) })
    }

    private static let day = 86_400.0
    /// Of a length of their own.
    private static let steps: [Double] = [
        1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
        1_209_600,
    ]
    private static let months = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12_000]
    /// The year 9999: beyond it moments have no date.
    private static let furthest = 253_402_300_800.0

    /// How a mark says its moment, as far as it differs from mark to mark.
    private enum TimeForm {
        case second, minute, hour, day, month, year

        /// - Parameter moment: `2026-01-31T12:00:00Z`.
        func text(_ moment: String) -> String {
            let text = Array(moment)
            return switch self {
            case .second: String(text[11..<19])
            case .minute: String(text[11..<16])
            case .hour: String(text[5..<10] + [" "] + text[11..<16])
            case .day: String(text[0..<10])
            case .month: String(text[0..<7])
            case .year: String(text.prefix { $0 != "-" })
            }
        }
    }

    /// Months since the year 0.
    private static func month(of seconds: Double) -> Int {
        let text = Timestamp(seconds: Int(seconds.rounded(.down))).description
        return (Int(text.prefix(4)) ?? 1970) * 12 + (Int(text.dropFirst(5).prefix(2)) ?? 1) - 1
    }

    private static func beginning(ofMonth month: Int) -> Double {
        let year = String(month / 12)
        let name = String(month % 12 + 1)
        let text = String(repeating: "0", count: max(4 - year.count, 0)) + year + (name.count < 2 ? "-0" : "-") + name + "-01"
        return Timestamp(iso8601: text).map { Double($0.seconds) } ?? furthest
    }
}
