internal import MLKitCore
internal import MLKitSignature

/// Reads one column: gives its values their type, and gathers what there is to say of them.
///
/// It works in two steps on each batch, since which rows count is known when all columns were read: `read` takes the texts,
/// `summarize` the values of the rows that are kept.
final class ColumnReader {
    let plan: ColumnPlan
    private let markers: MissingMarkers
    private let numbers: NumberFormat
    private let unicode: UnicodeForm?
    private let isRedacted: Bool
    private let watchesDays: Bool
    let formats: [DateFormat]
    private let categories: Set<ByteText>
    /// The same as whole numbers.
    private let wholeCategories: Set<Int64>
    /// Of each text that is kept, by its number, whether it is one of them.
    private var areCategories: [Bool] = []
    private(set) var profile: ColumnProfile
    var figures: NumberSummary
    var texts: TextSummary
    private(set) var breaches: [Breach.Rule: Breach] = [:]
    /// The numbers of the batch's texts, -1 where there is none.
    private(set) var codes: [Int32] = []
    var gathered: [Double] = []
    /// Whether `batchKeys` is asked for.
    var recordsKeys = false
    /// One number for each row of the batch, the same for the same value.
    private(set) var batchKeys: [UInt64] = []
    var trues = 0
    var falses = 0

    init(_ plan: ColumnPlan, _ cleaning: Cleaning, _ formats: [DateFormat], limits: ReadingLimits) {
        self.plan = plan
        numbers = cleaning.numbers
        unicode = cleaning.unicode
        watchesDays = plan.schema == nil && plan.format == .dayFirst
        isRedacted = cleaning.redacted.contains(bytesOf: plan.name)
        self.formats = formats
        categories = Set((plan.schema?.categories ?? []).map { ByteText($0) })
        wholeCategories = Set((plan.schema?.categories ?? []).compactMap { Int64($0) })
        markers = MissingMarkers(cleaning.missing, except: plan.schema?.categories ?? [])
        profile = ColumnProfile(name: plan.name)
        profile.dates = formats.map { _ in 0 }
        profile.ways = NumberFormat.ways.map { _ in 0 }
        figures = NumberSummary(limit: limits.distinct, sampleLimit: limits.sample)
        texts = TextSummary(limit: limits.distinct, numbers: cleaning.numbers, formats: formats)
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

    // MARK: Reading

    /// - Parameters:
    ///   - first: the number of the batch's first row in the source, from 0.
    ///   - out: takes the values; `nil` while a type is looked for.
    ///   - hashes: one a row, into which the values are mixed.
    ///   - mask: rows that are left out, as if they were not there.
    func read(
        _ batch: FieldBatch, column: Int, first: Int, out: OutputVector?, hashes: UnsafeMutablePointer<UInt64>?, mask: RowMask?
    ) {
        if plan.type == .text || plan.type == .identifier { codes.removeAll(keepingCapacity: true) }
        batchKeys.removeAll(keepingCapacity: true)
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

    /// Takes nothing, in the place of a row that is left out.
    private func leaveOut() -> UInt64? {
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
        case .integer(let whole):
            profile.present += 1
            profile.integers += 1
            profile.numbers += 1
            if whole.magnitude > 1 << 53, numbers.isRounded(text, to: Double(whole)) { profile.takeRounded(text) }
            if plan.type == .number { return put(Double(whole), row, number, out) }
            checkCategory(whole, number)
            checkBounds(Double(whole), number)
            out?.values(as: Int64.self)?[row] = whole
            return UInt64(bitPattern: whole)
        case .real(let value):
            profile.present += 1
            profile.numbers += 1
            if value.magnitude >= 0x1p53, numbers.isRounded(text, to: value) { profile.takeRounded(text) }
            guard plan.type == .number else {
                note(.type, text, number)
                return nil
            }
            return put(value, row, number, out)
        case .infinite(let value):
            profile.present += 1
            profile.numbers += 1
            note(plan.type == .number ? .infinite : .type, text, number)
            return plan.type == .number ? put(value, row, number, out) : nil
        case .notANumber:
            if isMissing(text, number) { return nil }
            profile.present += 1
            profile.notNumbers += 1
            if plan.isNullable == false { note(.missing, text, number) }
            return nil
        }
    }

    private func put(_ value: Double, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64 {
        checkBounds(value, number)
        out?.values(as: Double.self)?[row] = value
        return (value == 0 ? 0.0 : value).bitPattern
    }

    private func takeBoolean(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        guard let truth = Self.truth(text) else {
            if !isMissing(text, number) { refuse(text, number) }
            return nil
        }
        profile.present += 1
        profile.booleans += 1
        out?.values(as: Bool.self)?[row] = truth
        return truth ? 1 : 2
    }

    /// `true` and `false`, in whichever case.
    private static func truth(_ text: UnsafeBufferPointer<UInt8>) -> Bool? {
        guard text.count == 4 || text.count == 5 else { return nil }
        if text.elementsEqual("true".utf8, by: { $0 | 0x20 == $1 }) { return true }
        return text.elementsEqual("false".utf8, by: { $0 | 0x20 == $1 }) ? false : nil
    }

    private func takeMoment(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        guard let moment = (plan.format ?? .standard).moment(text), plan.type == .timestamp || !moment.hasTime else {
            if !isMissing(text, number) { refuse(text, number) }
            return nil
        }
        profile.present += 1
        if moment.hasTime { profile.timed += 1 }
        if watchesDays, !profile.hasLateDay, Calendar.parts(days: moment.days).day > 12 { profile.hasLateDay = true }
        if plan.type == .timestamp {
            out?.values(as: Int64.self)?[row] = moment.microseconds
        } else {
            out?.values(as: Int32.self)?[row] = Int32(clamping: moment.days)
        }
        return UInt64(bitPattern: moment.microseconds)
    }

    private func takeText(_ text: UnsafeBufferPointer<UInt8>, _ row: Int, _ number: Int, _ out: OutputVector?) -> UInt64? {
        if isMissing(text, number) {
            codes.append(TextSummary.missing)
            return nil
        }
        let hash = TextDictionary.hash(text)
        let (code, kind) = texts.take(text, hash: hash)
        codes.append(code)
        profile.take(text, kind)
        if !categories.isEmpty, !isCategory(text, code) { note(.category, text, number) }
        out?.assign(text, at: row)
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
        if !marker.isEmpty { profile.markers[marker, default: 0] += 1 }
        if plan.isNullable == false { note(.missing, text, number) }
        return true
    }

    /// A value that is none of the type.
    private func refuse(_ text: UnsafeBufferPointer<UInt8>, _ number: Int) {
        profile.present += 1
        if profile.firstText == nil { profile.firstText = String(decoding: text, as: UTF8.self) }
        note(.type, text, number)
    }

    // MARK: Rules

    private func checkBounds(_ value: Double, _ number: Int) {
        guard let schema = plan.schema else { return }
        if let least = schema.minimum, value < least { note(.minimum, value, number) }
        if let most = schema.maximum, value > most { note(.maximum, value, number) }
    }

    private func checkCategory(_ whole: Int64, _ number: Int) {
        guard !categories.isEmpty, !wholeCategories.contains(whole) else { return }
        note(.category, String(whole), number)
    }

    private func note(_ rule: Breach.Rule, _ value: Double, _ number: Int) {
        note(rule, Int(exactly: value).map(String.init) ?? "\(value)", number)
    }

    private func note(_ rule: Breach.Rule, _ text: UnsafeBufferPointer<UInt8>, _ number: Int) {
        note(rule, (breaches[rule]?.examples.count ?? 0) < Breach.shown ? String(decoding: text, as: UTF8.self) : "", number)
    }

    private func note(_ rule: Breach.Rule, _ value: String, _ number: Int) {
        breaches[rule, default: Breach(rule: rule)].add(value, number)
    }
}
