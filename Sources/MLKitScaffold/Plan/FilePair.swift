internal import MLKitCore

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
    var isSettled: Bool { isRepeated && new?.ownership != .managed }

    /// Whether the template makes the same file as before, in the same place.
    var isRepeated: Bool {
        guard let old, let new else { return false }
        return old.path.hasSameBytes(as: new.path) && !changesContent && !changesMode
    }

    var changesContent: Bool { old?.file.blob != new?.blob }

    /// A record that does not know of programs says nothing about them.
    var changesMode: Bool {
        guard let mode = old?.file.isExecutable else { return false }
        return mode != new?.isExecutable
    }
}

/// A pair with the place where the user has the file.
struct PlannedItem {
    struct Place {
        var path: String
        var entry: UserEntry
    }

    var pair: FilePair
    /// `nil` for a new file, and where it need not be known.
    var place: Place?
    /// Whether the user moved the file, and nobody knew before.
    var isFollowed = false
    /// A file that git does not know, and that this one, which is gone, may have become.
    var unadded: String?
    /// Whether the file went before the history of a shallow clone begins.
    var isUntold = false
    /// Whether what tells where it went cannot be fetched into a partial clone.
    var isUnfetched = false
}

extension PlannedItem.Place {
    var file: UserFile? {
        if case .file(let file) = entry { file } else { nil }
    }

    var isGone: Bool { entry == .nothing }

    /// Whether the file is not there, whatever is: the user may have moved it.
    var isLeft: Bool { isGone || entry.isFolderOnTheWay }
}
