internal import MLKitCore
internal import MLKitSignature

/// Reads one column: gives its values their type, and gathers what there is to say of them.
///
/// It works in two steps on each batch, since which rows count is known when all columns were read: `read` takes the texts,
/// `summarize` the values of the rows that are kept.
final class ColumnReader {
    let plan: ColumnPlan
    private let markers: MissingMarkers
    private let ownNumbers: NumberFormat
    private var numbers: NumberFormat
    /// Whether the values that are read had a type of their own before they were texts: then they are written as programs do.
    var isTyped = false {
        didSet {
            numbers = isTyped ? .plain : ownNumbers
            texts.isTyped = isTyped
        }
    }
    private let unicode: UnicodeForm?
    private let isRedacted: Bool
    private let aggregation: Aggregation?
    let watchesDays: Bool
    let formats: [DateFormat]
    let categories: Set<ByteText>
    /// The same as whole numbers.
    let wholeCategories: Set<Int64>
    /// Of each text that is kept, by its number, whether it is one of them.
    private var areCategories: [Bool] = []
    var profile: ColumnProfile
    var figures: NumberSummary
    var texts: TextSummary
    var breaches: [Breach.Rule: Breach] = [:]
    /// The numbers of the batch's texts, -1 where there is none.
    private(set) var codes: [Int32] = []
    var gathered: [Double] = []
    /// Whether `batchKeys` is asked for.
    var recordsKeys = false
    /// One number for each row of the batch, the same for the same value.
    private(set) var batchKeys: [UInt64] = []
    /// Whether days are read as ISO writes them too, whatever format was said of texts: those of a sheet's cells, and of JSON, come so.
    var takesISO = false
    var trues = 0
    var falses = 0
    /// Rows of which more is known than their typed values tell; `nil` where nobody asks.
    var odd: RowSet?

    init(_ plan: ColumnPlan, _ cleaning: Cleaning, _ formats: [DateFormat], limits: ReadingLimits) {
        self.plan = plan
        ownNumbers = cleaning.numbers(of: plan.name)
        numbers = ownNumbers
        unicode = cleaning.unicode
        watchesDays = plan.schema == nil && plan.format == .dayFirst
        isRedacted = cleaning.redacted.contains(bytesOf: plan.name)
        aggregation = cleaning.aggregation(of: plan.name)
        self.formats = formats
        categories = Set((plan.schema?.categories ?? []).map { ByteText($0) })
        wholeCategories = Set((plan.schema?.categories ?? []).compactMap { Int64($0) })
        markers = MissingMarkers(cleaning.missing(of: plan.name), except: plan.schema?.categories ?? [])
        profile = ColumnProfile(name: plan.name)
        profile.dates = formats.map { _ in 0 }
        profile.ways = NumberFormat.ways.map { _ in 0 }
        figures = NumberSummary(limit: limits.distinct, sampleLimit: limits.sample)
        // What the schema says is text is looked at no further.
        texts = TextSummary(limit: limits.distinct, numbers: ownNumbers, formats: formats, looks: plan.schema == nil)
    }

    /// Different values: of all rows for texts and while a type is looked for, else of those kept.
    var distinct: Int {
        switch plan.type {
        case .integer, .number, .date, .timestamp: figures.distinct.count
        case .boolean: (trues > 0 ? 1 : 0) + (falses > 0 ? 1 : 0)
        case .text, .identifier: texts.distinct
        }
    }

    var isExact: Bool {
        switch plan.type {
        case .integer, .number, .date, .timestamp: figures.distinct.isExact && figures.isWhole
        case .boolean: true
        case .text, .identifier: texts.isWhole
        }
    }

    /// Takes what another reader knows of the same rows, beside their typed values.
    func take(beside other: ColumnReader) {
        take(missing: 0, markers: other.profile.markers)
        (profile.rounded, profile.firstRounded) = (other.profile.rounded, other.profile.firstRounded)
        // What is no number is missing in typed values.
        profile.notNumbers = other.profile.notNumbers
        profile.missing -= profile.notNumbers
        profile.present += profile.notNumbers
    }

