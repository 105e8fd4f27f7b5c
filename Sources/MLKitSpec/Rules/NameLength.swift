internal import MLKitCore

/// How long a name may be that files are called after: a stage's or a sweep's.
enum NameLength {
    /// Bytes. The longest name of a file that is made of one is `.NAME.NUMBER.mlkit-aside`, and disks take 255 bytes.
    static let limit = 230

    /// - Parameter what: what the name is of.
    static func problem(_ what: String, _ name: String, at location: SourceLocation?) -> Diagnostic? {
        let count = name.utf8.count
        guard count > limit else { return nil }
        return .error(
            "the name of the \(what) `\(name.shortened)` has \(count) bytes, and may have \(limit)", at: location,
            notes: ["files are called after it, and disks take names of 255 bytes"],
            hint: name.contains(".") ? "shorten it, or what `foreach` and `matrix` add to it" : "shorten it")
    }
}
