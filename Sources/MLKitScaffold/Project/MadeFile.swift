internal import MLKitGit

/// A file of a new project.
struct MadeFile {
    let path: String
    /// As the working tree has it.
    var file: [UInt8]
    /// As git stores it.
    var stored: [UInt8]
    let isExecutable: Bool
    /// As it was made.
    let made: [UInt8]

    /// A file that is the same in both forms.
    init(path: String, file: [UInt8], isExecutable: Bool) {
        self.path = path
        self.file = file
        stored = file
        made = file
        self.isExecutable = isExecutable
    }

    /// The file in the forms that git gives it.
    ///
    /// - Parameter prefix: what stands before the path in the repository.
    func converted(by filters: ContentFilters, at prefix: String = "") throws -> MadeFile {
        guard filters.mayConcern(prefix + path) else { return self }
        var copy = self
        copy.stored = try filters.stored(rendered: file, at: prefix + path)
        copy.file = try filters.checkedOut(copy.stored, at: prefix + path)
        try OwnText.check(copy.file, at: path)
        return copy
    }
}
