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

    static func parts(of type: ColumnType) -> [DatePart] {
        switch type {
        case .date: [.year, .month, .day, .weekday]
        case .timestamp: allCases
        default: []
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
    init(fitting values: [Double], column: ColumnSchema, to configuration: FeatureConfiguration.Numeric) {
        name = column.name
        isTimestamp = column.type == .timestamp
        parts = DatePart.parts(of: column.type)
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
        case .year: Double(date.year)
        case .month: Double(date.month)
        case .day: Double(date.day)
        // 1970 began on a Thursday.
        case .weekday: days + 3 - 7 * ((days + 3) / 7).rounded(.down)
        case .hour: (value - days * 86400) / 3600
        }
    }
}
