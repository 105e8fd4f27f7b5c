internal import MLKitCore
internal import MLKitGit

extension Planner {
    /// Looks where the user has a file, if that matters.
    func locate(_ pair: FilePair) throws -> PlannedItem {
        guard let old = pair.old else { return PlannedItem(pair: pair) }
        let isCarried = old.file.at.flatMap(layout.destination) != nil
        if pair.isSettled, !isCarried { return PlannedItem(pair: pair) }
        // So nothing need be asked of git where nothing is to do.
        if let new = pair.new, new.ownership == .managed, pair.isRepeated, !isCarried, old.file.at == nil,
            old.file.state == nil, try state.holds(new)
        { return PlannedItem(pair: pair) }
        return PlannedItem(pair: pair, place: try place(of: old))
    }

    private func place(of old: FilePair.Old) throws -> PlannedItem.Place {
        if let path = old.file.at {
            let entry = try state.entry(at: path)
            if entry != .nothing { return PlannedItem.Place(path: path, entry: entry) }
        }
        // What the user moved to its place is another file.
        return PlannedItem.Place(path: old.path, entry: claimed.contains(old.path) ? .nothing : try state.entry(at: old.path))
    }

    /// Finds files that are gone from their places because the user moved them.
    func followMoves(_ items: [PlannedItem]) throws -> [PlannedItem] {
        let lost = items.compactMap { item -> (path: String, blob: ObjectID)? in
            guard let old = item.pair.old, let place = item.place, place.isLeft, old.file.state != .deleted,
                item.pair.new?.ownership == .merged, !isEmptyRendering(old)
            else { return nil }
            return (place.path, old.file.stored ?? old.file.blob)
        }
        guard !lost.isEmpty else { return items }
        let known = items.flatMap { [$0.place?.path, $0.pair.old?.path, $0.pair.old?.file.at] }
        let moved = try state.moved(lost, known: PathSet(known.compactMap(\.self)))
        return try items.map { item in
            guard let place = item.place, place.isLeft else { return item }
            var item = item
            item.unadded = moved.unadded[place.path]
            item.isUntold = moved.untold.contains(place.path)
            item.isUnfetched = moved.unfetched.contains(place.path)
            guard let path = moved.places[place.path] else { return item }
            let entry = try state.entry(at: path)
            // Its bytes cannot be written into a text: neither the plan nor the record can name it.
            let isNameless = entry == .nothing && path.unicodeScalars.contains("\u{FFFD}")
            item.place = PlannedItem.Place(path: path, entry: isNameless ? .nameless : entry)
            item.isFollowed = true
            return item
        }
    }

    private func isEmptyRendering(_ old: FilePair.Old) -> Bool {
        old.file.blob.hex == "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"
    }

    /// Where a file is to be after the update: where the template has it, unless the user keeps it elsewhere.
    func target(_ old: FilePair.Old, _ new: RenderedFile, _ place: PlannedItem.Place) -> String {
        let isAtHome = place.path.hasSameBytes(as: old.path)
        switch new.ownership {
        case .managed: return new.path
        case .merged where isAtHome: return new.path
        // A seed follows the project's folders, not the template's wishes.
        case .seed where isAtHome: return layout.isEmpty ? old.path : new.path
        case .merged, .seed: return layout.destination(of: place.path) ?? place.path
        }
    }

    /// Which places are given up. A file that finds its new place taken stays, so another may not come there either.
    func findVacated(_ items: [PlannedItem]) throws -> PathSet {
        var movers: [(from: String, to: String)] = []
        var vacated = PathSet()
        for item in items {
            guard let old = item.pair.old, let place = item.place, let file = place.file else { continue }
            if let new = item.pair.new {
                let target = target(old, new, place)
                let isMover = try !target.hasSameBytes(as: place.path) && !staysSecluded(place.path, target, old)
                if isMover { movers.append((place.path, target)) }
            } else if try isUnchanged(file, old) {
                vacated.insert(place.path)
            }
        }
        while true {
            let all = vacated.union(movers.map(\.from))
            let free = try movers.filter { try isFree($0.to, all) }
            guard free.count < movers.count else { return all }
            movers = free
        }
    }

    func isUnchanged(_ file: UserFile, _ old: FilePair.Old) throws -> Bool {
        guard old.file.ownership != .seed else { return false }
        return try isRendering(file, old)
    }

    /// Whether a file is just what was rendered for it.
    func isRendering(_ file: UserFile, _ old: FilePair.Old) throws -> Bool {
        let id = try ObjectID(blobOf: file.content)
        if id == old.file.blob || id == old.file.stored { return true }
        // Attributes may have changed the form since.
        return try file.content != file.raw && file.content == state.base(old.path, old.file)
    }

    /// Whether a file may be put at a path.
    func isFree(_ path: String, _ vacated: PathSet) throws -> Bool {
        if vacated.contains(path) { return true }
        switch try state.entry(at: path) {
        case .nothing: return true
        case .blocked(let file): return vacated.contains(file)
        // A folder goes with the last of its files.
        case .folder:
            guard let files = try state.files(in: path) else { return false }
            return !files.isEmpty && vacated.isSuperset(of: files)
        // A file of the user's own goes with its folder.
        case .file: return owners[path] == nil && layout.destination(of: path) != nil
        default: return false
        }
    }
}
