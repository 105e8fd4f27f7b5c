internal import MLKitCore
internal import SystemPackage

/// What stands beside the typed values of a file: what they do not tell, how they got their types, and which bytes they are, under a seal.
///
/// Values that were altered, that broke off, or that came with somebody else's folder are none of the record's.
struct TypedRecord {
    /// What a record says.
    struct Content {
        let file: TypedFile
        let form: String
        let missing: [String]
        fileprivate let hash: [UInt8]
        fileprivate let information: [Int]
    }

    private let values: FilePath
    private let files: any FileSystem
    private let sealed: SealedFile

    init(values: FilePath, in folder: FilePath, project: FilePath, files: any FileSystem, seal: CacheSeal) {
        (self.values, self.files) = (values, files)
        let place = folder.appending("\(values.stem ?? "").sealed").string
        let cache = project.pushing(".mlkit/cache").string + "/"
        sealed = SealedFile(String(place.dropFirst(cache.count)), project: project, files: files, seal: seal, form: 1)
    }

    var path: FilePath { sealed.path }

    /// Whether something lies there that mlkit did not write on this machine, or not to its end.
    var isUnbelieved: Bool { (try? files.exists(path)) == true && read() == nil }

    func read() -> Content? {
        guard var reader = sealed.read(), let name = try? reader.text(), name == values.lastComponent?.string else { return nil }
        return try? content(&reader)
    }

    private func content(_ reader: inout ByteReader) throws -> Content {
        let hash = try reader.content()
        let information = try (0..<4).map { _ in try reader.int() }
        let form = try reader.text()
        let missing = try (0..<reader.count(ofAtLeast: 8)).map { _ in try reader.text() }
        return Content(file: try TypedFile(&reader, path: values), form: form, missing: missing, hash: hash, information: information)
    }

    /// Writes the record of values that are in their place.
    func write(_ file: TypedFile, _ form: TypedForm) throws {
        guard let information = try files.information(at: values) else { return }
        let hash = try files.hash(values)
        sealed.write { writer in
            writer.write(values.lastComponent?.string ?? "")
            writer.write(Array(hash.bytes))
            for number in Self.numbers(information) { writer.write(number) }
            writer.write(form.text)
            writer.write(form.missing.count)
            for text in form.missing { writer.write(text) }
            file.write(to: &writer)
        }
    }

    /// Whether the values are those that the record was written for: by size, inode and times, and where these are others by all bytes.
    func isAsWritten(_ content: Content) -> Bool {
        guard let information = try? files.information(at: values), information.kind == .file else { return false }
        if Self.numbers(information) == content.information { return true }
        return information.size == content.information[0] && (try? files.hash(values)).map { Array($0.bytes) } == content.hash
    }

    private static func numbers(_ file: FileInformation) -> [Int] {
        [file.size, file.modified, file.changed, Int(bitPattern: UInt(file.inode))]
    }
}
