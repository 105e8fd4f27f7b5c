internal import MLKitCore

extension ProjectSpec.Serving {
    /// Where a server keeps the rows that it is asked, with its answers, and how much of them.
    public struct PredictionLog: Hashable, Sendable {
        /// Relative to the project.
        public var file = ""
        /// How large a file becomes before the next one is begun, in 2^20 bytes.
        public var megabytes = 64
        /// How many files there are at most; the oldest goes.
        public var files = 4

        public init() {}

        static let keys = KeySet<PredictionLog>(
            "`serving.log`", blank: PredictionLog(),
            [
                Key("file", \.file, .path, "where a line of JSON goes for each row, with its answer", required: true),
                Key("megabytes", \.megabytes, .integer(sizes), "how large it becomes, in MiB, before another is begun"),
                Key("files", \.files, .integer(counts), "how many there are at most; the oldest is removed"),
            ])

        public static let sizes = 1...100_000
        public static let counts = 1...1000
    }
}
