internal import MLKitCore
internal import MLKitSpec
internal import SystemPackage

/// The files of a source as they were typed in the last run, so that only new and changed ones are read.
///
/// They are in a folder of the cache: for each file, named by the hash of its content, a Parquet file of its values, and a sealed
/// record of what these do not tell (`TypedRecord`), which is written last: without it there is nothing, and where the values are not
/// those that it was written for, they are not believed.
final class TypedFiles {
    private let folder: FilePath
    private let scratch: FilePath
    private let files: [SourceFile]
    private let hashes: [ContentHash]
    /// What each file was before it was read.
    private let information: [FileInformation?]
    private let project: FilePath
    private let seal: CacheSeal
    private let context: StageContext
    let parts = TypedParts()
    /// Files that were typed now, by their places.
    private var typed: [Int: (file: TypedFile, form: TypedForm)] = [:]
    /// Those that were taken as they were.
    private var taken: Set<Int> = []
    /// Those of which what was kept is not as it was written.
    private var altered: Set<Int> = []
    /// Why what was kept cannot be taken; `nil` where it can.
    var obstacle: String?

    /// Bytes of all files together below which reading them takes no time that is worth it.
    static let leastSize = 1 << 20
    /// A Parquet file of more columns takes long by itself.
    private static let mostColumns = 500

    /// - Returns: `nil` for a source that is read as a whole: of one file, a small one, or one of very many columns.
    init?(_ files: [SourceFile], in folder: FilePath?, project: FilePath?, _ context: StageContext, scratch: FilePath) throws {
        guard let folder, let project, files.count > 1, files.allSatisfy({ $0.columns.count <= Self.mostColumns }),
            try TypedRows.size(files, context) >= Self.leastSize, let seal = context.seal()
        else { return nil }
        let information = try files.map { try context.files.information(at: $0.content.path) }
        // What the runner found out of the files a moment ago is looked up.
        let known = HashCache(project: project, files: context.files, now: { 0 })
        let hashes = try files.map { try known.hash($0.content.path) }
        guard !hashes.contains(nil) else { return nil }
        (self.folder, self.project, self.scratch, self.files, self.context) = (folder, project, scratch, files, context)
        (self.hashes, self.information, self.seal) = (hashes.compactMap { $0 }, information, seal)
    }

    private func name(_ place: Int) -> String {
        // Of two files with the same content each has its own, since their columns may be taken in another order.
        let same = hashes[..<place].count { $0 == hashes[place] }
        return hashes[place].hex + (same == 0 ? "" : "-\(same)")
    }

    private func values(_ place: Int) -> FilePath { folder.appending("\(name(place)).parquet") }

    private func record(_ place: Int) -> TypedRecord {
        TypedRecord(values: values(place), in: folder, project: project, files: context.files, seal: seal)
    }

    /// A file as it was typed before; `nil` for one that has to be read.
    func known(_ place: Int, _ form: TypedForm) -> TypedFile? {
        let record = record(place)
        guard let content = record.read(), form.fits(content.form, missing: content.missing, content.file) else {
            if record.isUnbelieved { altered.insert(place) }
            return nil
        }
        guard record.isAsWritten(content) else {
            altered.insert(place)
            return nil
        }
        return content.file
    }

    /// Whether any file of the source was typed before, in whatever way.
    var hasAny: Bool { files.indices.contains { (try? context.files.exists(record($0).path)) == true } }

    /// Begins with the first file.
    ///
    /// - Parameter forgets: whether nothing of what was noted of this run counts.
    func begin(forgets: Bool) {
        (parts.paths, parts.starts, obstacle) = ([], [], nil)
        if forgets { (typed, taken, altered) = ([:], [], []) }
    }

    func take(_ file: TypedFile, at place: Int, start: Int) {
        taken.insert(place)
        parts.paths.append(file.path)
        parts.starts.append(start)
    }

    /// Where a file is typed, with all its rows or without those that are left out.
    func path(_ place: Int, isWhole: Bool) -> FilePath { scratch.appending("\(isWhole ? "typed" : "masked")-\(place).parquet") }

    /// - Parameter file: `nil` for one of which typed values do not tell all, which is read each time.
    func wrote(_ file: TypedFile?, at place: Int, _ path: FilePath, start: Int, _ form: TypedForm) {
        if let file { typed[place] = (file, form) }
        parts.paths.append(path)
        parts.starts.append(start)
    }

    /// Keeps what was typed for the next run, and nothing else. No query may read the rows afterwards.
    ///
    /// What cannot be kept is read again then: that is no fault of this run.
    func keep() {
        let files = context.files
        try? files.makeIgnoredDirectory(folder)
        for (place, new) in typed {
            // What was written to a file while it was read is in some of its values, under the name of what it was before.
            guard let before = information[place], (try? files.information(at: self.files[place].content.path)) == before else { continue }
            let record = record(place)
            do {
                try files.remove(record.path)
                try files.rename(new.file.path, to: values(place))
                try record.write(new.file, new.form)
            } catch { continue }
        }
        let kept = Set(Set(typed.keys).union(taken).flatMap { [record($0).path, values($0)] }.compactMap { $0.lastComponent?.string })
        for entry in (try? files.list(folder)) ?? [] where !kept.contains(entry) && entry != ".gitignore" {
            try? files.remove(folder.appending(entry))
        }
    }

    /// The files of which what was kept is not believed; `nil` for none.
    var doubt: String? {
        guard !altered.isEmpty else { return nil }
        let names = altered.sorted().map { files[$0].name }
        return "what was kept of \(Suggestion.list(names)) is not as it was written: "
            + "\(names.count == 1 ? "the file is" : "the files are") read again"
    }

    /// How many files were taken as they were, and of how many; `nil` for none.
    var words: String? {
        guard !taken.isEmpty else { return nil }
        let read = files.count - taken.count
        return "read \(read == 0 ? "none" : "\(read)") of \(plural(files.count, "file")): the "
            + "\(taken.count == 1 ? "other is" : "others are") as "
            + "\(taken.count == 1 ? "it was" : "they were")"
    }
}
