public import MLKitCore

/// How far a long piece of work is: enough to go on from there, and come out as if it had never stopped.
public struct Checkpoint: Hashable, Sendable {
    public var state: JSON
    /// What numbers are too many for, in the form of whoever wrote it.
    public var bytes: [UInt8]

    public init(state: JSON, bytes: [UInt8] = []) { (self.state, self.bytes) = (state, bytes) }

    /// The first line of a file: a state of another form is no state.
    private static let mark = Array("mlkit checkpoint 1\n".utf8)
    private static let lineFeed = UInt8(ascii: "\n")

    /// A line that says what it is, one with the state, and the bytes.
    package var file: [UInt8] { Self.mark + Array(state.compact.utf8) + [Self.lineFeed] + bytes }

    /// - Returns: `nil` for what is no checkpoint.
    package init?(file: [UInt8]) {
        guard file.starts(with: Self.mark), let end = file[Self.mark.count...].firstIndex(of: Self.lineFeed),
            let state = try? JSON(parsing: Array(file[Self.mark.count..<end]), file: "checkpoint")
        else { return nil }
        self.init(state: state, bytes: Array(file[(end + 1)...]))
    }
}
