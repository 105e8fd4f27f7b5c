/// A command whose exit code says what it found, as scripts ask it to: that it could not look must not be taken for a
/// finding, and has a code of its own.
protocol FindingCommand {
    static var failureCode: Int32 { get }
}

extension FindingCommand {
    static var failureCode: Int32 { 3 }
}
