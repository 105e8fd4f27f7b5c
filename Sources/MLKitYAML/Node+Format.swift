internal import MLKitCore

extension Node {
    /// Refuses a file of a later format, told by the number that one of its keys gives.
    ///
    /// Called before anything else is looked at. A number that is no format at all is left to the file's schema.
    ///
    /// - Parameters:
    ///   - known: the latest format that is read.
    ///   - file: the file as diagnostics name it.
    /// - Throws: `Failure` with both formats, and that a newer mlkit is needed.
    public func refuseNewerFormat(_ key: String, than known: Int, file: String) throws {
        guard let node = self[key], let format = node.scalar?.value.int, format > known else { return }
        throw Failure.newerFormat(format, of: "`\(file)`", known: known, at: node.location)
    }
}
