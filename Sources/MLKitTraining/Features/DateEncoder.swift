internal import Glibc
internal import MLKitSignature
internal import MLKitTables

/// What is told of a date beside its days or seconds since 1970. Each is a number that is filled in and scaled as others are.
enum DatePart: String, CaseIterable {
    case year
    /// From 1.
    case month
    /// Of the month, from 1.
    case day
    /// From 0, a Monday.
    case weekday
    /// Of the day, with its fraction; time stamps have it.
    case hour
    /// Where on a circle it is, whose end is its beginning: December beside January.
    case monthSine = "month sine"
    case monthCosine = "month cosine"
    case daySine = "day sine"
    case dayCosine = "day cosine"
    case weekdaySine = "weekday sine"
    case weekdayCosine = "weekday cosine"
    case hourSine = "hour sine"
    case hourCosine = "hour cosine"

    static func parts(of type: ColumnType, _ form: FeatureConfiguration.Dates) -> [DatePart] {
        let all = form == .number ? [] : form == .parts ? [.year, .month, .day, .weekday, .hour] : allCases
        switch type {
        case .date: return all.filter { $0 != .hour && $0.cycle?.part != .hour }
        case .timestamp: return all
        case .integer, .number, .boolean, .text, .identifier: return []
        }
    }

    /// For a place on a circle: what goes round, the number at which it begins, and after how many it comes again.
    var cycle: (part: DatePart, start: Double, length: Double, isSine: Bool)? {
        switch self {
        case .year, .month, .day, .weekday, .hour: nil
        case .monthSine: (.month, 1, 12, true)
        case .monthCosine: (.month, 1, 12, false)
        case .daySine: (.day, 1, 31, true)
        case .dayCosine: (.day, 1, 31, false)
        case .weekdaySine: (.weekday, 0, 7, true)
        case .weekdayCosine: (.weekday, 0, 7, false)
        case .hourSine: (.hour, 0, 24, true)
        case .hourCosine: (.hour, 0, 24, false)
        }
    }
}

/// How one column of dates becomes inputs for its parts.
struct DateEncoder: Equatable {
    let name: String
    let isTimestamp: Bool
    let parts: [DatePart]
    /// One for each part.
    let encoders: [NumericEncoder]

    /// Fits the encoder to the training values: days or seconds since 1970 began, NaN where missing.
    init(
        fitting values: [Double], column: ColumnSchema, to configuration: FeatureConfiguration.Numeric,
        _ form: FeatureConfiguration.Dates
    ) {
        name = column.name
        isTimestamp = column.type == .timestamp
        parts = DatePart.parts(of: column.type, form)
        let numbers = Self.numbers(values, parts, isTimestamp: isTimestamp)
        encoders = zip(parts, numbers).map { part, values in
            NumericEncoder(fitting: values, name: "\(column.name) \(part.rawValue)", to: configuration)
        }
    }

    var width: Int { parts.count }

    /// Writes the parts of the column to `output`, whose rows are `stride` long, from element `start` of each.
    func encode(_ values: [Double], into output: inout [Float], start: Int, stride: Int) {
        for (place, numbers) in Self.numbers(values, parts, isTimestamp: isTimestamp).enumerated() {
            encoders[place].encode(numbers, into: &output, start: start + place, stride: stride)
        }
    }

    /// The numbers of each part.
    static func numbers(_ values: [Double], _ parts: [DatePart], isTimestamp: Bool) -> [[Double]] {
        var numbers = [[Double]](repeating: [], count: parts.count)
        for index in parts.indices { numbers[index].reserveCapacity(values.count) }
        for value in values {
            let days = isTimestamp ? (value / 86400).rounded(.down) : value.rounded(.down)
            let date = Int64(exactly: days).flatMap { abs($0) < 1 << 40 ? Calendar.parts(days: $0) : nil }
            for (index, part) in parts.enumerated() {
                numbers[index].append(date.map { Self.number(part, $0, days: days, value) } ?? .nan)
            }
        }
        return numbers
    }

    private static func number(
        _ part: DatePart, _ date: (year: Int64, month: Int64, day: Int64), days: Double, _ value: Double
    ) -> Double {
        switch part {
        case .year: return Double(date.year)
        case .month: return Double(date.month)
        case .day: return Double(date.day)
        // 1970 began on a Thursday.
        case .weekday: return days + 3 - 7 * ((days + 3) / 7).rounded(.down)
        case .hour: return (value - days * 86400) / 3600
        case .monthSine, .monthCosine, .daySine, .dayCosine, .weekdaySine, .weekdayCosine, .hourSine, .hourCosine:
            guard let cycle = part.cycle else { return .nan }
            let angle = 2 * Double.pi * (number(cycle.part, date, days: days, value) - cycle.start) / cycle.length
            return cycle.isSine ? sin(angle) : cos(angle)
        }
    }
}
