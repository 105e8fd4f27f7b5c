internal import MLKitCore
internal import SystemPackage

extension ProjectMaking {
    /// Where copies stand that have still to take their places.
    private var aside: FilePath { draft.pushing(".mlkit/tmp/brought") }

    /// Copies what the user brings, before anything is committed, as that may take room that is not there.
    func fetch() throws {
        guard !brought.isEmpty else { return }
        try files.remove(aside)
        for (number, file) in brought.enumerated() where !file.isLinked {
            try files.makeDirectory(aside)
            _ = try files.copy(file.source, to: aside.appending("\(number)"), executable: false)
        }
    }

    /// Puts it in place.
    func place() throws {
        guard !brought.isEmpty else { return }
        for (number, file) in brought.enumerated() {
            let place = draft.pushing(FilePath(file.path))
            try files.makeDirectory(place.removingLastComponent())
            guard try files.standing(at: place) == nil else { throw Failure("`\(file.path)` is there already") }
            if file.isLinked {
                try files.makeLink(at: place, to: file.source.string)
            } else {
                try files.rename(aside.appending("\(number)"), to: place)
            }
        }
        try files.remove(aside)
        if isDraft { try files.remove(draft.pushing(".mlkit/tmp")) }
    }
}
