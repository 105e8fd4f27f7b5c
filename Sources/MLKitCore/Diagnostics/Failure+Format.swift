extension Failure {
    /// That a file has a later format than this mlkit reads. It is all there is to say of such a file: whatever else is
    /// new in it would look like a mistake.
    ///
    /// - Parameters:
    ///   - file: what is refused, as the message is to name it.
    ///   - known: the latest format that is read.
    ///   - otherwise: what can be done in place of installing a newer mlkit.
    public static func newerFormat(
        _ format: Int, of file: String, known: Int, at location: SourceLocation? = nil, otherwise: String? = nil
    ) -> Failure {
        Failure(
            "\(file) has format \(format), and this mlkit reads format \(known)", at: location,
            hint: "use a newer mlkit than this one, \(Version.current)" + (otherwise.map { ", or \($0)" } ?? ""))
    }
}
