/// A command whose exit codes say what it found: that it could not look has a code of its own.
protocol FindingCommand {
    static var failureCode: Int32 { get }
}
