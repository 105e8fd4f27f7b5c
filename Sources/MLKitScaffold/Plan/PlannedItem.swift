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
}

extension PlannedItem.Place {
    var file: UserFile? {
        if case .file(let file) = entry { file } else { nil }
    }

    var isGone: Bool { entry == .nothing }
}
