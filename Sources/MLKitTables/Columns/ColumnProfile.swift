internal import MLKitSignature

/// What the values of a column look like before it has a type.
struct ColumnProfile: Equatable {
    let name: String
    /// Rows with a value.
    var present = 0
    var missing = 0
    /// Different values.
    var distinct = 0
    /// Values that are integers, numbers (with the integers), truth values, and `nan`.
    var integers = 0
    var numbers = 0
    var booleans = 0
    var notNumbers = 0
    /// Numbers that are whole and no `Double` holds, and the first of them.
    var rounded = 0
    var firstRounded: String?
    /// Texts that people write where they know no number, as `unknown`.
    var unknown = 0
    /// The first value that is neither a number nor `nan`.
    var firstText: String?
    /// Values by the format of dates that they fit, and those with a time of day.
    var dates: [Int] = []
    /// Values that fit one or the other.
    var dated = 0
    /// Whether some day is beyond the twelfth, where it could be a month otherwise.
    var hasLateDay = false
    /// The first value that fits none.
    var firstUndated: String?
    var timed = 0
    /// Values that are numbers when read in some way of `NumberFormat.ways`, without unit and brackets, by the way.
    var ways: [Int] = []
    var units: [String: Int] = [:]
    /// Numbers other than nought without a unit, and the first of them.
    var bare = 0
    var firstBare: String?
    /// Whole numbers of more than three digits with nothing between them.
    var longWholes = 0
    /// Values in brackets that are numbers otherwise.
    var bracketed = 0
    /// Numbers with their minus behind.
    var minusBehind = 0
    var spellings = SpellingCounts()
    /// Values that may be something else than texts.
    var odd: [OddForm: Int] = [:]
    /// Of dates with two digits for the year, how many fit each of `OddForm.shortFormats`.
    var shortDates = [Int](repeating: 0, count: OddForm.shortFormats.count)
    /// How often a text stood for a missing value.
    var markers: [String: Int] = [:]
    /// Whether all values are single words.
    var areWords = true
    /// Texts of several words.
    var spaced = 0
    var isIncreasing = false

    /// The narrowest type that all values have. A format of dates is one that all fit, the first where several do.
    var type: ColumnType {
        if integers > 0, integers + notNumbers == present { return .integer }
        if areNumbers { return rounded > 0 ? .text : .number }
        if booleans == present, present > 0 { return .boolean }
        if dateFormat != nil { return timed > 0 ? .timestamp : .date }
        return .text
    }

    var areNumbers: Bool { numbers > 0 && numbers + notNumbers == present }

    /// Whether the values are numbers of which some would become others, so that they are taken for texts.
    var areTooLong: Bool { areNumbers && type == .text }

    /// The place of the format of dates that all values fit.
    var dateFormat: Int? { present > 0 ? dates.firstIndex(of: present) : nil }

    /// Whether the values are few enough, each often enough, to be taken for categories.
    func isCategorical(limit: Int) -> Bool { distinct <= limit && distinct * 2 <= present }
}