    /// Takes values that are missing, beside those that were taken.
    func take(missing: Int, markers: [String: Int]) {
        profile.missing += missing
        for (marker, count) in markers { profile.markers[marker, default: 0] += count }
    }

    // MARK: Reading

    /// - Parameters:
    ///   - first: the number of the batch's first row in the source, from 0.
    ///   - out: takes the values; `nil` while a type is looked for.
    ///   - hashes: one a row, into which the values are mixed.
    ///   - mask: rows that are left out, as if they were not there.
    func read(
        _ batch: FieldBatch, column: Int, first: Int, out: OutputVector?, hashes: UnsafeMutablePointer<UInt64>?, mask: RowMask?
    ) {
        begin()
        var validity: UnsafeMutablePointer<UInt64>?
        for row in 0..<batch.rows {
            let text = batch.fields[row * batch.columns + column].bytes.withoutSpaces
            let hash = mask?.leavesOut(first + row) == true ? leaveOut() : takeComposed(text, at: row, first + row, out)
            if recordsKeys { batchKeys.append(hash ?? Self.missingHash) }
            if let hash {
                if let hashes { hashes[row] = DistinctCounter.mixed(hashes[row] &* 31 &+ hash) }
                continue
            }
            if let hashes { hashes[row] = DistinctCounter.mixed(hashes[row] &* 31 &+ Self.missingHash) }
            if validity == nil { validity = out?.validity }
            if let validity { validity[row >> 6] &= ~(1 << UInt64(row & 63)) }
        }
    }

    static let missingHash: UInt64 = 0x5BD1_E995_7B7D_159F

    /// Before the rows of a batch.
    func begin() {
        if plan.type == .text || plan.type == .identifier { codes.removeAll(keepingCapacity: true) }
        batchKeys.removeAll(keepingCapacity: true)
    }

    func addKey(_ key: UInt64) { batchKeys.append(key) }

    /// Takes nothing, in the place of a row that is left out.
    func leaveOut() -> UInt64? {
        if plan.type == .text || plan.type == .identifier { codes.append(TextSummary.missing) }
        return nil
    }

    @inline(__always)
    private func takeComposed(_ text: UnsafeBufferPointer<UInt8>, at row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        guard let composed = unicode?.changed(text) else { return takeRedacted(text, at: row, number, out) }
        return composed.withUnsafeBufferPointer { takeRedacted($0, at: row, number, out) }
    }

    @inline(__always)
    private func takeRedacted(_ text: UnsafeBufferPointer<UInt8>, at row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        guard isRedacted, let redacted = Redaction.changed(text) else { return take(text, at: row, number, out) }
        return redacted.withUnsafeBufferPointer { take($0, at: row, number, out) }
    }

    /// Takes a value; `nil` for one that is missing, or is none of the type.
    @inline(__always)
    private func take(_ text: UnsafeBufferPointer<UInt8>, at row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        switch plan.type {
        case .integer, .number: takeNumber(text, row, number, out)
        case .boolean: takeBoolean(text, row, number, out)
        case .date, .timestamp: takeMoment(text, row, number, out)
        case .text, .identifier: takeText(text, row, number, out)
        }
    }

    private func takeNumber(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        if markers.hasNumbers, isMissing(text, number) { return nil }
        guard let value = numbers.value(text) else {
            if !isMissing(text, number) { refuse(text, number) }
            return nil
        }
        switch value {
        case .integer(let raw):
            let whole = aggregation?.whole(raw) ?? raw
            if raw.magnitude > 1 << 53, numbers.isRounded(text, to: Double(raw)) { takeRounded(text, number) }
            if plan.type == .number {
                profile.integers += 1
                return put(Double(whole), row, number, out)
            }
            takeWhole(whole, number)
            out?.values(as: Int64.self)?[row] = whole
            return UInt64(bitPattern: whole)
        case .real(let value):
            if value.magnitude >= 0x1p53, numbers.isRounded(text, to: value) { takeRounded(text, number) }
            guard plan.type == .number else { return refuse(number: text, number) }
            return put(aggregation?.number(value) ?? value, row, number, out)
        case .infinite(let value):
            guard plan.type == .number else { return refuse(number: text, number) }
            note(.infinite, text, number)
            return put(value, row, number, out)
        case .notANumber:
            if isMissing(text, number) { return nil }
            odd?.insert(number)
            profile.present += 1
            profile.notNumbers += 1
            if plan.isNullable == false { note(.missing, text, number) }
            return nil
        }
    }

