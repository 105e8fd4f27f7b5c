internal import MLKitGit

/// A file of a new project.
struct MadeFile {
    let path: String
    /// As the working tree has it.
    var file: [UInt8]
    /// As git stores it.
    var stored: [UInt8]
    let isExecutable: Bool
    /// As it was rendered.
    let rendered: [UInt8]

    init(path: String, file: [UInt8], stored: [UInt8], isExecutable: Bool) {
        self.path = path
        self.file = file
        self.stored = stored
        self.isExecutable = isExecutable
        rendered = file
    }

    /// The file in the forms that git gives it.
    func converted(by filters: ContentFilters) throws -> MadeFile {
        guard filters.mayConcern(path) else { return self }
        var copy = self
        copy.stored = try filters.stored(file, at: path)
        copy.file = try filters.checkedOut(copy.stored, at: path)
        return copy
    }
}
