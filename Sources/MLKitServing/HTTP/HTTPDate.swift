internal import MLKitCore

/// A time as HTTP writes it: `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110, section 5.6.7).
struct HTTPDate {
    let text: String

    /// - Parameter seconds: since 1970, UTC.
    init(seconds: Int) {
        let names = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let parts = Timestamp(seconds: seconds).description.split { "-T:Z".contains($0) }
        guard seconds >= 0, parts.count == 6, let month = Int(parts[1]), months.indices.contains(month - 1) else {
            text = "Thu, 01 Jan 1970 00:00:00 GMT"
            return
        }
        let day = names[seconds / 86_400 % 7]
        text = "\(day), \(parts[2]) \(months[month - 1]) \(parts[0]) \(parts[3]):\(parts[4]):\(parts[5]) GMT"
    }
}
