internal import MLKitCore
internal import MLKitSignature
internal import MLKitSpec
internal import SystemPackage

/// Better labels for some rows of a source, as a file has them: put in place of the source's before anything else is made of
/// them.
final class LabelCorrections {
    private struct Correction {
        let label: Field
        /// Its row in the file, from 1.
        let row: Int
    }

    let name: String
    /// The columns of the source.
    let key: String
    let target: String
    private let unicode: UnicodeForm?
    private var byKey: [ByteText: Correction] = [:]
    /// The bytes of all labels, which stay as long as this does.
    private var labels: [UnsafeMutablePointer<UInt8>] = []
    private var used = Set<ByteText>()
    /// Rows whose label was another.
    private(set) var changed = 0

    /// - Throws: `Failure` for a file without the two columns, and for all of its rows that have no key or no label, or name a
    ///   key again with another label.
    init(_ file: SourceFile, _ settings: DataConfiguration.Labels, target: String, _ unicode: UnicodeForm?, _ engine: TableEngine) throws {
        (name, key, self.target, self.unicode) = (file.name, settings.key, target, unicode)
        let lacking = [settings.key, target].filter { !file.columns.contains(bytesOf: $0) }
        guard lacking.isEmpty else {
            throw Failure(
                lacking.map { column in
                    .error(
                        "the file of labels `\(file.name)` has no column `\(column)`\(column == target ? ", the target" : "")",
                        hint: Suggestion.hint(for: column, among: file.columns))
                })
        }
        let batch = FieldBatch(columns: 2, capacity: 1024)
        let rows = try file.rows([settings.key, target], engine)
        var problems = [Diagnostic]()
        var row = 0
        while try rows.next(batch) {
            for index in 0..<batch.rows {
                row += 1
                if let problem = take(text(batch, index, 0), text(batch, index, 1), row), problems.count < Diagnostic.limit {
                    problems.append(.error(problem))
                }
            }
        }
        guard problems.isEmpty else { throw Failure(problems) }
    }

    /// Those of the file that a stage names; `nil` where it names none.
    static func read(
        _ path: FilePath?, _ names: @escaping (FilePath) -> String, _ configuration: DataConfiguration, _ schema: TableSchema?,
        _ context: StageContext, _ engine: TableEngine, scratch: FilePath
    ) throws -> LabelCorrections? {
        guard let settings = configuration.clean.labels, let path else { return nil }
        let finder = SourceFinder(sources: [path], names: names, context: context, options: ReadingOptions(), scratch: scratch)
        guard let file = try finder.files(engine).first else { return nil }
        return try LabelCorrections(
            file, settings, target: configuration.target, configuration.clean.unicode ?? schema?.cleaning.unicode, engine)
    }

    deinit { for pointer in labels { pointer.deallocate() } }

    /// A value without the white space around it, its characters composed.
    private func text(_ batch: FieldBatch, _ row: Int, _ column: Int) -> String {
        let text = String(decoding: batch.fields[row * batch.columns + column].bytes.withoutSpaces, as: UTF8.self)
        return unicode?.normalized(text) ?? text
    }

    /// - Returns: what is wrong with a row; `nil` for nothing.
    private func take(_ key: String, _ label: String, _ row: Int) -> String? {
        let place = "row \(row) of `\(name)`, the header not counted,"
        if key.isEmpty { return "\(place) has no `\(self.key)`" }
        if label.isEmpty { return "\(place) has no label: `\(target)` is empty" }
        if let known = byKey[ByteText(key)] {
            guard !Array(known.label.bytes).elementsEqual(label.utf8) else { return nil }
            return "\(place) corrects `\(key)` to `\(label)`, and row \(known.row) to "
                + "`\(String(decoding: known.label.bytes, as: UTF8.self))`"
        }
        let bytes = Array(label.utf8)
        let pointer = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count)
        pointer.initialize(from: bytes, count: bytes.count)
        labels.append(pointer)
        byKey[ByteText(key)] = Correction(label: Field(start: UnsafePointer(pointer), count: bytes.count), row: row)
        return nil
    }

    /// Corrects the labels of a batch.
    ///
    /// - Parameters:
    ///   - key, target: the places of the two columns.
    func apply(to batch: FieldBatch, key: Int, target: Int) {
        for row in 0..<batch.rows {
            let name = ByteText(text(batch, row, key))
            guard let correction = byKey[name] else { continue }
            used.insert(name)
            if !text(batch, row, target).hasSameBytes(as: String(decoding: correction.label.bytes, as: UTF8.self)) { changed += 1 }
            batch.fields[row * batch.columns + target] = correction.label
        }
    }

    /// The source is read from its first row again.
    func begin() {
        changed = 0
        used = []
    }

    /// What to say of corrections of rows that are not there.
    var unused: String? {
        let rest = byKey.filter { !used.contains($0.key) }.sorted { $0.value.row < $1.value.row }
        guard let first = rest.first else { return nil }
        return "`\(name)` has labels for \(plural(rest.count, "value")) of `\(key)` that no row has, the first `\(first.key.text)` in row "
            + "\(first.value.row)"
    }
}
