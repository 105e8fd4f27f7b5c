/// A file of the record and the file of the new rendering that goes on with it; one of them may be missing.
struct FilePair {
    struct Old {
        var path: String
        var file: RecordedFile
    }

    var old: Old?
    var new: RenderedFile?
}

extension FilePair {
    /// Whether the template does nothing about the file, whatever the user did with it.
    var isSettled: Bool {
        guard let old, let new else { return false }
        return old.path == new.path && !changesContent && !changesMode && new.ownership != .managed
    }

    var changesContent: Bool { old?.file.blob != new?.blob }

    /// A record that does not know of programs says nothing about them.
    var changesMode: Bool {
        guard let mode = old?.file.isExecutable else { return false }
        return mode != new?.isExecutable
    }
}
