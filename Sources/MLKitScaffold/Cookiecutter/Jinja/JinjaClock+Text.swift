internal import Glibc

extension JinjaClock {
    /// The moment written by a format of `strftime`; by `%Y-%m-%d` if there is none.
    func text(zone: JinjaValue, format: JinjaValue) throws -> String {
        let pattern = format.string ?? "%Y-%m-%d"
        guard let zone = zone.string?.lowercased() else { throw JinjaComplaint("`now` takes a time zone") }
        let shift = zone == "local" ? offset : 0
        guard pattern.utf8.count <= 1000 else { throw JinjaComplaint("the format of `now` is too long") }
        var seconds = time_t(seconds + shift * 60)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        let filled = Self.filled(pattern, zone: shift == 0 ? "UTC" : "", offset: shift)
        var buffer = [CChar](repeating: 0, count: 64 * 1024)
        let count = strftime(&buffer, buffer.count, filled, &parts)
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The time zones that are known; all others are read as UTC.
    static let zones: Set<String> = ["utc", "local"]

    /// The format with the zone written in, which `strftime` would take from this machine.
    private static func filled(_ pattern: String, zone: String, offset: Int) -> String {
        let minutes = abs(offset)
        let digits = { (value: Int) in value < 10 ? "0\(value)" : "\(value)" }
        let name = (offset < 0 ? "-" : "+") + digits(minutes / 60) + digits(minutes % 60)
        var result = ""
        var characters = pattern.unicodeScalars.makeIterator()
        while let scalar = characters.next() {
            guard scalar == "%", let code = characters.next() else {
                result.unicodeScalars.append(scalar)
                continue
            }
            switch code {
            case "z": result += name
            case "Z": result += zone.isEmpty ? name : zone
            default: result += "%\(code)"
            }
        }
        return result
    }
}
