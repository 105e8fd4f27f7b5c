internal import MLKitSignature

extension DateFormat {
    /// What is said of a text that is no format of dates: a time of day is read behind each day, and has no fields.
    static func hint(for wrong: String) -> String {
        let day = ["%H", "%I", "%T"].compactMap { wrong.split(separator: $0, maxSplits: 1).first }.min { $0.count < $1.count } ?? ""
        let trimmed = String(day.reversed().drop { $0 == " " || $0 == "T" || $0 == "," }.reversed())
        if trimmed != wrong, DateFormat(trimmed) != nil { return "a time of day behind the day is read without being named: `\(trimmed)`" }
        return "it has `%Y` or `%y`, `%m` or `%b`, and `%d`: `%d.%m.%Y`, for example"
    }
}
