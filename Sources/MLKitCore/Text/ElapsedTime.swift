/// Seconds for people: "3.2 s", or "12 min 5 s" for longer ones.
public enum ElapsedTime {
    public static func text(_ seconds: Double) -> String {
        // What is rounded to a minute is one.
        guard seconds < 59.95 else {
            let whole = Int(min(max(seconds, 60), 1e12))
            return "\(whole / 60) min \(whole % 60) s"
        }
        let tenths = Int((seconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10) s"
    }

    /// The same, with tenths of different times below each other.
    public static func column(_ seconds: Double) -> String {
        let text = text(seconds)
        return String(repeating: " ", count: max(6 - text.count, 0)) + text
    }
}