    /// A number where whole ones are wanted.
    private func refuse(number text: UnsafeBufferPointer<UInt8>, _ number: Int) -> UInt64? {
        profile.present += 1
        profile.numbers += 1
        note(.type, text, number)
        return nil
    }

    private func takeRounded(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) {
        profile.takeRounded(text)
        odd?.insert(number)
    }

    private func put(_ value: Double, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64 {
        profile.present += 1
        profile.numbers += 1
        checkBounds(value, number)
        out?.values(as: Double.self)?[row] = value
        return (value == 0 ? 0.0 : value).bitPattern
    }

    private func takeBoolean(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        guard let truth = text.truth else {
            if !isMissing(text, number) { refuse(text, number) }
            return nil
        }
        takeTruth()
        out?.values(as: Bool.self)?[row] = truth
        return truth ? 1 : 2
    }

    private func takeMoment(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        let format = isTyped ? .standard : plan.format ?? .standard
        guard let moment = format.moment(text) ?? (takesISO ? DateFormat.standard.moment(text) : nil), plan.type == .timestamp || !moment.hasTime else {
            if !isMissing(text, number) { refuse(text, number) }
            return nil
        }
        profile.present += 1
        if moment.hasTime { profile.timed += 1 }
        watch(moment.days)
        let microseconds = aggregation?.microseconds(moment.microseconds) ?? moment.microseconds
        if plan.type == .timestamp {
            out?.values(as: Int64.self)?[row] = microseconds
        } else {
            out?.values(as: Int32.self)?[row] = Int32(clamping: Calendar.day(ofMicroseconds: microseconds))
        }
        return UInt64(bitPattern: microseconds)
    }

    private func takeText(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        if isMissing(text, number) {
            codes.append(TextSummary.missing)
            return nil
        }
        guard let shorter = aggregation?.changed(text) else { return put(text, row, number, out) }
        return shorter.withUnsafeBufferPointer { put($0, row, number, out) }
    }

    private func put(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64 {
        let hash = takeKept(text, number)
        out?.assign(text, at: row)
        return hash
    }

    /// Takes a text that is no missing value.
    func takeKept(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) -> UInt64 {
        let hash = TextDictionary.hash(text)
        let (code, kind) = texts.take(text, hash: hash)
        codes.append(code)
        profile.take(text, kind)
        if !categories.isEmpty, !isCategory(text, code) { note(.category, text, number) }
        return hash
    }

    /// - Parameter code: the number of the text, below 0 for one that is not kept.
    private func isCategory(_ text: UnsafeBufferPointer<UInt8>, _ code: Int32) -> Bool {
        if code >= 0, Int(code) < areCategories.count { return areCategories[Int(code)] }
        let isOne = categories.contains(ByteText(String(decoding: text, as: UTF8.self)))
        if Int(code) == areCategories.count { areCategories.append(isOne) }
        return isOne
    }

    private func isMissing(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) -> Bool {
        guard let marker = markers.match(text) else { return false }
        profile.missing += 1
        if !marker.isEmpty {
            profile.markers[marker, default: 0] += 1
            odd?.insert(number)
        }
        if plan.isNullable == false { note(.missing, text, number) }
        return true
    }

    /// A value that is none of the type.
    private func refuse(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) {
        profile.present += 1
        if profile.firstText == nil { profile.firstText = String(decoding: text, as: UTF8.self) }
        note(.type, text, number)
    }
}
