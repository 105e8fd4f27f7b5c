/// How the lines of a text end.
enum LineEnding {
    case lf
    case crlf

    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    /// What all lines of a text end with; `nil` if they differ, or none has an end.
    init?(of text: [UInt8]) {
        var (all, withReturn) = (0, 0)
        for index in text.indices where text[index] == Self.newline {
            all += 1
            if index > 0, text[index - 1] == Self.carriageReturn { withReturn += 1 }
        }
        guard all > 0, withReturn == 0 || withReturn == all else { return nil }
        self = withReturn == 0 ? .lf : .crlf
    }

    /// The ending that a merge is to give back to yours, if the other texts all have another one: lines that differ in
    /// nothing else are the same then. `nil` if there is nothing to even out.
    static func toRestore(yours: [UInt8], others: [[UInt8]]) -> LineEnding? {
        let others = others.filter { $0.contains(newline) }
        guard let ending = LineEnding(of: yours), !others.isEmpty,
            others.allSatisfy({ other in LineEnding(of: other).map { $0 != ending } ?? false })
        else { return nil }
        return ending
    }

    /// A text whose lines have one kind of ending, with this one.
    func applied(to text: [UInt8]) -> [UInt8] {
        var result = [UInt8]()
        result.reserveCapacity(text.count)
        for byte in text {
            if byte == Self.newline {
                if result.last == Self.carriageReturn { result.removeLast() }
                if self == .crlf { result.append(Self.carriageReturn) }
            }
            result.append(byte)
        }
        return result
    }
}
